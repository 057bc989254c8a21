import { offsetAt, rangeOf, spanOf } from "./offsets.js";
import { edgeBeyond, nearestEdge, wordBeyond } from "./words.js";
import { keysAreOn, onKey } from "./keys.js";

/** Moving the ends of what is marked: by handles, or by keys from v on.
 *
 * Markup, inside the workbench:
 *   <article class="mention mention-on" data-spans='{"content": [[5, 9]], "source": [], "cue": []}'>
 *   <form data-mark> with fields part, start, end, at and row_version: sends one stretch of the selected mention.
 * Keys: v takes up the stretches of the selected mention one after the other (or begins at the first word in
 *   sight); left and right choose the next word, with Shift they move the end, o moves the other end from then on;
 *   Enter saves what was taken up, Escape leaves it. The buttons beside the selected words do the rest.
 */
const PARTS = ["content", "source", "cue"];

export function spans(root) {
  const text = root.querySelector("#doc")?.parentElement ?? root;
  const layer = document.createElement("div");
  layer.className = "span-handles";
  layer.setAttribute("aria-hidden", "true");
  text.append(layer);
  const state = { picking: null, end: "end" };

  const draw = () => drawHandles(root, text, layer);
  layer.addEventListener("pointerdown", (event) => drag(event, root, layer, draw));
  const sizes = new ResizeObserver(draw);
  const watch = () => {
    sizes.disconnect();
    // The text itself too: it may be a new one, whose paragraphs have their heights only once they were drawn.
    for (const each of [text, root.querySelector("#doc")]) if (each) sizes.observe(each);
  };
  watch();
  const leave = [
    onKey("v", () => takeUp(root, state)),
    onKey("o", () => Boolean(state.picking) && otherEnd(state)),
  ];
  document.addEventListener("keydown", function press(event) {
    if (!root.isConnected) {
      document.removeEventListener("keydown", press);
      sizes.disconnect();
      leave.forEach((release) => release());
    } else if (state.picking && keysAreOn() && !isWriting(event.target) && move(event, root, state)) {
      event.preventDefault();
    }
  });
  // A click elsewhere, or a selection by mouse, ends it.
  text.addEventListener("pointerdown", () => (state.picking = null));
  return () => {
    state.picking = null;
    draw();
    watch();
  };
}

/** The stretches of the selected mention, content first: [{part, at, start, end}]. */
function stretches(root) {
  const marked = JSON.parse(root.querySelector(".mention-on")?.dataset.spans ?? "{}");
  return PARTS.flatMap((part) => (marked[part] ?? []).map(([start, end], at) => ({ part, at, start, end })));
}

function takeUp(root, state) {
  if (!formOf(root)) return false;
  const all = stretches(root);
  const last = state.picking?.stretch;
  const next = all[(all.findIndex((each) => same(each, last)) + 1) % Math.max(1, all.length)];
  const word = next ?? wordBeyond(-1, 1, "start", root);
  if (!word) return false;
  state.picking = { stretch: next ?? null, start: word.start, end: word.end };
  state.end = "end";
  choose(root, state.picking);
  return true;
}

function same(one, other) {
  return Boolean(other) && one.part === other.part && one.at === other.at;
}

function otherEnd(state) {
  state.end = state.end === "end" ? "start" : "end";
  return true;
}

function move(event, root, state) {
  const span = state.picking;
  if (event.key === "Escape") {
    state.picking = null;
    getSelection().removeAllRanges();
    return true;
  }
  if (event.key === "Enter") return Boolean(span.stretch) && save(root, span.stretch, span);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.shiftKey) {
    const edge = edgeBeyond(span[state.end], by, state.end, root);
    const moved = { ...span, [state.end]: edge };
    if (edge !== null && moved.start < moved.end) state.picking = moved;
  } else {
    const word = by > 0 ? wordBeyond(span.start, 1, "start", root) : wordBeyond(span.start, -1, "start", root);
    if (word) state.picking = { stretch: null, ...word };
  }
  choose(root, state.picking);
  return true;
}

/** Select the words in the page: the buttons beside them then know what is meant. */
function choose(root, { start, end }) {
  const range = rangeOf(start, end, root);
  if (!range) return;
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  // At once: the browser tells of it only with the next frame, and the next key may be there before.
  document.dispatchEvent(new Event("selectionchange"));
  const box = range.getBoundingClientRect();
  if (box.top < 140 || box.bottom > innerHeight - 80) {
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }
}

function formOf(root) {
  return root.querySelector("form[data-mark]");
}

function save(root, stretch, { start, end }) {
  const form = formOf(root);
  form.elements.part.value = stretch.part;
  form.elements.at.value = stretch.at;
  form.elements.start.value = start;
  form.elements.end.value = end;
  getSelection().removeAllRanges();
  form.requestSubmit();
  return true;
}

function isWriting(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

/* --- handles --------------------------------------------------------------------------------- */

function drawHandles(root, text, layer) {
  layer.replaceChildren();
  if (!formOf(root)) return;
  const origin = text.getBoundingClientRect();
  for (const stretch of stretches(root)) {
    for (const end of ["start", "end"]) {
      const place = placeOf(stretch, end, root);
      if (place) layer.append(handle(stretch, end, place, origin));
    }
  }
}

/** Where an end of a stretch stands in the window. */
function placeOf({ start, end }, which, root) {
  const range = which === "start" ? rangeOf(start, start + 1, root) : rangeOf(end - 1, end, root);
  const boxes = [...(range?.getClientRects() ?? [])].filter((box) => box.height);
  const box = which === "start" ? boxes[0] : boxes.at(-1);
  return box && { x: which === "start" ? box.left : box.right, y: box.top, height: box.height };
}

function handle(stretch, end, place, origin) {
  const element = document.createElement("span");
  element.className = `span-handle span-handle-${stretch.part} span-handle-${end}`;
  Object.assign(element.dataset, { ...stretch, which: end });
  element.style.left = `${place.x - origin.left}px`;
  element.style.top = `${place.y - origin.top}px`;
  element.style.height = `${place.height}px`;
  return element;
}

function drag(event, root, layer, draw) {
  const held = event.target.closest(".span-handle");
  if (!held) return;
  event.preventDefault();
  const { part, at, which } = held.dataset;
  let span = { start: Number(held.dataset.start), end: Number(held.dataset.end) };
  layer.classList.add("span-handles-held");
  const follow = (moved) => {
    const offset = underPointer(moved, root);
    if (offset === null) return;
    // By words; by single letters with Alt.
    const edge = moved.altKey ? offset : nearestEdge(offset, which, root);
    const next = { ...span, [which]: edge };
    if (next.start >= next.end) return;
    span = next;
    choose(root, span);
  };
  const drop = () => {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointercancel", drop);
    layer.classList.remove("span-handles-held");
    const exact = spanOf(rangeOf(span.start, span.end, root), root);
    if (exact.start !== Number(held.dataset.start) || exact.end !== Number(held.dataset.end)) save(root, { part, at }, exact);
    else draw();
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop, { once: true });
  document.addEventListener("pointercancel", drop);
}

function underPointer(event, root) {
  const { clientX: x, clientY: y } = event;
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && offsetAt(found.offsetNode, found.offset, root);
  }
  const range = document.caretRangeFromPoint(x, y);
  return range && offsetAt(range.startContainer, range.startOffset, root);
}
