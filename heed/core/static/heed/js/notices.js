const region = document.getElementById("notices");

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog:modal, :popover-open")) {
    region?.lastElementChild?.remove();
  }
});

function tellFailure() {
  const notice = document.getElementById("notice-failed");
  if (region && notice) region.replaceChildren(notice.content.cloneNode(true));
}

document.addEventListener("htmx:responseError", tellFailure);
document.addEventListener("htmx:sendError", tellFailure);
document.addEventListener("htmx:beforeRequest", () => {
  for (const notice of region?.querySelectorAll(".notice:not(.notice--error)") ?? []) {
    notice.remove();
  }
});
