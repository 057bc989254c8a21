"""Dates of publication, written as exactly as they are known."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from documents.vocabularies import DatePrecision

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# As they are shown and typed in German, where they differ.
_GERMAN = {"mär": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_MONTH = r"(?P<month>[a-zä]{3,9})\.?"
_SHAPES = [
    r"(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{1,2})",
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})",
    rf"{_MONTH} (?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})\.? {_MONTH},? (?P<year>\d{{4}})",
    rf"{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})",
]
_FORMATS = {
    DatePrecision.YEAR: "Y",
    DatePrecision.MONTH: "YEAR_MONTH_FORMAT",
    DatePrecision.DAY: "DATE_FORMAT",
}


@dataclass(frozen=True)
class Published:
    """A day (the first one of a month or year) and how exact it is."""

    on: date | None = None
    precision: str = DatePrecision.UNKNOWN

    def __str__(self) -> str:
        return date_format(self.on, _FORMATS[DatePrecision(self.precision)]) if self.on else ""


UNKNOWN = Published()


def parse(words: str) -> Published:
    """Read "2026", "Oct 2026", "2026-10", "22 Oct 2026", "2026-10-22", "22.10.2026" and the like.

    Raises ValueError for anything else, and for days that no calendar has.
    """
    words = " ".join(words.lower().split())
    if not words:
        return UNKNOWN
    for shape in _SHAPES:
        found = re.fullmatch(shape, words)
        if found:
            return _published(found.groupdict())
    raise ValueError(f"not a date: {words}")


def _published(parts: dict[str, str]) -> Published:
    year, month, day = int(parts["year"]), parts.get("month"), parts.get("day")
    if month is None:
        return Published(date(year, 1, 1), DatePrecision.YEAR)
    number = int(month) if month.isdecimal() else _number_of(month[:3])
    if day is None:
        return Published(date(year, number, 1), DatePrecision.MONTH)
    return Published(date(year, number, int(day)), DatePrecision.DAY)


def _number_of(month: str) -> int:
    return _MONTHS.index(_GERMAN.get(month, month)) + 1
