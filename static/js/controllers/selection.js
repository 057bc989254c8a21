import { spanOf } from "./offsets.js";

/** Words selected in the text go into forms.
 * Markup, anywhere inside the workbench:
 *   <div data-selection-bar hidden>       shown while words are selected
 *   <input type="hidden" data-selection="start"> and "end", <output data-selection="words">: filled at once
 *   <button type="button" data-take="source"> in a form: puts the selected words into that form's
 *     <input data-span="source" data-end="start">, <input data-span="source" data-end="end"> and
 *     <output data-span="source">
 *   <button data-needs-selection disabled>: enabled while words are selected
 * The last selection is kept when a click on a button makes the browser forget it.
 */
export function selection(root) {
  let span = null;
  document.addEventListener("selectionchange", function follow() {
    if (!root.isConnected) document.removeEventListener("selectionchange", follow);
    else {
      span = read(root) ?? span;
      offer(root, span, Boolean(read(root)));
    }
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button && span) take(button.closest("form"), button.dataset.take, span);
  });
}

function read(root) {
  const chosen = document.getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  return root.contains(range.commonAncestorContainer) ? spanOf(range, root) : null;
}

function offer(root, span, fresh) {
  for (const bar of root.querySelectorAll("[data-selection-bar]")) bar.hidden = !fresh;
  for (const button of root.querySelectorAll("[data-needs-selection]")) button.disabled = !span;
  for (const field of root.querySelectorAll("[data-selection]")) {
    const value = span ? String(span[field.dataset.selection]) : "";
    if (field.value !== value) field.value = value;
  }
}

function take(form, name, span) {
  for (const field of form.querySelectorAll(`[data-span="${CSS.escape(name)}"]`)) {
    field.value = field.dataset.end ? String(span[field.dataset.end]) : span.words;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
