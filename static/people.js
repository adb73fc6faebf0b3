// Conveniences for people who are signed in: every form works without this file.
"use strict";

// Ctrl+Enter (or Cmd+Enter) in a form presses its first button marked data-enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const button = event.target.closest("form")?.querySelector("button[data-enter]");
  if (!button) return;
  event.preventDefault();
  button.click();
});
