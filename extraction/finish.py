"""From drafts to candidates: who, when, where, of which kind, with the reasons in words."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from extraction.cast import Cast
from extraction.dates import Found, as_expression
from extraction.draft import Draft
from extraction.kinds import kind_of, mode_of, polarity_of, polarity_reasons
from extraction.lexicon.nouns import OUTLETS
from extraction.model import Candidate, DateExpression, Party, Span
from extraction.places import places_in
from extraction.quotes import Quote
from extraction.resolve import Resolver, head_word
from extraction.spans import holds, overlaps, touching
from extraction.tokens import tokens

LEAD = 5  # words before the source: "On Monday evening, …"
GAP = 60  # characters between source, cue and content
RELATIVE = re.compile(r"\b(?:who|which|whose|that|where|after|since|when)\b")


@dataclass(frozen=True)
class Setting:
    """What the steps share about one text."""

    text: str
    quotes: list[Quote]
    sentences: list[Span]
    cast: Cast
    dates: list[Found]
    publisher: str = ""


def finish(drafts: list[Draft], setting: Setting) -> list[Candidate]:
    """Resolve the drafts of one text, in text order, into candidates."""
    reported = sorted(span for draft in drafts for span in draft.content)
    resolver = Resolver(setting.text, setting.cast, setting.sentences, reported)
    drafts.sort(key=_told_at)
    outer = _outer(drafts)
    marks = [quote.span for quote in setting.quotes]
    found: list[Candidate] = []
    for draft in drafts:
        relays = [other.source[0] for other in outer.get(id(draft), []) if other.source]
        draft.hops = relays + draft.hops
        found.append(_candidate(draft, setting, marks, resolver))
    return found


def _outer(drafts: list[Draft]) -> dict[int, list[Draft]]:
    """Return, by draft, those that report its whole reporting clause, outermost first.

    According to the Herald, Roe said it is safe: what Roe said reached us through the Herald.
    """
    reported = sorted((span, at) for at, draft in enumerate(drafts) for span in draft.content)
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        if not draft.cue or draft.floating:
            continue
        cue = draft.cue[0]
        end = bisect_left(reported, (Span(cue.start + 1, 0), 0))
        around = [drafts[at] for span, at in reported[max(0, end - 6) : end] if holds(span, cue)]
        around = [other for other in around if other is not draft and _tells(other, draft)]
        if around:
            found[id(draft)] = around
    return found


def _tells(other: Draft, draft: Draft) -> bool:
    """A communication that has the source of `draft` within what it reports."""
    if other.group in ("believe", "want") or other.negated or not draft.source:
        return False
    if any(holds(span, cue) for span in draft.content for cue in other.cue):
        return False
    return any(holds(span, draft.source[0]) for span in other.content)


def _told_at(draft: Draft) -> tuple[int, int]:
    """Order by reporting clause, so that "he said" comes after whom "he" is."""
    spans = draft.source or draft.cue or draft.content
    return (max(draft.start, spans[0].start) if draft.floating else spans[0].start, draft.start)


def _candidate(draft: Draft, setting: Setting, marks: list[Span], resolver: Resolver) -> Candidate:
    text = setting.text
    mode = mode_of(text, draft, marks)
    is_own = draft.mode == "asserted"
    speakers = _publisher(setting) if is_own else resolver.speakers(draft)
    addressee = resolver.party(draft.addressee) if draft.addressee else None
    medium, hops = _relays(draft, speakers, addressee, resolver)
    reasons = [*polarity_reasons(text, draft, mode), *draft.reasons]
    reasons += [party.reason for party in speakers if party.reason]
    sure = min((party.confidence for party in speakers), default=0.3)
    return Candidate(
        source=tuple(draft.source),
        cue=tuple(draft.cue),
        content=tuple(sorted(draft.content)),
        mode=mode,
        kind=kind_of(text, draft, mode),
        polarity=polarity_of(text, draft, mode),
        cue_class=cue_class(draft),
        speakers=speakers,
        addressee=addressee,
        medium=medium,
        hops=hops,
        dates=_dates(draft, setting),
        places=places_in(text, draft.content, setting.cast),
        floating=draft.floating,
        score=round(min(1.0, draft.score * (0.7 + 0.3 * sure)), 3),
        reasons=tuple(reasons),
        rule=draft.rule,
    )


def _publisher(setting: Setting) -> tuple[Party, ...]:
    """Who answers for what a text says itself."""
    if not setting.publisher:
        return ()
    reason = "the publisher answers for it"
    return (Party("", (), setting.publisher, reason=reason, confidence=1.0),)


def cue_class(draft: Draft) -> str:
    """Return communication, other, or none where there is no cue at all."""
    if not draft.cue:
        return "none"
    return (
        "other"
        if draft.group in ("believe", "want") and draft.rule != "noun-cue"
        else "communication"
    )


def _relays(
    draft: Draft, speakers: tuple[Party, ...], addressee: Party | None, resolver: Resolver
) -> tuple[Party | None, tuple[Party, ...]]:
    """Return the medium and the hops: an outlet that was told something has passed it on."""
    names = {party.name for party in speakers if party.name}
    hops = tuple(resolver.party(span) for span in dict.fromkeys(draft.hops))
    hops = tuple(hop for hop in hops if hop.name not in names)
    if draft.medium is not None:
        medium = hops[0] if hops else resolver.medium(draft.medium)
        is_relayed = not hops and medium.kind == "outlet"
        return medium, (medium,) if is_relayed and medium.name not in names else hops
    if addressee is not None and is_outlet(addressee):
        return addressee, hops or (addressee,)
    if draft.rule == "according-to" and speakers and is_outlet(speakers[0]):
        return speakers[0], hops
    return None, hops


def is_outlet(party: Party) -> bool:
    """Tell whether the party publishes."""
    row = tokens(party.words, 0, len(party.words))
    return party.kind == "outlet" or (
        any(token.lower in OUTLETS - {"agency"} for token in row[:4])
        and (head_word(row) not in ("reporters",))
    )


def _dates(draft: Draft, setting: Setting) -> tuple[DateExpression, ...]:
    """Dates inside the content belong to the event; beside the cue, to the saying."""
    text = setting.text
    found = [as_expression(text, d, "event") for d in _dates_in(draft.content, setting)]
    if draft.cue and not draft.floating:
        beside = _dates_in(_beside_cue(draft, setting), setting)
        found += [as_expression(text, d, "utterance") for d in beside]
    return tuple(found)


def _dates_in(spans: list[Span], setting: Setting) -> list[Found]:
    found = []
    for span in spans:
        low = bisect_left(setting.dates, span.start, key=lambda date: date.span.start)
        high = bisect_left(setting.dates, span.end, key=lambda date: date.span.start)
        found += [date for date in setting.dates[low:high] if holds(span, date.span)]
    return found


def _beside_cue(draft: Draft, setting: Setting) -> list[Span]:
    """The stretches beside the reporting clause where the day of the saying may stand.

    Between source, cue and content, and in front of the source at the beginning of the sentence;
    not in what the source's own relative clause tells.
    """
    cue = draft.cue[0]
    sentence = next(iter(touching(setting.sentences, cue)), cue)
    taken = [
        span for span in [*draft.content, *draft.source, *draft.cue] if overlaps(span, sentence)
    ]
    taken.sort()
    found, at = [], sentence.start
    for span in [*taken, Span(sentence.end, sentence.end)]:
        words = setting.text[at : span.start]
        is_lead = at == sentence.start and len(words.split()) <= LEAD
        is_gap = at > sentence.start and len(words) <= GAP and not RELATIVE.search(words)
        if span.start > at and (is_lead or is_gap):
            found.append(Span(at, span.start))
        at = max(at, span.end)
    return found
