/** What colleagues do, without taking anything out of a person's hands.
 *
 * Markup, inside the workbench: <div id="bench-live" hx-get=… hx-trigger="every 4s" hx-swap="none"
 *   hx-headers='{"If-None-Match": …}'>; it is answered by 304, or by fragments that htmx puts in their places,
 *   #bench-live among them. <div id="bench-people" data-at="31 32">: the mentions open at colleagues.
 * While somebody types, has a menu open or words selected, only the head changes ("busy"); the rest comes after.
 * An answer to a question older than the person's own last step is thrown away: it would draw the past.
 */
export function benchLive(root) {
  let steps = 0;
  const isPoll = (event) => event.detail.elt?.id === "bench-live";
  // Nor is it a person's step when the page asks how far a worker is with the text.
  const isStep = (event) => !isPoll(event) && !event.detail.elt?.closest("[data-vanishes]");
  root.addEventListener("htmx:configRequest", (event) => {
    if (isPoll(event)) {
      event.detail.parameters.mention = root.querySelector(".mention-on")?.dataset.mention ?? "";
      if (isBusy(root)) event.detail.parameters.busy = "1";
    } else if (isStep(event)) steps += 1;
  });
  // Both when a step is sent and when it is answered: a question asked in between may be answered from before it.
  document.addEventListener("htmx:afterRequest", function count(event) {
    if (!root.isConnected) document.removeEventListener("htmx:afterRequest", count);
    else if (isStep(event)) steps += 1;
  });
  root.addEventListener("htmx:beforeRequest", (event) => {
    if (isPoll(event)) event.detail.xhr.benchAsked = { steps, busy: isBusy(root) };
  });
  root.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.xhr.benchAsked;
    if (asked && (asked.steps !== steps || (isBusy(root) && !asked.busy))) event.detail.shouldSwap = false;
  });
  return () => drawTheirs(root);
}

function isBusy(root) {
  const selection = getSelection();
  const selects = !selection.isCollapsed && root.contains(selection.anchorNode);
  const active = document.activeElement;
  const types = root.contains(active) && active.matches("input, textarea, select");
  return selects || types || Boolean(root.querySelector(".bench-list form.panel, .bench-list details.menu[open]"));
}

function drawTheirs(root) {
  const theirs = (root.querySelector("#bench-people")?.dataset.at ?? "").split(" ");
  for (const number of root.querySelectorAll("[data-goto]")) {
    number.classList.toggle("theirs", theirs.includes(number.dataset.goto));
  }
}
