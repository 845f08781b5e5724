// Light, dark or like the system: kept in a cookie, so that the server draws the first page right.
const YEAR = 31536000;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice, button.closest("[role=menu]"));
});

function choose(theme, menu) {
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR : 0}; samesite=lax`;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  for (const other of menu?.querySelectorAll("[data-theme-choice]") ?? []) {
    other.setAttribute("aria-checked", String(other.dataset.themeChoice === theme));
  }
}
