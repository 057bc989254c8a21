import { ask, hasPerson, onChange, stateNow, take } from "./connection.js";

/** Signing in over the page, by the same pages as ever: each of them is shown in a dialog, the second factor too.
 * Markup: components/_connection.html. Whoever signs in with the provider does it in a tab beside this one.
 */
const dialog = document.getElementById("sign-in-here");
const door = dialog?.querySelector("[data-door]");
const part = (name) => dialog.querySelector(`[data-${name}]`);

export function openSignIn() {
  if (!hasPerson() || dialog.open) return;
  part("other").hidden = true;
  dialog.showModal();
  knock(dialog.dataset.signIn);
}

export function signInHere() {
  if (!hasPerson()) return;
  document.querySelector("[data-signs-in]").addEventListener("click", openSignIn);
  part("goes-on").addEventListener("click", ask);
  part("as-oneself").addEventListener("click", signOtherOut);
  dialog.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    knock(form.getAttribute("action"), new URLSearchParams(new FormData(form, event.submitter)));
  });
  onChange((state) => {
    if (state === "ok") dialog.close();
    else if (state === "other" && dialog.open) showOther();
  });
}

async function knock(address, body = null) {
  part("unreached").hidden = true;
  try {
    const answer = await fetch(address, {
      method: body ? "POST" : "GET",
      body,
      headers: { "HX-Request": "true" },
      cache: "no-store",
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) take(await answer.json());
    else if (answer.status >= 500) part("unreached").hidden = false;
    else showDoor(await answer.text());
  } catch {
    part("unreached").hidden = false;
  }
}

function showDoor(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const sheet = page.querySelector("main .sheet");
  // The dialog has said what the first page says on top.
  if (sheet?.querySelector("[name=login]")) sheet.querySelectorAll("h1, .lead").forEach((each) => each.remove());
  // Below the second factor: the way to sign in as somebody else.
  door.replaceChildren(...(sheet?.childNodes ?? []), ...page.querySelectorAll(".below form"));
  for (const link of door.querySelectorAll("a[href]")) link.target = "_blank";
  part("elsewhere").hidden = !door.querySelector(".other-way");
  const login = door.querySelector("[name=login]");
  if (login && !login.value) login.value = dialog.dataset.email;
  const fields = [...door.querySelectorAll("input:not([type=hidden])")];
  (fields.find((field) => !field.value && field.type !== "checkbox") ?? fields[0])?.focus();
}

function showOther() {
  door.replaceChildren();
  part("elsewhere").hidden = true;
  part("other").hidden = false;
  part("as-oneself").focus();
}

async function signOtherOut() {
  const told = await (await fetch(dialog.dataset.session, { headers: { "HX-Request": "true" } })).json();
  await fetch(dialog.dataset.signOut, { method: "POST", headers: { "X-CSRFToken": told.token, "HX-Request": "true" } });
  part("other").hidden = true;
  if (stateNow() !== "ok") knock(dialog.dataset.signIn);
}
