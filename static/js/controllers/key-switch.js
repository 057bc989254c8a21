import { keysAreOn, switchKeys } from "./keys.js";

/** A box that switches single keys off, in this browser. Without scripts there are no keys.
 * Markup: <label hidden data-controller="key-switch"><input type="checkbox">Use single keys</label>
 */
export function keySwitch(label) {
  const box = label.querySelector("input");
  label.hidden = false;
  box.checked = keysAreOn();
  box.addEventListener("change", () => switchKeys(box.checked));
}
