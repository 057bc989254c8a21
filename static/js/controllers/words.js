import { beginOf, codePoints, paragraphsOf } from "./offsets.js";

/* Words of the text, so that an end moves from one to the next and never into a letter with its marks. */
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** The words of a paragraph as spans of the stored text. */
function wordsIn(paragraph) {
  const words = [];
  let at = beginOf(paragraph);
  for (const { segment, isWordLike } of segmenter.segment(paragraph.textContent)) {
    const end = at + codePoints(segment);
    if (isWordLike) words.push({ start: at, end });
    at = end;
  }
  return words;
}

/** The next (by 1) or previous (by -1) place beyond `offset` where a word has its `edge`, "start" or "end"; null at the end of the text. */
export function edgeBeyond(offset, by, edge, root) {
  return wordBeyond(offset, by, edge, root)?.[edge] ?? null;
}

/** The word whose `edge` is the next (by 1) or previous (by -1) beyond `offset`. */
export function wordBeyond(offset, by, edge, root) {
  const paragraphs = paragraphsOf(root);
  const at = paragraphs.findLastIndex((paragraph) => beginOf(paragraph) <= offset);
  const ahead = by > 0 ? paragraphs.slice(Math.max(0, at)) : paragraphs.slice(0, at + 1).reverse();
  for (const paragraph of ahead) {
    const words = wordsIn(paragraph);
    const found = by > 0 ? words.find((word) => word[edge] > offset) : words.findLast((word) => word[edge] < offset);
    if (found) return found;
  }
  return null;
}

/** The place nearest to `offset` where a word has its `edge`. */
export function nearestEdge(offset, edge, root) {
  const sides = [edgeBeyond(offset + 1, -1, edge, root), edgeBeyond(offset - 1, 1, edge, root)];
  const known = sides.filter((side) => side !== null);
  return known.sort((one, other) => Math.abs(one - offset) - Math.abs(other - offset))[0] ?? offset;
}
