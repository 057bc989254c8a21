"""Speech that stands beside its reporting clause: after a colon, over a name, or on its own."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.draft import Draft
from extraction.model import Span
from extraction.quotes import Quote
from extraction.spans import covered, first_after, holds, last_before, overlaps, touching
from extraction.units import is_speech

SIGNED = re.compile(r"\s*+[-–—―~]{1,2}\s*+(?P<name>[^\W\d_][^\n.;:!?“”\"]{1,70})")
REACH = 2500  # a speaker further back than this is not carried over


@dataclass(frozen=True)
class Lead:
    """A reporting clause that ends its paragraph with a colon: "The ministry denied this:"."""

    end: int
    draft: Draft


@dataclass(frozen=True)
class Paragraphs:
    """The paragraphs of a text and which one a place is in."""

    spans: list[Span]

    def index_at(self, place: int) -> int:
        """Return the index of the paragraph that holds `place`, or the next one."""
        found = bisect_right(self.spans, place, key=lambda span: span.end)
        return min(found, len(self.spans) - 1)


def attach(
    text: str,
    quotes: list[Quote],
    drafts: list[Draft],
    paragraphs: list[Span],
    leads: list[Lead],
    subjects: Sequence[Span] = (),
) -> None:
    """Give every quotation that reads like speech, and is in no draft yet, its place.

    It joins the draft whose reporting clause it goes on from, or becomes a floating draft of the
    last speaker, or one without a speaker. `leads` are the reporting clauses that end in a colon
    with nothing after it; `subjects` the people that sentences in front of quotations are about.
    `drafts` is changed in place, kept in text order.
    """
    where = Paragraphs(paragraphs)
    by_end = _by_end(leads)
    taken = sorted(span for draft in drafts for span in draft.content)
    fresh: list[Draft] = []
    for quote in quotes:
        if not is_speech(text, quote) or _is_taken(quote, taken):
            continue
        if _is_embedded(text, quote, paragraphs[where.index_at(quote.start)]):
            continue
        before = _before(quote, drafts, fresh)
        if (signed := _signed(text, quote)) is not None:
            fresh.append(signed)
        elif (introduced := _introduced(text, quote, by_end)) is not None:
            fresh.append(introduced)
        elif (joined := _continued(text, quote, before, where)) is not None:
            joined.content.append(quote.span)
        else:
            near = touching(
                subjects, Span(paragraphs[where.index_at(quote.start)].start, quote.start)
            )
            fresh.append(_floating(quote, before, where, near[-1] if near else None))
    drafts += fresh
    drafts.sort(key=lambda draft: draft.start)


def _before(quote: Quote, drafts: list[Draft], fresh: list[Draft]) -> list[Draft]:
    """Return the drafts within reach before the quote, in text order."""
    end = bisect_left(drafts, quote.start, key=lambda draft: draft.start)
    near = drafts[max(0, end - 40) : end] + fresh[-10:]
    near = [draft for draft in near if quote.start - draft.end < REACH and not draft.negated]
    return sorted(near, key=lambda draft: draft.start)


def _is_taken(quote: Quote, taken: list[Span]) -> bool:
    """Tell whether more than half of the quote is in some content already."""
    at = bisect_left(taken, Span(quote.inner.end, 0))
    near = [span for span in taken[max(0, at - 8) : at] if overlaps(span, quote.inner)]
    inside = quote.inner.end - quote.inner.start
    return any(2 * covered(quote.inner, [span]) > inside for span in near)


def _is_embedded(text: str, quote: Quote, paragraph: Span) -> bool:
    """A quotation that is part of somebody's own sentence."""
    before = last_before(text, quote.start, paragraph.start)
    after = first_after(text, quote.end, paragraph.end)
    starts = not before or before in '.!?:…”"»'
    stops = not after or text[quote.inner.end - 1] in ".!?…,"
    return not (starts and stops) and not (starts and after in "-–—")


def _signed(text: str, quote: Quote) -> Draft | None:
    """“…” – Name"""
    match = SIGNED.match(text, quote.end)
    if match is None or not match["name"][:1].isupper():
        return None
    name = match["name"].rstrip()
    span = Span(match.start("name"), match.start("name") + len(name))
    draft = Draft([quote.span], source=[span], group="assert", rule="signed-quote", score=0.85)
    draft.reasons.append("quotation signed with a name")
    return draft


def _by_end(leads: list[Lead]) -> dict[int, Lead]:
    """Return the leads by their ends; of two with one end the first."""
    found: dict[int, Lead] = {}
    for lead in leads:
        found.setdefault(lead.end, lead)
    return found


def _introduced(text: str, quote: Quote, leads: dict[int, Lead]) -> Draft | None:
    """The president wrote: ¶ “…”"""
    place = quote.start
    while place not in leads and place > 0 and text[place - 1].isspace():
        place -= 1
    lead = leads.get(place)
    if lead is None:
        return None
    return replace(lead.draft, content=[quote.span], rule="quote-after-colon", score=0.85)


def _continued(text: str, quote: Quote, drafts: list[Draft], where: Paragraphs) -> Draft | None:
    """“…,” she said. | “…”"""
    for draft in reversed(drafts):
        if draft.start > quote.start or not _is_spoken(text, draft):
            continue
        if where.index_at(draft.start) != where.index_at(quote.start):
            return None
        between = text[max(draft.end, *(s.end for s in draft.cue + draft.source)) : quote.start]
        return draft if len(between) < 60 and between.count(".") <= 1 else None
    return None


def _is_spoken(text: str, draft: Draft) -> bool:
    """Tell whether the draft is a quotation with its reporting clause behind it."""
    closes = text[draft.end - 1] in "”\"»“’'」"
    return bool(draft.cue) and not draft.floating and closes and draft.start < draft.cue[0].start


def _floating(quote: Quote, drafts: list[Draft], where: Paragraphs, subject: Span | None) -> Draft:
    draft = Draft([quote.span], floating=True, rule="floating-quote", score=0.4, group="assert")
    last = _last_speaker(drafts)
    if subject is not None and (last is None or last.end < subject.start):
        draft.source, draft.score = [subject], 0.5
        draft.reasons.append("quotation right behind a sentence about somebody")
        return draft
    if last is None:
        draft.reasons.append("quotation with no reporting clause and no speaker before it")
        return draft
    draft.source, draft.cue, draft.group = list(last.source), list(last.cue), last.group
    draft.addressee, draft.medium, draft.hops = last.addressee, last.medium, list(last.hops)
    near = where.index_at(quote.start) - where.index_at(last.start) <= 1
    draft.score = 0.65 if near else 0.5
    draft.reasons.append("quotation on its own: the last speaker is kept")
    return draft


def _last_speaker(drafts: list[Draft]) -> Draft | None:
    """Return the last draft with a speaker that is not itself part of what another one reports."""
    spoken = [d for d in drafts if d.source and d.group not in ("believe", "want")]
    for draft in reversed(spoken):
        if not any(draft is not other and _within(draft, other) for other in spoken):
            return draft
    return None


def _within(inner: Draft, outer: Draft) -> bool:
    return all(any(holds(o, i) for o in outer.content) for i in inner.content + inner.source)
