// Conveniences only: every page works without this file.
"use strict";

const root = document.documentElement;

const stored = () => {
  try { return localStorage.getItem("theme"); } catch { return null; }
};
if (stored()) root.dataset.theme = stored();

// "/" puts the cursor into the search field, unless one is typing already.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = [...document.querySelectorAll("input[name=q]")].find((input) => input.offsetParent);
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// Buttons that need a script are hidden in the page and shown here.
const offer = () => {
  if (navigator.clipboard) for (const one of document.querySelectorAll("[data-copy]")) one.hidden = false;
};
offer();
document.addEventListener("htmx:after:swap", offer);
document.addEventListener("click", async ({ target: button }) => {
  if (!button.dataset.copy) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 1500);
});

const theme = document.querySelector("button[data-switch-theme]");
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window: not kept */ }
  });
}

// On a phone the filters start folded.
const fold = document.querySelector("details.fold");
if (fold && matchMedia("(max-width: 60rem)").matches) fold.open = false;

// A list that htmx swaps in place: its address as short as the server writes it, and no other page inside.
if (document.querySelector("main[data-hx-target]")) {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    for (const [name, value] of [...ctx.request.body]) if (!value) ctx.request.body.delete(name);
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { url } = event.detail.ctx.response.raw;
    if (new URL(url).pathname === location.pathname) return;
    event.preventDefault();
    location.assign(url);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    for (const form of document.querySelectorAll("main form")) form.reset(); // to what the server says
    const found = document.getElementById("found");
    if (!found || ctx.sourceEvent?.type === "change") return;
    if (fold) fold.open = !matchMedia("(max-width: 60rem)").matches;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "nearest" });
  });
}
