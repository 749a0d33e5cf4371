// A single key presses the button that names it, unless single keys are switched off.
const SWITCH = "heed.single-keys";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (localStorage.getItem(SWITCH) === "off" || document.querySelector("dialog:modal")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  document.querySelector(`[data-press="${CSS.escape(event.key)}"]`)?.click();
});
