/** Whether what the page sends arrives, and as whom: one state for the whole page, said in words over it.
 * Markup: components/_connection.html and <body data-person="…" hx-headers='{"X-CSRFToken": "…"}'>.
 * States: ok; signed-out; other (somebody else signed in meanwhile); offline; away (the server); busy (too much at once).
 * The last three are asked about again by themselves, after pauses that grow.
 */
const PAUSES = [1, 2, 4, 8, 15, 30, 60];
const ASKED_AGAIN = new Set(["offline", "away", "busy"]);
const PATIENCE = 20000;
const FRESH = 60000;
const heard = new Set();
const person = document.body.dataset.person;
const place = document.getElementById("connection");
let state = "ok";
let tries = 0;
let timer = 0;
let answeredAt = Date.now();

export const stateNow = () => state;
export const isOk = () => state === "ok";
export const hasPerson = () => Boolean(person && place);
export const onChange = (listener) => heard.add(listener);

/** What was held has arrived: the next fault is asked about soon again. */
export function calm() {
  tries = 0;
}

/** pause: the seconds that the server asked for. */
export function become(next, pause = 0) {
  if (!hasPerson()) return;
  clearTimeout(timer);
  state = next;
  if (ASKED_AGAIN.has(next)) {
    timer = setTimeout(ask, 1000 * Math.max(pause, PAUSES[Math.min(tries, PAUSES.length - 1)]));
    tries += 1;
  }
  show();
  heard.forEach((listener) => listener(next));
}

/** Who is signed in now? Takes up a new token for what the page sends; resolves to the state. */
export async function ask() {
  try {
    const answer = await fetch(place.dataset.session, {
      headers: { "HX-Request": "true" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    answeredAt = Date.now();
    if (answer.ok) take(await answer.json());
    else become(answer.status === 429 ? "busy" : "away", pauseOf(answer.headers.get("Retry-After")));
  } catch {
    become(lost());
  }
  return state;
}

/** told: what the server says of the session: {person, token}. */
export function take(told) {
  if (!told.person) become("signed-out");
  else if (told.person !== person) become("other");
  else {
    renew(told.token);
    become("ok");
  }
}

/** The state that a fault of a request puts the page into; "token" for a token too old, "" for other faults. */
export function stateOf(xhr) {
  if (xhr.status === 0) return lost();
  if (xhr.status === 401) return "signed-out";
  if (xhr.status === 429) return "busy";
  if (xhr.status === 403 && xhr.getResponseHeader("X-Refused") === "token") return "token";
  return [502, 503, 504].includes(xhr.status) ? "away" : "";
}

const lost = () => (navigator.onLine ? "away" : "offline");

export const pauseOf = (header) => Math.min(Number.parseInt(header, 10) || 0, 600);

function renew(token) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  document.body.setAttribute("hx-headers", JSON.stringify({ ...headers, "X-CSRFToken": token }));
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
}

function show() {
  place.firstElementChild.hidden = isOk();
  for (const part of place.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(state);
  }
}

export function connection() {
  if (!hasPerson()) return;
  place.querySelector("[data-tries-again]").addEventListener("click", ask);
  window.addEventListener("offline", () => become("offline"));
  const look = () => {
    if (!document.hidden && (!isOk() || Date.now() - answeredAt > FRESH)) ask();
  };
  // Signed in beside this page, or come back to it after a while: before anything more is typed.
  for (const name of ["online", "focus", "pageshow"]) window.addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
}
