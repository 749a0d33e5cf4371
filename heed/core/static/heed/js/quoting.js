// Words selected in a letter become the wording of an expectation.
const LONGEST = 500;
const button = document.querySelector("[data-quotes]");

function chosen() {
  const selection = document.getSelection();
  const text = selection?.toString().replace(/\s+/g, " ").trim() ?? "";
  if (!text || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const body = (holder.closest ? holder : holder.parentElement)?.closest(".letter__body");
  const letter = body?.closest("[id^='message-']");
  if (!letter) return null;
  return { text: text.slice(0, LONGEST), message: letter.id.replace("message-", ""), range };
}

function place(found) {
  const box = found.range.getBoundingClientRect();
  const furthest = document.documentElement.clientWidth - button.offsetWidth - 8;
  button.style.top = `${window.scrollY + box.bottom + 6}px`;
  button.style.left = `${Math.max(8, Math.min(window.scrollX + box.left, furthest))}px`;
}

function look() {
  const found = chosen();
  button.hidden = !found;
  if (found) place(found);
}

if (button) {
  document.body.append(button);
  document.addEventListener("selectionchange", look);
  window.addEventListener("resize", look);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  document.addEventListener("htmx:configRequest", (event) => {
    const found = event.target.matches?.("[data-record='expectation']") && chosen();
    if (!found) return;
    event.detail.parameters.append("wording", found.text);
    event.detail.parameters.append("message", found.message);
  });
}

// A question ready to be asked is put at the end of what is being written.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-inserts]");
  const words = document.getElementById(asked?.dataset.inserts)?.textContent.trim();
  const reply = document.querySelector("[data-reply]");
  if (!words || !reply) return;
  reply.value = reply.value.trim() ? `${reply.value.trimEnd()}\n\n${words}` : words;
  reply.dispatchEvent(new Event("input", { bubbles: true }));
  reply.closest(".is-open")?.classList.remove("is-open");
  reply.focus();
});
