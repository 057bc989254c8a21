import { hasPerson, isOk, stateOf } from "./connection.js";

/** What pages that ask again and again have in common, and what happens when no answer is of use.
 * Markup: hx-get with hx-trigger="every 2s" (components/_working.html), or data-background on what is sent without a
 *   person's doing; <template id="lost-request"> and the region #toasts in base.html.
 */
export function live() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    // Nobody is looking, or nobody answers: ask again when somebody does.
    const idle = document.hidden && polls(event.detail.elt);
    if (idle || (!isOk() && isBackground(event.detail.elt))) event.preventDefault();
  });
  for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(fault, ({ detail }) => {
      const isSaid = hasPerson() && stateOf(detail.xhr);
      if (!isSaid && !isBackground(detail.elt)) tell();
    });
  }
}

export function isBackground(element) {
  return polls(element) || element.matches("[data-background]");
}

function polls(element) {
  return /\bevery\b/.test(element.getAttribute("hx-trigger") ?? "");
}

function tell() {
  const region = document.getElementById("toasts");
  const template = document.getElementById("lost-request");
  region?.querySelector("[data-lost]")?.remove();
  const notice = template?.content.firstElementChild.cloneNode(true);
  if (!notice || !region) return;
  notice.dataset.lost = "";
  notice.classList.add("toast-notice");
  region.append(notice);
}
