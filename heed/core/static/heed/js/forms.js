document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});

function hold(form) {
  const buttons = form.querySelectorAll("button:not([type='button']), input[type='submit']");
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
}

function release(form) {
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[aria-disabled='true']")) {
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "get" || form.method === "dialog") return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      hold(form);
    }
  },
  { capture: true },
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) release(form);
});

function focusErrors(scope) {
  scope.querySelector?.("form[method='post'] :is([data-focus], [aria-invalid='true'])")?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
focusErrors(document);
