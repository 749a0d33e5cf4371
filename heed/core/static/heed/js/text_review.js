const SIDES = ["1", "2", "3"];
let gone = -1;

function forms() {
  return [...document.querySelectorAll("[data-review]")];
}

function reach(form) {
  form?.querySelector("input[type=radio]:checked, input[type=radio]")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const form = event.target.closest?.("[data-review]");
  if (!form || event.target.matches("select")) return;
  if (SIDES.includes(event.key)) {
    event.preventDefault();
    const side = form.querySelectorAll("input[type=radio]")[SIDES.indexOf(event.key)];
    side.checked = true;
    side.focus();
  } else if (event.key === "t") {
    event.preventDefault();
    form.querySelector("select").focus();
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  gone = forms().indexOf(event.target.closest("[data-review]"));
});

// The form that was sent is gone then, so that the next one stands in its place.
document.addEventListener("htmx:afterSettle", () => {
  if (gone < 0) return;
  reach(forms()[gone]);
  gone = -1;
});

if (document.querySelector("[data-review-list]")) reach(forms()[0]);
