// Promises found in a text while it is written: asked for when the writer pauses, never in the way.
const PAUSE = 350;

function watch(field) {
  const place = field.form?.querySelector("[data-found]");
  if (!place) return;
  let waiting = 0;
  let asked = "";
  let running = null;

  async function ask() {
    const text = field.value;
    if (text === asked) return;
    asked = text;
    running?.abort();
    running = new AbortController();
    if (!text.trim()) {
      place.replaceChildren();
      return;
    }
    const sent = new URLSearchParams({ text });
    for (const ticked of place.querySelectorAll("[name='found']:checked")) {
      sent.append("found", ticked.value);
    }
    sent.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(field.dataset.finds, {
        method: "POST",
        body: sent,
        signal: running.signal,
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.ok) show(await answer.text());
    } catch (problem) {
      if (problem.name !== "AbortError") asked = "";
    }
  }

  function show(markup) {
    if (place.dataset.shown === markup) return;
    const focused = place.contains(document.activeElement) ? document.activeElement.value : null;
    place.dataset.shown = markup;
    place.innerHTML = markup;
    for (const choice of place.querySelectorAll("[name='found']")) {
      if (focused !== null && choice.value === focused) choice.focus();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  if (field.value.trim()) ask();
}

for (const field of document.querySelectorAll("[data-finds]")) watch(field);
