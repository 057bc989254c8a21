"""Quotation marks: which open, which close, which must be left alone.

An odd mark never swallows the document: what is not closed ends with its paragraph.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extraction.model import Span
from extraction.spans import BLANK, last_before, trimmed

# Opening mark -> marks that may close it. „ is closed by “ in German, by ” in Polish.
PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‟": "”", "「": "」", "『": "』"}
GUILLEMETS_TURNED = {"»": "«", "›": "‹"}  # »so« in German books
STRAIGHT = '"'
SINGLES = {"‘": "’", "‚": "‘’", "'": "'"}
MARK = re.compile(r"[“”„‟«»‹›「」『』\"‘’‚']")
TERMINAL = ".!?…"
SINGLE_REACH = 1500  # characters within which a single mark is closed
SINGLE_TRIES = 100  # marks looked at for that: more of them in so few words are no quotation


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between quotation marks. `span` includes the marks, `inner` does not."""

    span: Span
    inner: Span
    closed: bool

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


@dataclass(frozen=True)
class Marks:
    """The quotation marks of one paragraph by their places, found once: a mark that is closed
    nowhere is not followed through the whole paragraph again and again.
    """

    text: str
    within: Span

    @cached_property
    def _by_mark(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for match in MARK.finditer(self.text, self.within.start, self.within.end):
            found.setdefault(match.group(), []).append(match.start())
        return found

    @cached_property
    def _of_several(self) -> dict[str, list[int]]:
        return {}

    def of(self, marks: str) -> Sequence[int]:
        """Return where any of `marks` stand, in order."""
        if len(marks) == 1:
            return self._by_mark.get(marks, [])
        if marks not in self._of_several:
            places = [place for mark in marks for place in self._by_mark.get(mark, [])]
            self._of_several[marks] = sorted(places)
        return self._of_several[marks]

    def after(self, marks: str, place: int) -> range:
        """Return the indexes of `of(marks)` that stand behind `place`."""
        found = self.of(marks)
        return range(bisect_right(found, place), len(found))


def quotes(text: str, paragraphs: list[Span]) -> list[Quote]:
    """Return the outermost quotes in text order; they never overlap.

    A paragraph that opens a quote and leaves it open goes on in the next one if that opens with a
    mark too (the old newspaper way) or closes it; otherwise the quote ends with the paragraph.
    """
    found: list[Quote] = []
    marks = [Marks(text, paragraph) for paragraph in paragraphs]
    for index, paragraph in enumerate(paragraphs):
        following = marks[index + 1] if index + 1 < len(paragraphs) else None
        begin = max(paragraph.start, found[-1].end if found else 0)
        here = marks[index]
        if begin > paragraph.start:
            here = Marks(text, Span(begin, paragraph.end))
        found.extend(_in_paragraph(here, following))
    return found


def _in_paragraph(marks: Marks, following: Marks | None) -> list[Quote]:
    text, within = marks.text, marks.within
    found: list[Quote] = []
    at = within.start
    while (opening := _next_opening(text, at, within)) is not None:
        closing = _closing(marks, opening)
        if closing is not None:
            found.append(_quote(text, opening, closing + 1, closed=True))
            at = closing + 1
            continue
        if text[opening] in SINGLES:  # an apostrophe or a lonely mark
            at = opening + 1
            continue
        end = _runs_on(text, opening, within, following)
        if end is not None:
            found.append(_quote(text, opening, end, closed=end > within.end))
            at = end
        else:
            at = opening + 1
    return [quote for quote in found if quote.inner.start < quote.inner.end]


def _quote(text: str, start: int, end: int, *, closed: bool) -> Quote:
    inner = trimmed(text, start + 1, end - 1 if closed else end) or Span(start, start)
    return Quote(Span(start, end), inner, closed)


def _next_opening(text: str, at: int, within: Span) -> int | None:
    for match in MARK.finditer(text, at, within.end):
        mark, place = match.group(), match.start()
        before = text[place - 1] if place > within.start else " "
        after = text[place + 1] if place + 1 < within.end else " "
        if mark in SINGLES:
            if not before.isalnum() and before not in "’'" and after.isalnum() and mark != "’":
                return place
        elif mark == STRAIGHT:
            if not _is_inch(text, place, within) and not _is_stray(text, place, within):
                return place
        elif mark in PAIRS or (mark in GUILLEMETS_TURNED and not after.isspace()):
            return place
    return None


def _is_inch(text: str, place: int, within: Span) -> bool:
    before = text[place - 1] if place > within.start else " "
    return before.isdigit()


def _is_stray(text: str, place: int, within: Span) -> bool:
    """A mark that closes nothing, before one that clearly opens: girl," and then "It was …"."""
    if place == within.start or not _looks_closing(text, place, within):
        return False
    following = text.find(STRAIGHT, place + 1, within.end)
    if following < 0 or following + 1 >= within.end:
        return False
    return text[following - 1].isspace() and not text[following + 1].isspace()


def _closing(marks: Marks, opening: int) -> int | None:
    text, within = marks.text, marks.within
    mark = text[opening]
    if mark in SINGLES:
        return _closing_single(marks, opening)
    if mark == STRAIGHT:
        return _closing_straight(marks, opening)
    closers = PAIRS.get(mark) or GUILLEMETS_TURNED[mark]
    is_closed = bool(marks.after(closers, opening))
    depth = 0
    of_both = closers + mark + (STRAIGHT if mark == "“" else "")
    places = marks.of(of_both)
    for index in marks.after(of_both, opening):
        place = places[index]
        char = text[place]
        if char in closers:
            if depth == 0:
                return place
            depth -= 1
        elif char == mark and not is_closed:
            return None
        elif char == mark and depth < 2:
            depth += 1
        elif char == STRAIGHT and depth == 0 and _looks_closing(text, place, within):
            return place  # “mixed styles"
    if depth:  # an inner mark was left open: take the last closer there is
        last = marks.after(closers, opening)
        return marks.of(closers)[last[-1]] if last else None
    return None


def _closing_straight(marks: Marks, opening: int) -> int | None:
    places = marks.of('"”')
    for index in marks.after('"”', opening):
        if not _is_inch_inside(marks, places[index], opening):
            return places[index]
    return None


def _is_inch_inside(marks: Marks, place: int, opening: int) -> bool:
    """A mark after a digit closes only if no later one could."""
    if not marks.text[place - 1].isdigit() or marks.text[opening + 1].isdigit():
        return False
    return len(marks.after(STRAIGHT, place)) % 2 == 1


def _closing_single(marks: Marks, opening: int) -> int | None:
    text, within = marks.text, marks.within
    closers = SINGLES[text[opening]]
    places = marks.of(closers)
    for index in marks.after(closers, opening + 1)[:SINGLE_TRIES]:
        place = places[index]
        if place >= opening + SINGLE_REACH:
            return None
        if _looks_closing(text, place, within):
            if text[place - 1] == "s" and _has_later_close(marks, place, closers):
                continue  # the boys’ club
            return None if _between(marks, '"“”«»„', opening, place) else place
    return None


def _between(marks: Marks, sought: str, start: int, end: int) -> bool:
    found = marks.of(sought)
    return bisect_left(found, end) > bisect_right(found, start)


def _has_later_close(marks: Marks, place: int, closers: str) -> bool:
    sought = closers + "‘‚"
    places = marks.of(sought)
    for index in marks.after(sought, place):
        later = places[index]
        if later >= place + 400 or marks.text[later] in "‘‚":
            return False
        if later > place + 1 and marks.text[later - 1] in (*TERMINAL, ","):
            return True
    return False


def _looks_closing(text: str, place: int, within: Span) -> bool:
    before = text[place - 1]
    after = text[place + 1] if place + 1 < within.end else " "
    return before not in BLANK and not after.isalnum()


def _runs_on(text: str, opening: int, within: Span, following: Marks | None) -> int | None:
    """Return where a quote left open in its paragraph ends; None if the mark means nothing."""
    after = text[opening + 1] if opening + 1 < within.end else " "
    if after.isspace() or within.end - opening < 3:
        return None
    if following is None:
        return within.end if _fills_paragraph(text, opening, within) else None
    first = text[following.within.start]
    if first == text[opening]:
        return within.end
    marks = following.of(PAIRS.get(text[opening], STRAIGHT))
    if marks and _looks_closing(text, marks[0], following.within) and len(marks) % 2 == 1:
        return marks[0] + 1
    if marks and _ends_speech(following, marks[0]):
        return marks[0] + 1
    return within.end if _fills_paragraph(text, opening, within) else None


def _ends_speech(marks: Marks, place: int) -> bool:
    """Tell whether the mark can only close: a full stop before it, and no opening mark earlier."""
    text, within = marks.text, marks.within
    before = text[place - 1] if place > within.start else ""
    is_opened = _between(marks, "“", within.start - 1, place)
    return _looks_closing(text, place, within) and before in TERMINAL + "," and not is_opened


def _fills_paragraph(text: str, opening: int, within: Span) -> bool:
    """Tell whether what follows the mark looks like speech up to the end of its paragraph."""
    before = last_before(text, opening, within.start)
    return (not before or before in ",:") and within.end - opening > 20
