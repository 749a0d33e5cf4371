let addressBefore = null;

function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function togglePanel(button) {
  const panel = document.getElementById(button.dataset.toggles);
  const isOpen = panel.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) panel.querySelector("button, a, [tabindex]")?.focus();
}

function closePanel(panel) {
  panel.classList.remove("is-open");
  const button = document.querySelector(`[data-toggles="${panel.id}"]`);
  button?.setAttribute("aria-expanded", "false");
  button?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-opens]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    open(document.getElementById(opener.dataset.opens));
    event.preventDefault();
  }
  if (target.closest("[data-closes]")) {
    const panel = target.closest(".is-open");
    if (panel) closePanel(panel);
    else target.closest("dialog")?.close();
  }
  const toggle = target.closest("[data-toggles]");
  if (toggle) togglePanel(toggle);
  if (target.matches("dialog") && target.open) {
    const box = target.getBoundingClientRect();
    const isOutside =
      event.clientX < box.left || event.clientX > box.right ||
      event.clientY < box.top || event.clientY > box.bottom;
    if (isOutside) target.close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog:modal, :popover-open")) return;
  const panel = document.querySelector(".workbench__panel.is-open");
  if (panel) closePanel(panel);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const drawer = document.getElementById("drawer");
  if (event.detail.target === drawer && !drawer.open) addressBefore = location.href;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const drawer = document.getElementById("drawer");
  if (event.detail.target === drawer) open(drawer);
});

document.getElementById("drawer")?.addEventListener("close", (event) => {
  const address = addressBefore ?? event.target.dataset.closedAddress;
  if (address) history.replaceState(null, "", address);
  addressBefore = null;
  if (event.target.querySelector("[data-reloads]")) location.reload();
});

const opened = document.getElementById("drawer");
if (opened?.open) {
  opened.removeAttribute("open");
  open(opened);
}
