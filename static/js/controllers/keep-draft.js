/** What is typed last is kept even if the tab is closed at once; the page itself asks for it after a pause.
 * Markup: <form data-controller="keep-draft" data-draft-url="/t/…/draft/">
 * Without scripts "Keep as a draft" does it.
 */
export function keepDraft(form) {
  let isUnkept = false;
  const touched = (event) => {
    if (event.target.form === form) isUnkept = true;
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.pathInfo.requestPath === form.dataset.draftUrl) isUnkept = false;
  });
  form.addEventListener("submit", () => {
    isUnkept = false;
  });
  const keep = () => {
    if (!isUnkept) return;
    isUnkept = false;
    fetch(form.dataset.draftUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      keepalive: true,
    });
  };
  // A phone that puts the page away tells the first and not always the second.
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  window.addEventListener("pagehide", keep);
}
