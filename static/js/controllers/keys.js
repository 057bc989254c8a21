/** The keyboard layer. A key presses whatever carries it, unless somebody is writing.
 * Markup: <button data-key="a">, <a data-key="g m"> (one after the other), <input data-key-focus="/">;
 *   "?" opens <dialog id="keys">. Of several with the same key, the last one visible is meant.
 * Controllers take a key with onKey("j", handler); the last one to take it is asked first, and
 *   passes it on by returning false.
 * A person can switch single keys off (controllers/key-switch.js), as voice control needs.
 */
const PAUSE = 1000;
const takers = new Map();
let pending = "";
let pendingUntil = 0;

export function onKey(key, handler) {
  const list = takers.get(key) ?? [];
  list.push(handler);
  takers.set(key, list);
  return () => list.splice(list.indexOf(handler), 1);
}

export const keysAreOn = () => localStorage.getItem("keys") !== "off";

export function switchKeys(on) {
  localStorage.setItem("keys", on ? "on" : "off");
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key.length === 1 && keysAreOn() && press(event.key)) event.preventDefault();
  });
}

function press(key) {
  const chord = performance.now() < pendingUntil ? `${pending} ${key}` : key;
  pending = key;
  pendingUntil = performance.now() + PAUSE;
  return act(chord) || (chord !== key && act(key));
}

function act(key) {
  const open = document.querySelector("dialog[open]");
  if (open) return key === "?" && (open.close(), true);
  if (key === "?") return openKeys();
  for (const handler of [...(takers.get(key) ?? [])].reverse()) {
    if (handler() !== false) return true;
  }
  const field = lastVisible(`[data-key-focus="${CSS.escape(key)}"]`);
  if (field) {
    field.focus();
    field.select?.();
    return true;
  }
  const target = lastVisible(`[data-key="${CSS.escape(key)}"]`);
  target?.click();
  return Boolean(target);
}

function openKeys() {
  const dialog = document.getElementById("keys");
  dialog?.showModal();
  return Boolean(dialog);
}

function lastVisible(selector) {
  return [...document.querySelectorAll(selector)]
    .filter((each) => !each.disabled && each.checkVisibility())
    .at(-1);
}

function isWriting(target) {
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches('[type="checkbox"], [type="radio"], [type="submit"]');
}
