"""Dates in words: where they stand, and what they mean as far as the text allows.

A year the text does not give is never made up: it comes from the publication date or from a date
the text itself gives in full, and is marked as inferred with the reason. Without either, no value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extraction.model import DateExpression, Span

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1}  # all others mean the same day
_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"\d{1,2}"
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNT = r"a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|\d+"
PATTERN = re.compile(
    rf"""\b(?P<whole>
    (?:(?:on|in|since|until|till|by|during|from|(?:earlier|early|late)\ in)\s+)?
    (?:(?:early|late|mid)[ -])?
    (?:
        (?P<iso>\d{{4}}-\d\d-\d\d)
      | (?:{_WEEKDAY},?\s+)?(?P<m1>{_MONTH})\s+(?P<d1>{_DAY})(?:st|nd|rd|th)?(?!\d)
        (?:,?\s+(?P<y1>{_YEAR}))?
      | (?:{_WEEKDAY},?\s+)?(?P<d2>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})
        (?:,?\s+(?P<y2>{_YEAR}))?
      | (?P<m3>{_MONTH})(?:,?\s+(?:of\s+)?(?P<y3>{_YEAR}))?
      | (?:last\s+|this\s+|next\s+)?(?P<weekday>{_WEEKDAY})
        (?:\s+(?:morning|evening|night|afternoon))?
      | (?P<near>today|tonight|yesterday|tomorrow|last\ night|this\ (?:morning|afternoon|evening))
      | (?P<stretch>(?:last|this|next)\s+
        (?:week|month|year|weekend|spring|summer|autumn|fall|winter))
      | (?P<ago>(?:{_COUNT})\s+(?:day|week|month|year)s?\s+(?:ago|earlier|later))
      | (?P<y4>{_YEAR})(?!\s*(?:percent|people|%|km|miles|dollars|levels|met|troops|soldiers))
    ))\b""",
    re.IGNORECASE | re.VERBOSE,
)
PREPOSED = re.compile(
    r"^(?:on|in|since|until|till|by|during|from|early in|late in|earlier in)\s", re.IGNORECASE
)
DATELINE_WITHIN = 400
REACH = 200  # characters


@dataclass(frozen=True)
class Anchor:
    """The date a text is read from, and where that was taken from. `day` None: none is known."""

    day: date | None
    precision: str = "day"
    origin: str = ""


@dataclass(frozen=True)
class Found:
    """A date expression in the text before anybody knows whose it is.

    ahead: its year was taken from the publication, and it lies after that.
    """

    span: Span
    value: str
    inferred: bool
    note: str
    ahead: bool = False


def anchor_of(text: str, published_on: date | None, precision: str) -> Anchor:
    """Return the date to resolve against: publication, else dateline, else the latest in full."""
    if published_on is not None:
        return Anchor(published_on, precision, "the publication date")
    fulls: list[tuple[date, str, int]] = []
    for match in PATTERN.finditer(text):
        year = match["y1"] or match["y2"] or match["y3"]
        if match["iso"] or not year:
            continue
        month, day = _month_day(match)
        made = _day(int(year), month, day or 1)
        if made is not None:
            fulls.append((made, "day" if day else "month", match.start()))
    heads = [full for full in fulls if full[2] < DATELINE_WITHIN and full[1] == "day"]
    if heads and text[max(0, heads[0][2] - 12) : heads[0][2]].strip(" \n").endswith(("", ",")):
        line = text.rfind("\n", 0, heads[0][2]) + 1
        if not re.search(r"[a-z]{3,} [a-z]{3,}", text[line : heads[0][2]]):
            return Anchor(heads[0][0], "day", "the dateline")
    if fulls:
        latest = max(fulls)
        return Anchor(
            latest[0], "year", f"the latest date the text gives in full ({latest[0].year})"
        )
    return Anchor(None)


def dates(text: str, within: Span, anchor: Anchor) -> Iterator[Found]:
    """Yield the date expressions of text[within], in order, resolved against `anchor`.

    "Tonight" in a quotation is the speaker's night, not the article's: it is tied to the day the
    text named just before, if it named one.
    """
    named: Found | None = None
    for match in PATTERN.finditer(text, within.start, within.end):
        if match["m3"] and not match["y3"] and not _is_month(text, match):
            continue
        if match["y4"] and not PREPOSED.match(match["whole"]):
            continue
        value, inferred, note = _value(match, anchor)
        span = Span(*match.span("whole"))
        is_same_day = match["near"] and match["near"].lower() not in NEAR
        if is_same_day and named and span.start - named.span.end < REACH and _quoted(text, span):
            words = text[named.span.start : named.span.end]
            value, inferred, note = named.value, True, f"tied to “{words}” just before"
        ahead = inferred and not match["near"] and not match["weekday"] and _is_ahead(value, anchor)
        found = Found(span, value, inferred, note, ahead)
        if len(value) == 10 and not match["near"]:
            named = found
        yield found


def _quoted(text: str, span: Span) -> bool:
    before = text[max(0, span.start - REACH) : span.start]
    return max(before.rfind(mark) for mark in '“"«„') > max(before.rfind(mark) for mark in "”»")


def _is_month(text: str, match: re.Match[str]) -> bool:
    """ "May" and "March" are months only with a preposition and a capital."""
    word = match["m3"]
    if not word[0].isupper() or (len(word.rstrip(".")) == 3 and word != "May"):
        return False
    return word not in ("May", "March", "August") or bool(PREPOSED.match(match["whole"]))


def _month_day(match: re.Match[str]) -> tuple[int, int | None]:
    name = match["m1"] or match["m2"] or match["m3"]
    day = match["d1"] or match["d2"]
    return MONTHS[name.lower().rstrip(".")], int(day) if day else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(match: re.Match[str], anchor: Anchor) -> tuple[str, bool, str]:
    if match["iso"]:
        return match["iso"], False, ""
    if match["y4"]:
        return match["y4"], False, ""
    if match["m1"] or match["m2"] or match["m3"]:
        return _calendar(match, anchor)
    if anchor.day is None or anchor.precision != "day":
        return "", False, "relative to a day the text does not give"
    if match["near"]:
        day = anchor.day + timedelta(days=NEAR.get(match["near"].lower(), 0))
        return day.isoformat(), True, f"counted from {anchor.origin}"
    if match["weekday"]:
        return _weekday(match, anchor.day, anchor.origin)
    return "", False, "a stretch of time, left in words"


def _calendar(match: re.Match[str], anchor: Anchor) -> tuple[str, bool, str]:
    month, day = _month_day(match)
    year = match["y1"] or match["y2"] or match["y3"]
    if year:
        made = _day(int(year), month, day or 1)
        return (_iso(made, day), False, "") if made else ("", False, "no such day")
    if anchor.day is None:
        return "", False, "year not in the text"
    guess = anchor.day.year
    if anchor.precision in ("day", "month") and month > anchor.day.month + 1:
        guess -= 1  # a report speaks of the November behind it, not of the one to come
    made = _day(guess, month, day or 1)
    note = f"year not in the words; taken from {anchor.origin}"
    return (_iso(made, day), True, note) if made else ("", False, "no such day")


def _is_ahead(value: str, anchor: Anchor) -> bool:
    if anchor.day is None or anchor.precision == "year":
        return False
    known = anchor.day.isoformat()[: 10 if anchor.precision == "day" else 7]
    return value[: len(known)] > known[: len(value)]


def _iso(made: date, day: int | None) -> str:
    return made.isoformat() if day else made.isoformat()[:7]


def _weekday(match: re.Match[str], day: date, origin: str) -> tuple[str, bool, str]:
    wanted = WEEKDAYS.index(match["weekday"].lower())
    if "next" in match["whole"].lower():
        ahead = (wanted - day.weekday() - 1) % 7 + 1
        return (day + timedelta(days=ahead)).isoformat(), True, f"the next one after {origin}"
    back = (day.weekday() - wanted) % 7
    return (day - timedelta(days=back)).isoformat(), True, f"the last one up to {origin}"


def _year_before(value: str) -> str:
    """The same day or month a year earlier; of 29 February only the month is sure."""
    before = f"{int(value[:4]) - 1}{value[4:]}"
    return before[:7] if before.endswith("-02-29") else before


def as_expression(text: str, found: Found, role: str) -> DateExpression:
    """Return the found date with its role. What was said was said before it was reported."""
    words = text[found.span.start : found.span.end]
    value = found.value
    if role == "utterance" and found.ahead:
        value = _year_before(value)
    return DateExpression(words, (found.span,), role, value, found.inferred, found.note)
