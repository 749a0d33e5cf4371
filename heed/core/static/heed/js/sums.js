// Beside numbers that must come to a total stands what they come to now.
export function showSum(scope) {
  const sum = [...scope.querySelectorAll("input")]
    .map((field) => Number(field.value.trim() || 0))
    .reduce((all, each) => all + each, 0);
  const line = scope.querySelector("[data-sum]");
  line.textContent = Number.isFinite(sum) ? sum : "–";
  line.parentElement.hidden = false;
  line.parentElement.classList.toggle("is-whole", sum === Number(scope.dataset.total));
}

for (const scope of document.querySelectorAll("[data-total]")) {
  scope.addEventListener("input", () => showSum(scope));
  showSum(scope);
}
