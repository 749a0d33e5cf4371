// Due times with their chance of being kept, asked for again for another topic or another share.
const PARTS = "[name='topic'], [name='coverage']";

function chosenTime(part) {
  const chosen = part.querySelector("[name='by']:checked");
  const other = part.querySelector("[name='due_at']");
  return { by: chosen?.value, other: other?.value, isByHand: part.dataset.isByHand === "yes" };
}

function chooseAgain(part, { by, other, isByHand }) {
  if (!isByHand) return;
  const moment = part.querySelector("[name='due_at']");
  if (moment && other) moment.value = other;
  for (const choice of part.querySelectorAll("[name='by'][type='radio']")) {
    if (choice.value === by) choice.checked = true;
  }
}

async function askAgain(form) {
  const part = form.querySelector("[data-due-times]");
  if (!part) return;
  const address = new URL(part.dataset.dueTimes, location.href);
  for (const field of form.querySelectorAll(PARTS)) address.searchParams.set(field.name, field.value);
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return;
  const before = chosenTime(part);
  const hadFocus = part.contains(document.activeElement) && document.activeElement.name;
  part.innerHTML = await answer.text();
  chooseAgain(part, before);
  if (hadFocus) part.querySelector(`[name='${hadFocus}']`)?.focus();
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  const part = form?.querySelector("[data-due-times]");
  if (!part) return;
  if (event.target.matches(PARTS)) askAgain(form);
  else if (part.contains(event.target)) part.dataset.isByHand = "yes";
});
