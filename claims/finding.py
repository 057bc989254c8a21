"""What an engine found, in the columns of our rows."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from actors.models import Actor
from actors.resolving import resolve_all
from actors.vocabularies import ActorKind
from claims.models import Mention
from claims.spans import Spans, shared
from documents.models import Document
from extraction import Candidate, Extraction, Party, Span
from extraction.exact import is_exact
from extraction.spans import words_at

# Two findings with half of their content in common, and the same cue or source, are one.
SAME_CONTENT = 0.5


@dataclass(frozen=True)
class Finding:
    """A candidate whose spans are exact slices, with what a run recognises it by."""

    candidate: Candidate
    signature: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Sighted:
    """What one run found: the exact candidates, each once, and how many were not exact."""

    found: Extraction
    findings: list[Finding]
    dropped: int

    @classmethod
    def of(cls, text: str, found: Extraction) -> "Sighted":
        exact = [each for each in found.candidates if is_exact(each, text)]
        unique: dict[str, Finding] = {}
        for candidate in exact:
            signature = signature_of(candidate)
            values = _values(candidate, text) | {"signature": signature}
            unique.setdefault(signature, Finding(candidate, signature, values))
        return cls(found, list(unique.values()), len(found.candidates) - len(exact))


def signature_of(candidate: Candidate) -> str:
    """SHA-256 over the places of content, source and cue: the same in every run over a text."""
    places = [pairs(candidate.content), pairs(candidate.source), pairs(candidate.cue)]
    return hashlib.sha256(json.dumps(places).encode()).hexdigest()


def pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in sorted(spans)]


def same_place(one: Finding, mention: Mention) -> bool:
    """Whether `mention` is `one` with its edges moved, by a person or by another engine."""
    values = one.values
    if shared(values["content_spans"], mention.content_spans) < SAME_CONTENT:
        return False
    return _meet(values["cue_spans"], mention.cue_spans) or _meet(
        values["source_spans"], mention.source_spans
    )


def _meet(one: Spans, other: Spans) -> bool:
    """Whether they share a character, or one of them was left open."""
    return not one or not other or shared(one, other) > 0


def _values(candidate: Candidate, text: str) -> dict[str, Any]:
    spans = (*candidate.source, *candidate.cue, *candidate.content)
    return {
        "start": min(span.start for span in spans),
        **{f"{part}_spans": pairs(getattr(candidate, part)) for part in PARTS},
        **{f"{part}_words": words_at(text, sorted(getattr(candidate, part))) for part in PARTS},
        "addressee": _party(candidate.addressee),
        "medium": _party(candidate.medium),
        "dates": [asdict(each) | {"spans": pairs(each.spans)} for each in candidate.dates],
        "places": [asdict(each) | {"spans": pairs(each.spans)} for each in candidate.places],
        "mode": candidate.mode,
        "kind": candidate.kind,
        "polarity": candidate.polarity,
        "cue_class": candidate.cue_class,
        "is_floating": candidate.floating,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
        "rule": candidate.rule[:60],
    }


PARTS = ("source", "cue", "content")


def _party(party: Party | None) -> dict[str, Any]:
    if party is None:
        return {}
    return {"words": party.words, "spans": pairs(party.spans), "name": party.name}


def actors_of(found: Iterable[Finding], document: Document) -> dict[str, Actor]:
    """For the names in `found` that fit exactly one actor of the team: that actor."""
    parties = [
        party for each in found for party in (*each.candidate.speakers, *each.candidate.hops)
    ]
    names = {_name(party) for party in parties if party.kind != ActorKind.UNNAMED} - {""}
    fits = resolve_all(document.team, names, document_id=document.pk)
    return {name: actors[0] for name, actors in fits.items() if len(actors) == 1}


def speakers(found: Finding, actors: dict[str, Actor]) -> Iterator[dict[str, Any]]:
    """The columns of each speaker row, in order; a party without words or name has none."""
    parties = [party for party in found.candidate.speakers if party.words or party.name]
    for position, party in enumerate(parties):
        yield {
            "position": position,
            "actor": _actor(party, actors),
            "words": party.words[:500],
            "name": party.name[:300],
            "kind": party.kind[:12],
            "role": party.role[:200],
            "speaks_for": party.speaks_for[:300],
            "reason": party.reason[:300],
            "confidence": party.confidence,
        }


def hops(found: Finding, actors: dict[str, Actor]) -> Iterator[dict[str, Any]]:
    for position, party in enumerate(found.candidate.hops):
        yield {
            "position": position,
            "actor": _actor(party, actors),
            "words": party.words[:500],
            "spans": pairs(party.spans),
            "name": party.name[:300],
        }


def _actor(party: Party, actors: dict[str, Actor]) -> Actor | None:
    return None if party.kind == ActorKind.UNNAMED else actors.get(_name(party))


def _name(party: Party) -> str:
    return party.name or party.words
