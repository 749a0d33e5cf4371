// A choice proposes the value of another field of its form, until somebody chose there.
const touched = new WeakSet();

document.addEventListener("change", (event) => {
  const { form, dataset } = event.target;
  if (!form) return;
  const name = dataset.proposes;
  if (!name) {
    if (event.isTrusted) touched.add(event.target.closest("fieldset") ?? event.target);
    return;
  }
  const proposed = event.target.selectedOptions?.[0]?.dataset[name];
  const field = form.elements[name];
  const first = field instanceof RadioNodeList ? field[0] : field;
  if (!proposed || !first || touched.has(first.closest("fieldset") ?? first)) return;
  field.value = proposed;
});
