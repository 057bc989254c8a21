/* From a selection in the browser to a span of the stored text.
   The browser counts UTF-16 units, the stored offsets are code points: this is the only place that converts.
   Markup: each paragraph carries data-offset, the code point at which it begins in the stored text, and its
   text is exactly the stored text from there on. */

/** How many code points `text` has: "a😀" has 2, where its length says 3. */
export function codePoints(text) {
  return Array.from(text).length;
}

/** The span {start, end, words} of `range` in the stored text, without blanks at its ends; null if it holds no words. */
export function spanOf(range, root) {
  const parts = [...root.querySelectorAll("[data-offset]")]
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
  const start = Number(paragraph.dataset.offset) + codePoints(before.toString());
  return { start, end: start + codePoints(words), words };
}
