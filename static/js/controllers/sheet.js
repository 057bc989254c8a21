/** On a phone the selected mention lies in a sheet over the text: swipe for the next, a handle folds it.
 * Markup: <aside class="bench-side"> and in it <button type="button" data-fold aria-expanded="true">
 */
const FAR = 60;

export function sheet(root, { next, previous }) {
  let from = null;
  root.addEventListener(
    "touchstart",
    (event) => {
      const touch = event.changedTouches[0];
      from = event.target.closest(".bench-side") ? { x: touch.clientX, y: touch.clientY } : null;
    },
    { passive: true },
  );
  root.addEventListener("touchend", (event) => {
    if (!from) return;
    const touch = event.changedTouches[0];
    const across = touch.clientX - from.x;
    if (Math.abs(across) > FAR && Math.abs(touch.clientY - from.y) < FAR) {
      if (across < 0) next();
      else previous();
    }
  });
  root.addEventListener("click", (event) => {
    const handle = event.target.closest("[data-fold]");
    if (!handle) return;
    const folded = root.querySelector(".bench-side").classList.toggle("bench-side-folded");
    handle.setAttribute("aria-expanded", String(!folded));
  });
}
