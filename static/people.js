// Conveniences for people who are signed in: every form works without this file.
"use strict";

// What was wrong and is mended is no more called invalid.
document.addEventListener("htmx:after:swap", () => {
  for (const field of document.querySelectorAll("[aria-invalid]")) {
    if (document.getElementById(`${field.id}-e`)?.hidden) field.removeAttribute("aria-invalid");
  }
});

// Ctrl+Enter (or Cmd+Enter) in a form presses its first button marked data-enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const button = event.target.closest("form")?.querySelector("button[data-enter]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Keys of reviews: single letters, outside of fields only, and only where the page says that they are on.
// "?" lists them. A key that needs a reason first leads to its field; Ctrl+Enter there sends it.
const keys = document.querySelector("[data-keys=on]");
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (field && event.key === "Escape") field.blur();
  if (!keys || field || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") keys.querySelector("details").toggleAttribute("open");
  if (!/^[a-z]$/i.test(event.key) || keys.dataset.keys === "sent") return;
  const wanted = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (!wanted) return;
  event.preventDefault();
  const reason = wanted.form?.querySelector("textarea");
  if ("reason" in wanted.dataset && reason.value.trim().length < 20) {
    choose(wanted);
    reason.focus();
    return;
  }
  keys.dataset.keys = "sent"; // one act for one key, however slow the answer
  wanted.click();
});

const choose = (button) => {
  for (const other of button.form.querySelectorAll("button[data-enter]")) delete other.dataset.enter;
  button.dataset.enter = "";
};
