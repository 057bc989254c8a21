import { isOk, onChange, stateNow, stateOf } from "./connection.js";

/** What is typed last is kept even if the tab is closed at once; the page itself asks for it after a pause.
 * A draft that is discarded stays so: nothing on its way to the server may arrive behind the discarding.
 * What could not be kept is said, and tried again: a page must not say "kept" of words that are only on it.
 * Markup: <form data-controller="keep-draft" data-draft-url="/t/…/draft/">; #draft-kept with the form that discards;
 *   #draft-unkept with the words for each state (data-signed-out …); #missing, which keeps on the event "keep".
 * Without scripts "Keep as a draft" does it.
 */
export function keepDraft(form) {
  const changes = { made: 0, sent: 0, kept: 0 };
  let isUnderway = false;
  let discarding = null;

  const isOfDraft = (event) => event.detail.pathInfo?.requestPath === form.dataset.draftUrl;
  const touched = (event) => {
    if (event.target.form !== form) return;
    changes.made += 1;
    if (!isOk()) say(stateNow());
  };
  const asked = (event) => {
    if (!isOfDraft(event) || event.defaultPrevented) return;
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
    say(event.detail.successful ? "ok" : stateOf(event.detail.xhr) || "fault");
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
  const isUnkept = () => changes.kept < changes.made;
  const keep = async () => {
    if (!isUnkept() || !isOk()) return;
    const before = changes.kept;
    changes.kept = changes.made;
    const isKept = await put();
    if (!isKept) changes.kept = before;
  };
  const put = () =>
    fetch(form.dataset.draftUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      keepalive: true,
    }).then(
      (answer) => answer.ok,
      () => false,
    );
  const again = (state) => {
    if (!form.isConnected || !isUnkept()) return;
    if (state === "ok") window.htmx.trigger("#missing", "keep");
    else say(state);
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
  onChange(again);
  listen(window, "beforeunload", (event) => {
    if (!isOk() && isUnkept()) event.preventDefault();
  });
  listen(window, "pageshow", () => {
    discarding = null;
  });
}

/** Whether what is typed is kept, in words; "ok" takes them away. */
function say(state) {
  const place = document.getElementById("draft-unkept");
  const words = place?.getAttribute(`data-${state}`) ?? "";
  if (!place) return;
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
  document.querySelector("#draft-kept [role=status]")?.toggleAttribute("hidden", Boolean(words));
}
