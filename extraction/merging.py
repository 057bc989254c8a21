"""Drafts of several finders put together: whole quotations, no cue counted twice, hops."""

from collections.abc import Callable

from extraction.draft import Draft
from extraction.lexicon.nouns import PRONOUNS
from extraction.model import Span
from extraction.quotes import Quote
from extraction.spans import Cover, holds, overlaps, touching
from extraction.units import is_speech


def united(spans: list[Span]) -> list[Span]:
    """Return the spans in order, overlapping and adjoining ones made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def whole_quotes(text: str, drafts: list[Draft], quotes: list[Quote]) -> None:
    """Widen, in place, content that reaches into a quotation to the whole of it.

    Only where the cue stands outside: what is told within a quotation stays within it.
    """
    marks = [quote.span for quote in quotes]
    for draft in drafts:
        wider = list(draft.content)
        for span in draft.content:
            for mark in touching(marks, span):
                if not any(overlaps(mark, part) for part in (*draft.cue, *draft.source)):
                    wider.append(mark)
        draft.content = _without(united(wider), [*draft.cue, *draft.source])


def _without(content: list[Span], own: list[Span]) -> list[Span]:
    """Drop content that the widening has laid over cue or source."""
    kept = [span for span in content if not any(overlaps(span, part) for part in own)]
    return kept or content


def merged(
    found: list[Draft], ordered: list[Draft], *, keep: Callable[[Draft], bool]
) -> list[Draft]:
    """Put the drafts of a parser and those by order of words together, one per cue.

    Where both have the same cue, whole quotations are taken from the latter, all else from the
    parser. What only the latter have is kept if `keep` says so.
    """
    by_cue = {span: draft for draft in ordered for span in draft.cue[:1]}
    kept: list[Draft] = []
    for draft in found:
        other = by_cue.pop(draft.cue[0], None) if draft.cue else None
        if other is None:
            kept.append(draft)
            continue
        draft.source = _fuller(draft, other)
        _take_addressee(draft, other)
        draft.score = min(1.0, draft.score + 0.1)
        if other.rule.startswith("quote"):
            draft.content = other.content
        kept.append(draft)
    return kept + [draft for draft in by_cue.values() if keep(draft)]


def _take_addressee(draft: Draft, other: Draft) -> None:
    """Whom it was told is no part of what was told: "told the paper “Courier” that …"."""
    draft.medium = draft.medium or other.medium
    if draft.addressee is None and other.addressee is not None:
        draft.addressee = other.addressee
        if any(overlaps(other.addressee, span) for span in draft.content):
            draft.content = list(other.content)


def _fuller(draft: Draft, other: Draft) -> list[Span]:
    """Of two readings of a source take the one that goes up to the verb, else the parser's."""
    if not draft.source or not other.source:
        return draft.source or other.source
    one, two = draft.source[-1], other.source[-1]
    before = one.end <= draft.cue[0].start
    if before and overlaps(one, two) and one.end < two.end <= draft.cue[0].start:
        return other.source
    return draft.source


def without_repeats(drafts: list[Draft]) -> list[Draft]:
    """Drop drafts with the same source that lie within the content of a better one of that cue."""
    kept: list[Draft] = []
    by_cue: dict[Span, list[Draft]] = {}
    contents: set[tuple[Span, ...]] = set()
    for draft in sorted(drafts, key=lambda d: (-d.score, d.start)):
        same = by_cue.setdefault(draft.cue[0], []) if draft.cue else []
        if any(overlaps(a, b) for other in same for a in draft.content for b in other.content):
            continue
        if not draft.cue and tuple(draft.content) in contents:
            continue
        kept.append(draft)
        same.append(draft)
        contents.add(tuple(draft.content))
    return sorted(kept, key=lambda draft: draft.start)


def outside_quotes(text: str, drafts: list[Draft], quotes: list[Quote]) -> list[Draft]:
    """Drop what speakers tell inside their own quotations, but for what they relay of others.

    “They say it is safe,” he said: only the outer claim counts. “The mayor told us it is safe,”
    he said: that is the mayor's, relayed.
    """
    speech = [quote.span for quote in quotes if is_speech(text, quote)]
    kept = []
    for draft in drafts:
        cue = draft.cue[0] if draft.cue else None
        if cue is None or not any(holds(mark, cue) for mark in touching(speech, cue)):
            kept.append(draft)
        elif draft.source and not _is_pronoun(text, draft.source[0]):
            draft.score *= 0.7
            kept.append(draft)
    return kept


def without_nested(drafts: list[Draft]) -> list[Draft]:
    """Drop what is weakly reported within what somebody else reports: "says they complained of"."""
    strong = Cover(span for draft in drafts for span in draft.content)
    kept = []
    for draft in drafts:
        cue = draft.cue[0] if draft.cue else None
        is_weak = draft.rule in ("verb-noun", "verb-prep", "verb-to", "object-after")
        if cue is None or not is_weak or not strong.holds(cue):
            kept.append(draft)
    return kept


def _is_pronoun(text: str, span: Span) -> bool:
    words = text[span.start : span.end].lower().split()
    return words[0] in PRONOUNS | {"my", "our", "your"} or (
        len(words) == 1 and words[0] in ("people", "everybody")
    )
