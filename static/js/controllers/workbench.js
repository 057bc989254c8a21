import { benchLive } from "./bench-live.js";
import { onKey } from "./keys.js";
import { selection } from "./selection.js";
import { sheet } from "./sheet.js";
import { spans } from "./spans.js";
import { workbenchFocus } from "./workbench-focus.js";

/** Text and mentions beside each other: choosing one shows the other.
 *
 * Markup, inside <div data-controller="workbench">:
 *   text    <mark class="m m-source m-content" data-mentions="31 32" data-source="32" data-content="31 32">
 *           data-source, data-cue, data-content name the mentions for which the words play that part;
 *           paragraphs carry data-offset (offsets.js)
 *   numbers <a href="?mention=31" data-goto="31">31</a>
 *   cards   <a data-mention="31" data-proposed href="?mention=31" hx-get=…> while closed (data-proposed: to do),
 *           <article class="mention mention-on" data-mention="31"> the one selected; the server renders it so.
 * Without scripts every card and number is a link that loads the page with that mention selected.
 * Which one is selected is read from the cards, so that a fragment swapped in by htmx needs no more.
 */
const PARTS = ["source", "cue", "content"];

export function workbench(root) {
  const choose = (pk) => choosePk(root, pk);
  root.addEventListener("click", (event) => {
    const number = event.target.closest("[data-goto]");
    const mark = event.target.closest("mark[data-mentions]");
    if (number) {
      if (!choose(number.dataset.goto)) visit(`?mention=${number.dataset.goto}`);
      event.preventDefault();
    } else if (mark && getSelection().isCollapsed) {
      const pk = nextOf(mark, selectedPk(root));
      if (!choose(pk)) visit(`?mention=${pk}`);
    }
  });
  const leave = [onKey("j", () => step(root, 1)), onKey("k", () => step(root, -1))];
  const parts = [benchLive(root), spans(root)];
  let shown = "";
  document.addEventListener("htmx:afterSettle", function follow() {
    if (root.isConnected) {
      // What colleagues do must not scroll the page away from under a reader.
      show(root, selectedPk(root) !== shown);
      shown = selectedPk(root);
      parts.forEach((draw) => draw());
    } else {
      leave.forEach((release) => release());
      document.removeEventListener("htmx:afterSettle", follow);
    }
  });
  workbenchFocus(root);
  selection(root);
  sheet(root, { next: () => step(root, 1), previous: () => step(root, -1) });
  show(root, true);
  shown = selectedPk(root);
  parts.forEach((draw) => draw());
}

function selectedPk(root) {
  return root.querySelector(".mention-on[data-mention]")?.dataset.mention ?? "";
}

/** Open a mention's card; false if it is the open one or not on the page, so that the link may lead on. */
function choosePk(root, pk) {
  const card = root.querySelector(`[data-mention="${CSS.escape(pk)}"]`);
  if (!card) return false;
  if (card.matches(".mention-on")) card.scrollIntoView({ block: "nearest" });
  else card.click();
  return true;
}

/** Words may belong to several mentions: another click chooses the next of them. */
function nextOf(mark, selected) {
  const pks = mark.dataset.mentions.split(" ");
  return pks[(pks.indexOf(selected) + 1) % pks.length];
}

/** To the next or previous mention that is still to do; at the end it stays. */
function step(root, by) {
  const cards = [...root.querySelectorAll("[data-mention]")];
  const at = cards.findIndex((card) => card.matches(".mention-on"));
  const ahead = by > 0 ? cards.slice(at + 1) : cards.slice(0, Math.max(at, 0)).reverse();
  const near = ahead.find((card) => card.matches("[data-proposed]"));
  if (near) near.click();
  else beyond(root, by);
  return true;
}

/** Of a long list only a part is on the page: the list knows where the next to do is. */
function beyond(root, by) {
  const list = root.querySelector("#mentions");
  const address = list && (by > 0 ? list.dataset.next : list.dataset.last);
  if (address) visit(address);
}

function visit(address) {
  window.htmx.ajax("GET", address, { target: "#mentions", swap: "outerHTML" }).then(
    () => history.replaceState(null, "", address),
    // It did not arrive: held.js has heard of it.
    () => {},
  );
}

/** Draw in the text and its numbers what the cards say is selected. Of a long text only what changes is touched. */
function show(root, isOther) {
  const pk = selectedPk(root);
  const lit = PARTS.map((part) => `mark[data-mentions].on-${part}`).join();
  const own = pk ? `, mark[data-mentions~="${CSS.escape(pk)}"]` : "";
  const marks = [...root.querySelectorAll(lit + own)];
  for (const mark of marks) {
    mark.classList.remove("on-content-2");
    for (const part of PARTS) mark.classList.toggle(`on-${part}`, owners(mark, part).includes(pk));
  }
  drawInner(marks.filter((mark) => mark.matches(".on-content")));
  for (const number of root.querySelectorAll(`[data-goto].on, [data-goto="${CSS.escape(pk)}"]`)) {
    const on = number.dataset.goto === pk;
    number.classList.toggle("on", on);
    if (on) number.setAttribute("aria-current", "true");
    else number.removeAttribute("aria-current");
  }
  if (isOther) bringIntoView(root, marks.find((mark) => mark.dataset.mentions.split(" ").includes(pk)));
}

function owners(mark, part) {
  return (mark.dataset[part] ?? "").split(" ").filter(Boolean);
}

/** A content inside the selected one is a step darker: words it shares, while others it has alone. */
function drawInner(contents) {
  const alone = contents.some((mark) => owners(mark, "content").length === 1);
  for (const mark of contents) {
    mark.classList.toggle("on-content-2", alone && owners(mark, "content").length > 1);
  }
}

function bringIntoView(root, mark) {
  root.querySelector(".mention-on")?.scrollIntoView({ block: "nearest" });
  if (!mark) return;
  const box = mark.getBoundingClientRect();
  const covered = root.querySelector(".bench-side")?.getBoundingClientRect();
  const below = covered && covered.left <= box.left ? covered.top : window.innerHeight;
  const above = root.querySelector(".bench-head")?.getBoundingClientRect().bottom ?? 0;
  if (box.top < above || box.bottom > below) mark.scrollIntoView({ block: "center" });
}
