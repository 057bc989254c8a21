/** A filter form that sends itself when a box changes. Without scripts its button does.
 * Markup: <form data-controller="auto-submit"> … <button data-auto-hide>Show</button></form>
 * On narrow screens, where the form is a panel over the page, only the button sends.
 */
export function autoSubmit(form) {
  const wide = window.matchMedia("(min-width: 1200px)");
  const button = form.querySelector("[data-auto-hide]");
  const adapt = () => button?.classList.toggle("visually-hidden", wide.matches);
  adapt();
  wide.addEventListener("change", adapt);
  form.addEventListener("change", () => {
    if (wide.matches) form.requestSubmit();
  });
}
