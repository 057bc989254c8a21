"""Whether mentions still say what their texts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claims import spans
from claims.models import Mention
from common.errors import RuleError
from teams.models import Team

# A column of words, and the column of spans that it is cut by.
PARTS = (
    ("source_words", "source_spans"),
    ("cue_words", "cue_spans"),
    ("content_words", "content_spans"),
)


@dataclass(frozen=True)
class Mismatch:
    """Words of a mention that are not the characters at its offsets."""

    mention: int
    document: int
    part: str
    stored: str
    found: str


def mismatches(team: Team) -> Iterator[Mismatch]:
    """Every stored word of the team's mentions that differs from its version's text, in order.

    Reads the mentions 500 at a time, ordered so that the texts of one document come together.
    """
    rows = Mention.objects.filter(team=team).select_related("version").order_by("version", "pk")
    for mention in rows.iterator(chunk_size=500):
        for part, stored, places in _said(mention):
            found = _characters(mention.version.text, places)
            if stored != found:
                yield Mismatch(mention.pk, mention.document_id, part, stored, found)


def _said(mention: Mention) -> Iterator[tuple[str, str, Any]]:
    """Each part of a mention with the words it stores and where they stand."""
    for words, places in PARTS:
        yield words.removesuffix("_words"), getattr(mention, words), getattr(mention, places)
    single = {"addressee": mention.addressee, "medium": mention.medium}
    listed = {"dates": mention.dates, "places": mention.places}
    parts = [(name, item) for name, item in single.items() if item]
    parts += [(name, item) for name, items in listed.items() for item in items]
    for name, item in parts:
        if item.get("spans"):
            yield name, item.get("words", ""), item["spans"]


def _characters(text: str, places: Any) -> str:
    try:
        return spans.words(text, spans.checked(text, places))
    except (RuleError, TypeError, ValueError):
        return "(no such place in the text)"
