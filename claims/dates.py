"""Dates only as fine as the text allows."""

import calendar
from datetime import date
from typing import Any, NamedTuple

from django.utils import formats

from documents.vocabularies import DatePrecision


class Period(NamedTuple):
    start: date | None
    end: date | None
    precision: str


UNKNOWN = Period(None, None, DatePrecision.UNKNOWN)
PRECISIONS = {1: DatePrecision.YEAR, 2: DatePrecision.MONTH, 3: DatePrecision.DAY}


def period_of(value: str) -> Period:
    """What "2022", "2022-06", "2022-06-05" or two of them parted by "/" cover; else unknown."""
    first, _, last = value.partition("/")
    try:
        start, end = _bounds(first), _bounds(last or first)
    except ValueError:
        return UNKNOWN
    coarser = min(first.count("-"), (last or first).count("-")) + 1
    return Period(start[0], end[1], PRECISIONS[coarser]) if start[0] <= end[1] else UNKNOWN


def about(dates: list[dict[str, Any]]) -> dict[str, Any]:
    """The `about_…` columns of a claim from the dates of its mention: its first event."""
    events = [each for each in dates if each.get("role") == "event"]
    if not events:
        return {}
    period = period_of(events[0].get("value", ""))
    return {
        "about_words": events[0].get("words", "")[:200],
        "about_start": period.start,
        "about_end": period.end,
        "about_precision": period.precision,
    }


def _bounds(value: str) -> tuple[date, date]:
    parts = [int(part) for part in value.split("-")]
    year, month, day = (*parts, None, None)[:3]
    if len(parts) > 3 or year is None:
        raise ValueError(value)
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def shown(value: str) -> str:
    """`value` for people: "2022-06" is "June 2022"; what is no date stays as it is."""
    return " – ".join(filter(None, map(_shown_one, value.split("/"))))


FORMATS = {1: "Y", 2: "F Y", 3: "DATE_FORMAT"}


def _shown_one(value: str) -> str:
    try:
        start, _end = _bounds(value)
    except ValueError:
        return value
    return formats.date_format(start, FORMATS[value.count("-") + 1])
