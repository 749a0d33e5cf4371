// The list shows its chosen line, and the thread opens at its last letter.
document.querySelector(".workbench__list [aria-current='true']")?.scrollIntoView({ block: "center" });
window.scrollTo(0, 0);

const letters = document.querySelectorAll(".thread > .letter");
const last = letters[letters.length - 1];
if (last && !location.hash && letters.length > 1) {
  const head = document.querySelector(".thread__head")?.getBoundingClientRect().bottom ?? 0;
  const composer = document.querySelector(".composer")?.offsetHeight ?? 0;
  const isHidden = last.getBoundingClientRect().bottom > window.innerHeight - composer;
  if (isHidden) window.scrollBy(0, last.getBoundingClientRect().top - head - 8);
}
