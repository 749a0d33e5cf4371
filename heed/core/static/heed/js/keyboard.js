const SWITCH = "heed.single-keys";
const WAIT_MS = 1200;
let isGoing = false;

function areKeysOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

function isWriting(element) {
  return Boolean(element?.closest("input, textarea, select, [contenteditable]"));
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  (next.matches("a, button") ? next : next.querySelector("a, button"))?.focus();
}

function actOnRow(selector) {
  document.activeElement?.closest("[data-row]")?.querySelector(selector)?.click();
}

function go(key) {
  document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.click();
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  f: () => actOnRow("[data-key=f]"),
  x: () => actOnRow("[data-select]"),
  r: () => document.querySelector("[data-reply]")?.focus(),
  g: () => {
    isGoing = true;
    setTimeout(() => (isGoing = false), WAIT_MS);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!areKeysOn() || isWriting(event.target) || document.querySelector("dialog:modal")) return;
  if (isGoing) {
    isGoing = false;
    event.preventDefault();
    go(event.key);
  } else if (Object.hasOwn(actions, event.key)) {
    event.preventDefault();
    actions[event.key]();
  }
});

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = areKeysOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}
