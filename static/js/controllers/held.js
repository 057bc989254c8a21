import { ask, become, calm, hasPerson, isOk, onChange, pauseOf, stateOf } from "./connection.js";
import { isBackground } from "./live.js";
import { openSignIn } from "./sign-in-here.js";

/** What a person sent and did not arrive: it stays in the page and is sent again once it can be.
 * Markup: none needed; <form data-unheld> is none of a person's work (the theme, signing out).
 * A form that loads a page is sent only once the server has said that it is there and who is signed in: the browser
 * would leave the page for its own "not reached". Every step is done once, however often it comes: forms carry a key
 * or the version that was seen.
 * Without scripts the server keeps a form through signing in.
 */
const steps = new Map();
const asked = new WeakSet();
const cleared = new WeakSet();
const renewed = new Set();

export function held() {
  if (!hasPerson()) return;
  for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(fault, (event) => failed(event.detail));
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) renewed.delete(keyOf(detail));
  });
  document.addEventListener("submit", beforeLeaving, { capture: true });
  onChange((state) => state === "ok" && sendAgain());
  window.addEventListener("beforeunload", (event) => {
    if (steps.size && !isOk()) event.preventDefault();
  });
}

function failed(detail) {
  const state = stateOf(detail.xhr);
  if (!state) return;
  const key = keyOf(detail);
  if (!isBackground(detail.elt)) {
    steps.set(key, () => repeat(detail));
    if (state === "signed-out") openSignIn();
  }
  if (state !== "token") become(state, pauseOf(detail.xhr.getResponseHeader("Retry-After")));
  else if (renewed.has(key)) steps.delete(key);
  else {
    renewed.add(key);
    // Not before this request is over: htmx sends one at a time for each element.
    setTimeout(() => look(!isBackground(detail.elt)));
  }
}

/** The last look at a place counts, and each step of its own. */
function keyOf({ requestConfig: { verb, path, target } }) {
  return verb === "get" ? `get ${target?.id}` : `${verb} ${path}`;
}

async function repeat({ elt, target, etc, requestConfig: { verb, path, formData } }) {
  // A form gives what stands in it now, with a token that fits; beside it goes which button was pressed.
  const fields = [...(elt.elements ?? [])].filter((field) => field.type !== "submit");
  const given = new Set(["csrfmiddlewaretoken", ...fields.map((field) => field.name)]);
  const values = new FormData();
  for (const [name, value] of formData) if (!given.has(name)) values.append(name, value);
  const place = target.isConnected ? target : document.getElementById(target.id);
  const source = elt.isConnected ? elt : document.body;
  const swap = etc.swapOverride ?? elt.closest("[hx-swap]")?.getAttribute("hx-swap");
  // A request that does not arrive rejects; `failed` has heard of it already.
  await window.htmx.ajax(verb, path, { source, target: place ?? document.body, swap, values }).catch(() => {});
}

async function sendAgain() {
  for (const [key, send] of [...steps]) {
    if (!isOk()) return;
    steps.delete(key);
    await send();
  }
  if (!steps.size) calm();
}

async function beforeLeaving(event) {
  const { target: form, submitter } = event;
  if (!loadsPage(form) || cleared.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asked.has(form)) return;
  asked.add(form);
  steps.set(form, () => send(form, submitter));
  await look(true);
  asked.delete(form);
}

async function look(isPersons) {
  const state = await ask();
  if (isPersons && (state === "signed-out" || state === "other")) openSignIn();
}

function loadsPage(form) {
  if (form.method !== "post" || form.matches("[hx-post], [data-unheld], #sign-in-here form")) return false;
  return new URL(form.action).origin === location.origin;
}

function send(form, submitter) {
  if (!form.isConnected) return;
  cleared.add(form);
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  // Refused by its fields or by the person: the next press is a new one.
  cleared.delete(form);
}
