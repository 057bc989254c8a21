"""Candidates as lines of the attribution format that the scorer and the data files share."""

from typing import Any

from extraction.model import Candidate, DateExpression, Extraction, Party, Place, Span

POLARITY = {"affirmed": "positive", "denied": "negative", "not_said": "negative"}


def document_record(identifier: str, text: str, extraction: Extraction) -> dict[str, Any]:
    """Return one document with what was found in it."""
    return {
        "id": identifier,
        "text": text,
        "attributions": [attribution_record(c) for c in extraction.candidates],
        "meta": {
            "dropped": extraction.dropped,
            "notes": list(extraction.notes),
            "language": extraction.language,
        },
    }


def attribution_record(candidate: Candidate) -> dict[str, Any]:
    """Return one candidate as the format has it, with kind, rule, score and reasons beside."""
    names = [party.name for party in candidate.speakers if party.name]
    return {
        "source": _pairs(candidate.source),
        "cue": _pairs(candidate.cue),
        "content": _pairs(candidate.content),
        "type": candidate.mode,
        "cue_class": candidate.cue_class,
        "polarity": POLARITY[candidate.polarity],
        "source_canonical": "; ".join(names) or None,
        "source_kind": "; ".join(party.kind for party in candidate.speakers if party.kind) or None,
        "speech_act": candidate.kind,
        "floating": candidate.floating,
        "medium": _party(candidate.medium),
        "addressee": _party(candidate.addressee),
        "via": [_relay(party) for party in candidate.hops],
        "date_expr": [_date(found) for found in candidate.dates],
        "place": [_place(found) for found in candidate.places],
        "rule": candidate.rule,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _party(party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    return {"span": _pairs(party.spans)[0], "canonical": party.name or None, "text": party.words}


def _relay(party: Party) -> dict[str, Any]:
    return {
        "source": _pairs(party.spans)[0],
        "source_canonical": party.name or None,
        "text": party.words,
    }


def _date(found: DateExpression) -> dict[str, Any]:
    return {
        "span": _pairs(found.spans)[0],
        "role": found.role,
        "value": found.value or None,
        "inferred": found.inferred,
        "note": found.note,
        "text": found.words,
    }


def _place(found: Place) -> dict[str, Any]:
    return {"span": _pairs(found.spans)[0], "canonical": found.name or None, "text": found.words}
