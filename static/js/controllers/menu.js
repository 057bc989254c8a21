/** A <details> that closes like a menu: by a click beside it, by Escape, when focus leaves it.
 * Markup: <details class="menu" data-controller="menu"><summary>…</summary><div class="menu-panel">…</div></details>
 */
export function menu(details) {
  const summary = details.querySelector("summary");
  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target)) details.open = false;
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      summary.focus();
    }
  });
}
