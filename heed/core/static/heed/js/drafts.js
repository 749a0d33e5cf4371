// Keeps what is being written until the server says it was taken, whatever happens to the page.
const kept = (field) => `heed-draft-${field.dataset.draft}`;
const sent = (field) => `heed-sent-${field.dataset.draft}`;
const wasTaken = Boolean(document.querySelector("#notices .notice--success"));

function keep(field) {
  if (field.value) localStorage.setItem(kept(field), field.value);
  else localStorage.removeItem(kept(field));
}

for (const field of document.querySelectorAll("[data-draft]")) {
  if (sessionStorage.getItem(sent(field)) && wasTaken) localStorage.removeItem(kept(field));
  sessionStorage.removeItem(sent(field));
  const draft = localStorage.getItem(kept(field));
  if (field.value) keep(field);
  else if (draft) field.value = draft;
  field.addEventListener("input", () => keep(field));
  field.form?.addEventListener("submit", () => sessionStorage.setItem(sent(field), "yes"));
}

// A page out of the back cache may hold a letter that was sent since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
