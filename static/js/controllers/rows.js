import { onKey } from "./keys.js";

/** Moving through a list by keys: j next, k previous, o open, x tick.
 * Markup: <tr data-row> with a link in it, or <a data-row>. The row one is at carries data-here.
 */
export function rows() {
  onKey("j", () => move(1));
  onKey("k", () => move(-1));
  onKey("o", () => {
    const row = here();
    if (!row) return false;
    linkOf(row)?.click();
    return true;
  });
  onKey("x", () => {
    const box = here()?.querySelector('input[type="checkbox"]');
    if (!box) return false;
    box.click();
    return true;
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) mark(row);
  });
}

function all() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
}

function here() {
  return document.querySelector("[data-row][data-here]");
}

function linkOf(row) {
  return row.matches("a") ? row : row.querySelector("a[href]");
}

function move(step) {
  const list = all();
  if (!list.length) return false;
  const at = list.indexOf(here());
  const to = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  mark(to);
  linkOf(to)?.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
  return true;
}

function mark(row) {
  here()?.removeAttribute("data-here");
  row.setAttribute("data-here", "");
}
