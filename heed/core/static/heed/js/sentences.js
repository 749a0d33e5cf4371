// A ready sentence under a field is put into it.
document.addEventListener("click", (event) => {
  const sentence = event.target.closest("[data-sentence]");
  if (!sentence) return;
  const field = document.getElementById(sentence.dataset.sentence);
  field.value = sentence.textContent;
  field.focus();
});
