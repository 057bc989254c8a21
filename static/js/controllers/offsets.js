/* Between places in the page and places in the stored text.
   The browser counts UTF-16 units, the stored offsets are code points: this is the only place that converts.
   Markup: each paragraph carries data-offset, the code point at which it begins in the stored text, and its
   text is exactly the stored text from there on. */

/** How many code points `text` has: "a😀" has 2, where its length says 3. */
export function codePoints(text) {
  return Array.from(text).length;
}

/** The paragraphs below `root`, in order. */
export function paragraphsOf(root) {
  return [...root.querySelectorAll("[data-offset]")];
}

/** Where a paragraph begins in the stored text. */
export function beginOf(paragraph) {
  return Number(paragraph.dataset.offset);
}

/** The span {start, end, words} of `range` in the stored text, without blanks at its ends; null if it holds no words. */
export function spanOf(range, root) {
  const parts = paragraphsOf(root)
    .filter((paragraph) => range.intersectsNode(paragraph))
    .map((paragraph) => partOf(range, paragraph))
    .filter((part) => part.words.trim());
  if (!parts.length) return null;
  const first = parts[0];
  const last = parts.at(-1);
  const leading = first.words.length - first.words.trimStart().length;
  const trailing = last.words.length - last.words.trimEnd().length;
  return {
    start: first.start + codePoints(first.words.slice(0, leading)),
    end: last.end - codePoints(last.words.slice(last.words.length - trailing)),
    words: parts.map((part) => part.words.trim()).join(" "),
  };
}

/** The code point of the stored text at a place in the page, as caretPositionFromPoint gives it; null beside the text. */
export function offsetAt(node, unit, root) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const paragraph = element.closest("[data-offset]");
  if (!paragraph || !root.contains(paragraph)) return null;
  const before = document.createRange();
  before.selectNodeContents(paragraph);
  before.setEnd(node, unit);
  return beginOf(paragraph) + codePoints(before.toString());
}

/** The range of the page in which code points `start` to `end` of the stored text stand; null if they do not. */
export function rangeOf(start, end, root) {
  const paragraphs = paragraphsOf(root);
  const first = paragraphs.findLast((paragraph) => beginOf(paragraph) <= start);
  const last = paragraphs.findLast((paragraph) => beginOf(paragraph) < end);
  if (!first || !last) return null;
  const range = document.createRange();
  const from = placeIn(first, start - beginOf(first), true);
  const to = placeIn(last, end - beginOf(last), false);
  if (!from || !to) return null;
  range.setStart(from.node, from.unit);
  range.setEnd(to.node, to.unit);
  return range;
}

/** The text node and unit at which `count` code points of a paragraph have gone by. */
function placeIn(paragraph, count, opens) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = count;
  let place = null;
  while (walker.nextNode()) {
    const points = Array.from(walker.currentNode.data);
    // What opens belongs to the node that follows the edge, what closes to the one before.
    if (opens ? left < points.length : left <= points.length) {
      return { node: walker.currentNode, unit: points.slice(0, left).join("").length };
    }
    left -= points.length;
    place = { node: walker.currentNode, unit: walker.currentNode.data.length };
  }
  return left <= 0 ? place : null;
}

/** What of `range` lies in one paragraph. */
function partOf(range, paragraph) {
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  const part = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  const before = whole.cloneRange();
  before.setEnd(part.startContainer, part.startOffset);
  const words = part.toString();
  const start = beginOf(paragraph) + codePoints(before.toString());
  return { start, end: start + codePoints(words), words };
}
