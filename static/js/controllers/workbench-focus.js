/** After a swap of the list: the place in it stays, and the focus goes to the mention now selected.
 * Markup: <div class="bench-list" id="mentions"> swapped whole; the selected card has tabindex="-1";
 *   data-focus-first inside it (a field to type in) goes before.
 */
export function workbenchFocus(root) {
  let top = 0;
  const list = () => root.querySelector(".bench-list");
  root.addEventListener("htmx:beforeSwap", () => (top = list()?.scrollTop ?? 0));
  // From the document: the form that asked may be gone by now.
  document.addEventListener("htmx:afterSwap", function follow() {
    if (!root.isConnected) {
      document.removeEventListener("htmx:afterSwap", follow);
      return;
    }
    if (list()) list().scrollTop = top;
    const card = root.querySelector(".mention-on");
    if (card && isAdrift(document.activeElement, list())) (card.querySelector("[data-focus-first]") ?? card).focus({ preventScroll: true });
  });
}

/** Nowhere, or on what the mention decided just now has become: htmx keeps the focus by id. */
function isAdrift(active, list) {
  if (!active || active === document.body) return true;
  return active === list || (list?.contains(active) && !active.closest(".mention-on"));
}
