// The whole interview by keyboard: digits choose, Enter goes on, letters say what came of the call.
const SWITCH = "heed.single-keys";
const WAIT_MS = 900;
const CODES = { d: "dontknow", a: "notapplicable", p: "refused" };
const FIELDS = "input:not([type=hidden], [type=file]), select, textarea";

const screen = document.querySelector("[data-interview]");
const form = document.getElementById("interview");
const outcomes = document.querySelector("[data-outcomes]");
const note = document.querySelector("[data-note]");
let typed = "";
let typedAt = 0;
let goingUntil = 0;

/** The questions, or rows of one, in order: the fields that go by one name. */
function unitsOf() {
  const found = new Map();
  for (const field of form?.querySelectorAll(`.ask :is(${FIELDS})`) ?? []) {
    const isBeside = /-(missing|Comment)$/.test(field.name) || field.closest(".ask__trap");
    if (isBeside) continue;
    if (!found.has(field.name)) found.set(field.name, { name: field.name, fields: [] });
    found.get(field.name).fields.push(field);
  }
  return [...found.values()];
}

const units = unitsOf();
let here = -1;

function boxOf(unit) {
  return unit.fields[0].closest(".grid__row, .card__row, .ranks__row, .ask");
}

function isAnswered(unit) {
  const codes = [...form.elements].filter((field) => field.name === `${unit.name}-missing`);
  return [...unit.fields, ...codes].some((field) =>
    "checked" in field && /radio|checkbox/.test(field.type) ? field.checked : field.value,
  );
}

function goTo(place) {
  here = place;
  const unit = units[place];
  for (const box of document.querySelectorAll(".is-asked")) box.classList.remove("is-asked");
  boxOf(unit).classList.add("is-asked");
  const field = unit.fields.find((each) => each.checked) ?? unit.fields[0];
  field.focus({ preventScroll: true });
  boxOf(unit).scrollIntoView({ block: "nearest" });
  typed = "";
}

function unitOf(element) {
  const name = element?.name?.replace(/-(missing|Comment)$/, "");
  return units.findIndex((unit) => unit.name === name);
}

function next() {
  if (here >= 0 && here + 1 < units.length) goTo(here + 1);
  else form.querySelector("[data-next]").click();
}

function back() {
  if (here > 0) goTo(here - 1);
  else form.querySelector("[data-back]")?.click();
}

function isChoice(field) {
  return field.type === "radio" || field.type === "checkbox";
}

/** What a digit stands for: the point of a scale by its number, else the answer by its place. */
function keyOf(field, place) {
  const label = field.closest(".point, .grid__cell")?.textContent.trim() ?? "";
  const start = label.match(/^-?\d+/)?.[0];
  return field.closest(".point") && start ? start : String(place + 1);
}

function choose(digit) {
  const unit = units[Math.max(here, 0)];
  const fields = unit?.fields.filter(isChoice) ?? [];
  if (!fields.length) return false;
  if (here < 0) goTo(0);
  const now = Date.now();
  const both = now - typedAt < WAIT_MS ? typed + digit : digit;
  const keys = fields.map(keyOf);
  const wanted = keys.includes(both) ? both : digit;
  const field = fields[keys.indexOf(wanted)];
  typed = keys.includes(both) || keys.some((key) => key.startsWith(both)) ? both : digit;
  typedAt = now;
  if (!field) return true;
  field.checked = field.type === "radio" || !field.checked;
  field.focus({ preventScroll: true });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function leaveOut(code) {
  const unit = units[Math.max(here, 0)];
  if (!unit) return false;
  const beside = [...form.elements].filter((field) => field.name === `${unit.name}-missing`);
  const field = [...unit.fields, ...beside].find((each) => each.value === code);
  if (!field) return false;
  field.checked = field.type === "radio" || !field.checked;
  field.focus({ preventScroll: true });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function openPanel() {
  return outcomes?.querySelector("details[open]");
}

function pressPanel(digit) {
  const buttons = openPanel()?.querySelectorAll("button") ?? [];
  buttons[Number(digit) - 1]?.click();
}

function show(panel) {
  panel.open = !panel.open;
  const first = panel.querySelector(panel.open ? "button, input" : "summary");
  first?.focus();
}

function sayOutcome(key) {
  const panel = outcomes?.querySelector(`[data-panel="${CSS.escape(key)}"]`);
  const button = outcomes?.querySelector(`[data-outcome="${CSS.escape(key)}"]`);
  if (panel) show(panel);
  else if (button) button.click();
  return Boolean(panel || button);
}

function isWriting(element) {
  return Boolean(element?.closest("textarea, select, input:not([type=radio], [type=checkbox])"));
}

function onEnter(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey) return false;
  if (target.closest("[data-outcomes]")) {
    if (target === note) return true; // a note is sent with the outcome, not by itself
    if (target.matches("input")) target.closest("div").querySelector("button").click();
    return target.matches("input");
  }
  if (target.closest("a, button, summary, dialog")) return false;
  if (!form || (target.matches("textarea") && !event.shiftKey)) return false;
  if (event.shiftKey) back();
  else next();
  return true;
}

function onEscape(event) {
  const panel = openPanel();
  if (panel) show(panel);
  else if (isWriting(event.target)) event.target.blur();
  return Boolean(panel);
}

function onKey(event) {
  const key = event.key;
  if (key === "?") document.getElementById("call-keys").showModal();
  else if (/^\d$/.test(key)) return openPanel() ? (pressPanel(key), true) : choose(key);
  else if (key in CODES && leaveOut(CODES[key])) return true;
  else if (key === "m") note?.focus();
  else return sayOutcome(key);
  return true;
}

function answer(event) {
  if (event.isComposing || document.querySelector("dialog:modal")) return false;
  if (event.key === "Enter") return onEnter(event);
  if (event.key === "Escape") return onEscape(event);
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowUp")) return back(), true;
  if (event.altKey && (event.key === "ArrowRight" || event.key === "ArrowDown")) return next(), true;
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return false;
  if (localStorage.getItem(SWITCH) === "off") return false;
  if (event.key === "g") goingUntil = Date.now() + 1200;
  return Date.now() < goingUntil ? false : onKey(event);
}

function badge() {
  for (const unit of units) {
    for (const [place, field] of unit.fields.filter(isChoice).entries()) {
      const label = field.closest(".pick, .tile");
      if (!label) continue;
      const mark = document.createElement("kbd");
      mark.className = "key";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = String(place + 1);
      label.prepend(mark);
    }
  }
}

/** A note written early is still there on the next page. */
function keepNote() {
  if (!note) return;
  const place = `heed.note ${location.pathname}`;
  note.value ||= sessionStorage.getItem(place) ?? "";
  note.addEventListener("input", () => sessionStorage.setItem(place, note.value));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.closest("[data-outcomes]")) sessionStorage.removeItem(place);
  });
}

if (screen && form) {
  screen.classList.add("has-keys");
  document.addEventListener(
    "keydown",
    (event) => {
      if (!answer(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  form.addEventListener("focusin", (event) => {
    const place = unitOf(event.target);
    if (place < 0) return;
    for (const box of document.querySelectorAll(".is-asked")) box.classList.remove("is-asked");
    here = place;
    boxOf(units[place]).classList.add("is-asked");
  });
  badge();
  keepNote();
  const faulty = units.findIndex((unit) => boxOf(unit).closest(".ask--faulty"));
  const open = units.findIndex((unit) => !isAnswered(unit));
  if (units.length) goTo(faulty >= 0 ? faulty : Math.max(open, 0));
  else form.querySelector("[data-next]")?.focus();
}
