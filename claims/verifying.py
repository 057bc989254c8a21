"""Whether mentions still say what their texts say."""

from collections.abc import Iterator
from typing import Any

from claims import spans
from claims.models import Mention
from common.errors import RuleError
from documents.models import DocumentVersion
from history.breaks import Break, Kind
from history.verifying import Step

# A column of words, and the column of spans that it is cut by.
PARTS = (
    ("source_words", "source_spans"),
    ("cue_words", "cue_spans"),
    ("content_words", "content_spans"),
)


AT_ONCE = 500


def words(team_id: int, step: Step) -> Iterator[Break]:
    """Every stored word of mentions that differs from its version's text.

    Reads the mentions in pieces, ordered so that the texts of one document come together: one text
    is in memory at a time.
    """
    rows = Mention.objects.filter(team_id=team_id).order_by("version", "pk")
    version, text = 0, ""
    for mention in rows.iterator(chunk_size=AT_ONCE):
        if mention.version_id != version:
            version = mention.version_id
            texts = DocumentVersion.objects.filter(pk=version).values_list("text", flat=True)
            text = texts.first() or ""
        for part, stored, places in _said(mention):
            found = _characters(text, places)
            if stored != found:
                yield Break(Kind.CONTENT, f"mention {mention.pk}", part, found, stored)
        step(1)


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
