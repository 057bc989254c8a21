/** Changes between light, dark and the system's choice without loading the page.
 * Markup: components/_theme.html. The cookie is the one common.views.theme sets.
 */
const YEAR = 31536000;

export function theme(form) {
  form.addEventListener("submit", (event) => {
    const choice = event.submitter?.value;
    if (!choice) return;
    event.preventDefault();
    remember(choice);
    show(choice);
    for (const button of form.querySelectorAll("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  });
}

function remember(choice) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = choice === "system" ? 0 : YEAR;
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}

function show(choice) {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  if (choice === "system") delete root.dataset.themeChosen;
  else root.dataset.themeChosen = choice;
  root.dataset.bsTheme = choice === "system" ? (dark ? "dark" : "light") : choice;
}
