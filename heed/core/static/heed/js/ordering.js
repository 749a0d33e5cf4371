// Lines put in order by dragging, by the arrow buttons and by the arrow keys; each step is kept.
const KEEP_AFTER_MS = 400;
let waiting = 0;
let dragged = null;

const linesOf = (list) => [...list.querySelectorAll("[data-item]")];

function announce(list, line) {
  const lines = linesOf(list);
  const said = list.dataset.says
    .replace("%(item)s", line.dataset.item)
    .replace("%(place)s", lines.indexOf(line) + 1)
    .replace("%(count)s", lines.length);
  list.parentElement.querySelector("[data-announces]").textContent = said;
}

function send(form) {
  if (!form.isConnected) return;
  const body = new FormData(form);
  body.set("then", "keep");
  fetch(form.action, { method: "POST", body, keepalive: true });
}

function keepSoon(list) {
  const form = list.closest("form");
  clearTimeout(waiting);
  waiting = setTimeout(() => send(form), KEEP_AFTER_MS);
}

function settle(list, line) {
  announce(list, line);
  keepSoon(list);
}

function move(line, by) {
  const list = line.closest("[data-ordering]");
  const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return announce(list, line);
  if (by < 0) other.before(line);
  else other.after(line);
  settle(list, line);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-item] button[name='move']");
  if (!button) return;
  event.preventDefault();
  move(button.closest("[data-item]"), button.value.startsWith("up") ? -1 : 1);
  button.focus();
});

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("[data-item]");
  if (!line || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const held = document.activeElement;
  move(line, event.key === "ArrowUp" ? -1 : 1);
  held.focus();
});

function startDrag(event) {
  const line = event.target.closest("[data-item]");
  if (!line || event.button !== 0 || event.target.closest("button")) return;
  if (event.pointerType !== "mouse" && !event.target.closest("[data-handle]")) return;
  const list = line.closest("[data-ordering]");
  dragged = { line, list, from: linesOf(list).indexOf(line) };
  line.classList.add("is-dragged");
  line.setPointerCapture(event.pointerId);
  event.preventDefault();
}

function drag(event) {
  if (!dragged) return;
  const { line, list } = dragged;
  const isPassed = (other) => {
    const box = other.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  };
  const next = linesOf(list).find((other) => other !== line && isPassed(other)) ?? null;
  if (next !== line.nextElementSibling) list.insertBefore(line, next);
}

function drop() {
  if (!dragged) return;
  const { line, list, from } = dragged;
  dragged = null;
  line.classList.remove("is-dragged");
  if (linesOf(list).indexOf(line) !== from) settle(list, line);
}

document.addEventListener("pointerdown", startDrag);
document.addEventListener("pointermove", drag);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
