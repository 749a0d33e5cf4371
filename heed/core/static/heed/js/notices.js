const region = document.getElementById("notices");

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog:modal, :popover-open")) {
    region?.lastElementChild?.remove();
  }
});

// What lies behind an open drawer can be neither seen nor reached, so its notices go into it.
function bringForward() {
  const body = document.querySelector("dialog:modal .overlay__body");
  if (!body || !region) return;
  for (const old of body.querySelectorAll(":scope > .notice")) old.remove();
  body.prepend(...region.children);
}

function tellFailure() {
  const notice = document.getElementById("notice-failed");
  if (region && notice) region.replaceChildren(notice.content.cloneNode(true));
  bringForward();
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === region) bringForward();
});

document.addEventListener("htmx:responseError", tellFailure);
document.addEventListener("htmx:sendError", tellFailure);
document.addEventListener("htmx:beforeRequest", () => {
  for (const notice of region?.querySelectorAll(".notice:not(.notice--error)") ?? []) {
    notice.remove();
  }
});
