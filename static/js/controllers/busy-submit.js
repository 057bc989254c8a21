/** Every form that posts is sent once: its button says so, and a second click is ignored.
 * Markup: none needed; <button data-busy="Sealing…"> gives the word meanwhile.
 * Without scripts the server still makes one thing of a form sent twice.
 */
const SENT = "sent";
const contents = new WeakMap();

export function busySubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset[SENT]) {
      event.preventDefault();
      return;
    }
    // htmx sends its own forms and tells of it below; whoever else prevented it, meant it.
    if (!event.defaultPrevented) begin(form, event.submitter);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    // Not sent at all: the page is waiting for an answer from the server (live.js).
    if (event.defaultPrevented) return;
    const form = event.detail.elt.closest("form") ?? event.detail.elt;
    if (form.dataset[SENT]) event.preventDefault();
    else if (event.detail.requestConfig.verb !== "get") begin(form, sender(event));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    end(event.detail.elt.closest("form") ?? event.detail.elt);
  });
  // Back in history: the browser shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[data-sent]").forEach(end);
  });
}

function sender(event) {
  const trigger = event.detail.requestConfig.triggeringEvent;
  return trigger?.submitter ?? event.detail.elt.closest("button");
}

function begin(form, button) {
  form.dataset[SENT] = "1";
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  button.style.minInlineSize = `${button.offsetWidth}px`;
  // Once the browser has read the form: what stands in the button now is no longer sent.
  setTimeout(() => draw(button));
}

function draw(button) {
  if (button.getAttribute("aria-busy") !== "true") return;
  const spinner = document.createElement("span");
  spinner.className = "spin";
  spinner.setAttribute("aria-hidden", "true");
  contents.set(button, [...button.childNodes]);
  if (button.dataset.busy) button.replaceChildren(spinner, button.dataset.busy);
  else button.prepend(spinner);
}

function end(form) {
  delete form.dataset[SENT];
  const buttons = form.matches("button") ? [form] : form.querySelectorAll('[aria-busy="true"]');
  for (const button of buttons) {
    button.removeAttribute("aria-busy");
    button.style.minInlineSize = "";
    if (contents.has(button)) button.replaceChildren(...contents.get(button));
    contents.delete(button);
  }
}
