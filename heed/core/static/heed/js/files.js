// Names the files chosen under an "Attach" button.
function names(input) {
  const list = document.getElementById(input.dataset.chosen);
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.className = "files__chosen";
      item.textContent = file.name;
      return item;
    }),
  );
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type='file'][data-chosen]")) names(event.target);
});

for (const input of document.querySelectorAll("input[type='file'][data-chosen]")) names(input);
