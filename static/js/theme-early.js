/* Runs before anything is drawn, so that no page flashes in the wrong theme.
   The server writes data-bs-theme for whoever chose one; for everybody else the system decides,
   and Bootstrap, which knows only the attribute, is told so here. */
(() => {
  const root = document.documentElement;
  if (root.dataset.bsTheme) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (root.dataset.themeChosen) return;
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  follow();
  dark.addEventListener("change", follow);
})();
