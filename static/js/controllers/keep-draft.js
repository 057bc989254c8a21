/** What is typed last is kept even if the tab is closed at once; the page itself asks for it after a pause.
 * A draft that is discarded stays so: nothing on its way to the server may arrive behind the discarding.
 * Markup: <form data-controller="keep-draft" data-draft-url="/t/…/draft/">, and #draft-kept with the form that discards.
 * Without scripts "Keep as a draft" does it.
 */
export function keepDraft(form) {
  const changes = { made: 0, sent: 0, kept: 0 };
  let isUnderway = false;
  let discarding = null;

  const isOfDraft = (event) => event.detail.pathInfo?.requestPath === form.dataset.draftUrl;
  const touched = (event) => {
    if (event.target.form === form) changes.made += 1;
  };
  const asked = (event) => {
    if (!isOfDraft(event)) return;
    if (discarding) {
      event.preventDefault();
      return;
    }
    isUnderway = true;
    changes.sent = changes.made;
  };
  const answered = (event) => {
    if (!isOfDraft(event)) return;
    isUnderway = false;
    if (event.detail.successful) changes.kept = Math.max(changes.kept, changes.sent);
    if (discarding) discard();
  };
  const discard = () => {
    // The answer may have put another in its place, and only a form in the page can be sent.
    discarding.hidden = true;
    document.body.append(discarding);
    discarding.submit();
  };
  const submitted = (event) => {
    const isDiscarding = event.target.closest("#draft-kept");
    if (event.target === form || isDiscarding) changes.kept = changes.made;
    if (!isDiscarding) return;
    discarding = event.target;
    if (isUnderway) event.preventDefault();
  };
  const keep = () => {
    if (changes.kept >= changes.made) return;
    changes.kept = changes.made;
    fetch(form.dataset.draftUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      keepalive: true,
    });
  };

  const life = new AbortController();
  const listen = (target, name, heard) => {
    const whileHere = (event) => (form.isConnected ? heard(event) : life.abort());
    target.addEventListener(name, whileHere, { signal: life.signal });
  };
  listen(document, "input", touched);
  listen(document, "change", touched);
  listen(document, "htmx:beforeRequest", asked);
  listen(document, "htmx:afterRequest", answered);
  listen(document, "submit", submitted);
  // A phone that puts the page away tells the first and not always the second.
  listen(document, "visibilitychange", () => document.hidden && keep());
  listen(window, "pagehide", keep);
  listen(window, "pageshow", () => {
    discarding = null;
  });
}
