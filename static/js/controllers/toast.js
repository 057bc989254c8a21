/** The result of an action goes after 8 seconds, not while the pointer or the focus is in it.
 * Markup: components/_toast.html. Without scripts it stays until the next page.
 */
const STAYS = 8000;

export function toast(element) {
  if (element.classList.contains("toast-still")) return;
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => element.remove(), STAYS);
  };
  const stay = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, stay);
  for (const name of ["pointerleave", "focusout"]) element.addEventListener(name, wait);
  // Undone: it has nothing more to say.
  element.addEventListener("htmx:afterRequest", (event) => event.detail.successful && element.remove());
  wait();
}
