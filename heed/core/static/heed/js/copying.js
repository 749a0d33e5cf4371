/* A button with data-copies="ID" puts the words of that element on the clipboard. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  const source = button && document.getElementById(button.dataset.copies);
  if (!source) return;
  const words = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const selection = getSelection();
    if (source.select) source.select();
    else selection.selectAllChildren(source);
    return;
  }
  button.dataset.label ??= button.textContent;
  button.textContent = button.dataset.copied ?? "✓";
  setTimeout(() => (button.textContent = button.dataset.label), 1500);
});
