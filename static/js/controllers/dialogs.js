/** Opens <dialog>s; they close by their own form, by Escape and by a click beside them.
 * Markup: <button type="button" data-opens="keys"> and <dialog id="keys">
 */
export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    else if (event.target.matches("dialog[open]")) closeBeside(event);
  });
}

function closeBeside(event) {
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  if (!inside) event.target.close();
}
