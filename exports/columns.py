"""The columns of exported claims: the one list that every format, the data dictionary and
docs/exports.md go by.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from claims.models import Claim
from claims.vocabularies import holds_label
from documents.models import Document
from documents.vocabularies import DatePrecision
from teams.vocabularies import Access


@dataclass(frozen=True)
class Row:
    """A claim as its reader may see it, and the documents in which they can read it."""

    claim: Claim
    documents: list[Document]
    mentions: int
    url: str


@dataclass(frozen=True)
class Column:
    """One column: `get` reads it off a row; `meaning` is its line in the data dictionary."""

    name: str
    label: str
    meaning: str
    get: Callable[[Row], Any]


@dataclass(frozen=True)
class Stretch:
    """A date as exact as it is known: words of the text if there are any, first and last day."""

    words: str = ""
    start: date | None = None
    end: date | None = None
    precision: str = DatePrecision.UNKNOWN


UNKNOWN = Stretch()
PARTS = {
    "words": "in words, as the text has it",
    "start": "the first day",
    "end": "the last day",
    "precision": "how exact: day, month, year or unknown",
}


def dated(name: str, label: str, meaning: str, get: Callable[[Row], Stretch]) -> Iterator[Column]:
    """The four columns of a date."""
    for part, what in PARTS.items():
        column = f"{name}_{part}"
        yield Column(column, f"{label}, {part}", f"{meaning}: {what}.", _part(get, part))


def _part(get: Callable[[Row], Stretch], part: str) -> Callable[[Row], Any]:
    return lambda row: getattr(get(row), part)


def plain(name: str, label: str, meaning: str, field: str = "") -> Column:
    """A column of the claim itself."""
    return Column(name, label, meaning, lambda row: getattr(row.claim, field or name))


def coded(name: str, label: str, meaning: str) -> Iterator[Column]:
    """A code and its label."""
    yield plain(name, label, meaning)
    yield Column(
        f"{name}_label",
        f"{label}, in words",
        f"The label of `{name}`.",
        lambda row: _label(name, getattr(row.claim, name), get_language()),
    )


@cache
def _label(name: str, code: str, language: str | None) -> str:
    """Looked up once for each code: `get_…_display` took more than half of an export's time."""
    return str(dict(Claim._meta.get_field(name).flatchoices).get(code, code))


@cache
def _holds(code: str, polarity: str, language: str | None) -> str:
    return holds_label(code, polarity)


def on_day(day: date | None) -> Stretch:
    return Stretch("", day, day, DatePrecision.DAY) if day else UNKNOWN


def published(document: Document) -> Stretch:
    """When a document was published, as its first and last possible day."""
    first, precision = document.published_on, document.published_precision
    if first is None:
        return UNKNOWN
    last = first
    if precision == DatePrecision.YEAR:
        last = date(first.year, 12, 31)
    elif precision == DatePrecision.MONTH:
        last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return Stretch("", first, last, precision)


def first_said(row: Row) -> Stretch:
    known = [published(document) for document in row.documents if document.published_on]
    return min(known, key=lambda stretch: (stretch.start, stretch.end), default=UNKNOWN)


def about(row: Row) -> Stretch:
    claim = row.claim
    return Stretch(claim.about_words, claim.about_start, claim.about_end, claim.about_precision)


def decided_on(row: Row) -> Stretch:
    at = row.claim.decided_at
    return on_day(timezone.localdate(at, timezone.get_default_timezone()) if at else None)


def origins_low(row: Row) -> int:
    return max(len(_judged(row)), 1) if row.documents else 0


def origins_high(row: Row) -> int:
    unjudged = [document for document in row.documents if document.origin_id is None]
    return len(_judged(row)) + len(unjudged)


def _judged(row: Row) -> set[int]:
    return {document.origin_id for document in row.documents if document.origin_id}


def decided_by(row: Row) -> str:
    if row.claim.decided_at is None:
        return ""
    return "one person" if row.claim.decided_by_one else "two or more people"


CLAIM_COLUMNS: tuple[Column, ...] = (
    plain("id", "Id", "The number of the claim; other tables and the API name it by this."),
    plain("reference", "Reference", "How people name the claim."),
    plain("statement", "Statement", "What is stated, cut to one checkable proposition."),
    Column(
        "is_draft",
        "Draft",
        "True while nobody has confirmed that the statement stands alone.",
        lambda row: row.claim.confirmed_by_id is None,
    ),
    Column(
        "speakers",
        "Speakers",
        "Who states it, parted by “; ”. A protected actor by its public label, unless you may "
        "read the name.",
        lambda row: "; ".join(str(speaker) for speaker in row.claim.speakers.all()),
    ),
    *coded(
        "polarity",
        "Polarity",
        "Affirmed, or denied: then the statement says the denial as a sentence, and the verdict "
        "on the content is about the denial.",
    ),
    *coded("kind", "Kind", "What sort of statement it is."),
    *dated("about", "About", "The time that the statement speaks of", about),
    Column(
        "topic_words",
        "Topic words",
        "The words it is filed under, parted by “; ”.",
        lambda row: "; ".join(row.claim.topic_words),
    ),
    *coded("state", "State", "Where it stands on the way to a decision."),
    plain("round", "Round", "1, and one more for each time it was reopened."),
    *coded("said", "Was it said?", "The verdict in force on the attribution, empty without one."),
    *coded("said_confidence", "Confidence of “Was it said?”", "How sure that verdict is."),
    plain(
        "holds",
        "Does it hold?",
        "The verdict in force on the content, empty without one; of a denial, whether the denial "
        "holds.",
    ),
    Column(
        "holds_label",
        "Does it hold?, in words",
        "The label of `holds`; of a denial in words that say so.",
        lambda row: _holds(row.claim.holds, row.claim.polarity, get_language()),
    ),
    *coded("holds_confidence", "Confidence of “Does it hold?”", "How sure that verdict is."),
    plain("decided_round", "Decided in round", "The round whose decision is in force."),
    Column(
        "decided_by",
        "Decided by",
        "“one person”, “two or more people”, or empty.",
        decided_by,
    ),
    *dated("decided_on", "Decided on", "The day of the decision in force, in UTC", decided_on),
    *dated(
        "as_of",
        "As of",
        "The day up to which the reviewer looked",
        lambda row: on_day(row.claim.decided_as_of),
    ),
    *dated(
        "recheck_on",
        "Look again on",
        "The day on which the decision is due for another look",
        lambda row: on_day(row.claim.recheck_on),
    ),
    plain("needs_look", "Needs a look", "Why the decision needs another look, empty if not."),
    *dated(
        "first_said",
        "First said",
        "When the earliest document in which you can read the claim was published",
        first_said,
    ),
    Column(
        "mentions",
        "Mentions",
        "In how many places you can read the claim.",
        lambda row: row.mentions,
    ),
    Column(
        "origins_low",
        "Origins, at least",
        "Different origins judged of those documents; 1 where none was judged, 0 without one.",
        origins_low,
    ),
    Column(
        "origins_high",
        "Origins, at most",
        "The same if every document without a judged origin were one of its own.",
        origins_high,
    ),
    *coded("priority", "Priority", "How urgent it is."),
    *dated("due", "Due", "The day by when it has to be done", lambda row: on_day(row.claim.due_on)),
    plain("needs_help", "Needs help", "True while a question about it is open."),
    plain("not_pursued_why", "Not pursued because", "The reason, where it is not pursued."),
    Column("access", "Access", "Who may read it.", lambda row: row.claim.shown_access),
    Column(
        "access_label",
        "Access, in words",
        "The label of `access`.",
        lambda row: str(Access(row.claim.shown_access).label),
    ),
    plain("created_at", "Created at", "When it was made, in UTC."),
    plain("updated_at", "Changed at", "When it was last changed, in UTC."),
    Column("url", "Address", "Its page.", lambda row: row.url),
)
