/** What pages that ask again and again have in common, and what happens when no answer comes.
 * Markup: hx-get with hx-trigger="every 2s" (components/_working.html); <template id="lost-request"> and
 *   the region #toasts in base.html.
 */
export function live() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    // Nobody is looking: ask again when somebody is.
    if (document.hidden && polls(event.detail.elt)) event.preventDefault();
  });
  for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(fault, (event) => {
      if (!polls(event.detail.elt)) tell();
    });
  }
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
