const EVERY_MS = 30_000;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const NEAR = 6 * HOUR;
const words = JSON.parse(document.getElementById("time-words")?.textContent ?? "null");

function say(forms, count) {
  return forms[count === 1 ? 0 : 1].replace("%(count)d", String(count));
}

function inUnits(family, seconds) {
  if (family.day && seconds >= DAY) return say(family.day, Math.floor(seconds / DAY));
  if (seconds >= HOUR) return say(family.hour, Math.floor(seconds / HOUR));
  return say(family.minute, Math.floor(seconds / MINUTE));
}

function whenText(seconds) {
  if (Math.abs(seconds) < MINUTE) return words.now;
  if (Math.abs(seconds) >= NEAR) return null;
  return inUnits(seconds > 0 ? words.ahead : words.ago, Math.abs(seconds));
}

function dueText(seconds) {
  if (seconds >= NEAR) return null;
  return inUnits(seconds < 0 ? words.overdue : words.left, Math.abs(seconds));
}

function refresh() {
  for (const element of document.querySelectorAll("time[data-when], time[data-due]")) {
    const seconds = (Date.parse(element.dateTime) - Date.now()) / 1000;
    const isDue = "due" in element.dataset;
    const text = isDue ? dueText(seconds) : whenText(seconds);
    if (text && element.textContent !== text) element.textContent = text;
    if (isDue && seconds < 0) {
      element.closest(".due").className = "due due--over";
    }
  }
}

if (words) setInterval(() => document.hidden || refresh(), EVERY_MS);
