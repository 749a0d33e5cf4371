// Keeps what is being written until it is sent, whatever happens to the page.
const kept = (field) => `heed-draft-${field.dataset.draft}`;

for (const field of document.querySelectorAll("[data-draft]")) {
  const draft = localStorage.getItem(kept(field));
  if (field.value) localStorage.setItem(kept(field), field.value);
  else if (draft) field.value = draft;
  field.addEventListener("input", () => {
    if (field.value) localStorage.setItem(kept(field), field.value);
    else localStorage.removeItem(kept(field));
  });
  field.form?.addEventListener("submit", () => localStorage.removeItem(kept(field)));
}
