const root = document.documentElement;

function mark(theme) {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

function choose(theme) {
  const isSystem = theme === "system";
  if (isSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = isSystem ? 0 : 31536000;
  document.cookie = `heed_theme=${isSystem ? "" : theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  mark(theme);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});

mark(root.dataset.theme ?? "system");
