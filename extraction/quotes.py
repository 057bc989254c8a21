"""Quotation marks: which open, which close, which must be left alone.

An odd mark never swallows the document: what is not closed ends with its paragraph.
"""

import re
from dataclasses import dataclass

from extraction.model import Span
from extraction.spans import BLANK, trimmed

# Opening mark -> marks that may close it. „ is closed by “ in German, by ” in Polish.
PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‟": "”", "「": "」", "『": "』"}
GUILLEMETS_TURNED = {"»": "«", "›": "‹"}  # »so« in German books
STRAIGHT = '"'
SINGLES = {"‘": "’", "‚": "‘’", "'": "'"}
MARK = re.compile(r"[“”„‟«»‹›「」『』\"‘’‚']")
TERMINAL = ".!?…"


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


def quotes(text: str, paragraphs: list[Span]) -> list[Quote]:
    """Return the outermost quotes in text order; they never overlap.

    A paragraph that opens a quote and leaves it open goes on in the next one if that opens with a
    mark too (the old newspaper way) or closes it; otherwise the quote ends with the paragraph.
    """
    found: list[Quote] = []
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        begin = max(paragraph.start, found[-1].end if found else 0)
        found.extend(_in_paragraph(text, Span(begin, paragraph.end), following))
    return found


def _in_paragraph(text: str, within: Span, following: Span | None) -> list[Quote]:
    found: list[Quote] = []
    at = within.start
    while (opening := _next_opening(text, at, within)) is not None:
        closing = _closing(text, opening, within)
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


def _closing(text: str, opening: int, within: Span) -> int | None:
    mark = text[opening]
    if mark in SINGLES:
        return _closing_single(text, opening, within)
    if mark == STRAIGHT:
        return _closing_straight(text, opening, within)
    closers = PAIRS.get(mark) or GUILLEMETS_TURNED[mark]
    depth = 0
    for place in range(opening + 1, within.end):
        char = text[place]
        if char in closers:
            if depth == 0:
                return place
            depth -= 1
        elif char == mark and depth < 2:
            depth += 1
        elif (
            char == STRAIGHT and mark == "“" and depth == 0 and _looks_closing(text, place, within)
        ):
            return place  # “mixed styles"
    if depth:  # an inner mark was left open: take the last closer there is
        last = max((text.rfind(c, opening, within.end) for c in closers), default=-1)
        return last if last > opening else None
    return None


def _closing_straight(text: str, opening: int, within: Span) -> int | None:
    places = [
        place
        for place in range(opening + 1, within.end)
        if text[place] in '"”' and not _is_inch_inside(text, place, opening, within)
    ]
    return places[0] if places else None


def _is_inch_inside(text: str, place: int, opening: int, within: Span) -> bool:
    """A mark after a digit closes only if no later one could."""
    if not text[place - 1].isdigit() or text[opening + 1].isdigit():
        return False
    rest = text[place + 1 : within.end]
    return rest.count(STRAIGHT) % 2 == 1


def _closing_single(text: str, opening: int, within: Span) -> int | None:
    closers = SINGLES[text[opening]]
    for place in range(opening + 2, min(within.end, opening + 1500)):
        if text[place] in closers and _looks_closing(text, place, within):
            inside = text[opening + 1 : place]
            if text[place - 1] == "s" and _has_later_close(text, place, within, closers):
                continue  # the boys’ club
            if not any(mark in inside for mark in '"“”«»„'):
                return place
            return None
    return None


def _has_later_close(text: str, place: int, within: Span, closers: str) -> bool:
    rest = text[place + 1 : min(within.end, place + 400)]
    for offset, char in enumerate(rest):
        if char in "‘‚":
            return False
        if char in closers and rest[offset - 1 : offset] in (*TERMINAL, ",", "") and offset:
            return True
    return False


def _looks_closing(text: str, place: int, within: Span) -> bool:
    before = text[place - 1]
    after = text[place + 1] if place + 1 < within.end else " "
    return before not in BLANK and not after.isalnum()


def _runs_on(text: str, opening: int, within: Span, following: Span | None) -> int | None:
    """Return where a quote left open in its paragraph ends; None if the mark means nothing."""
    after = text[opening + 1] if opening + 1 < within.end else " "
    if after.isspace() or within.end - opening < 3:
        return None
    if following is None:
        return within.end if _fills_paragraph(text, opening, within) else None
    first = text[following.start]
    if first == text[opening]:
        return within.end
    closers = PAIRS.get(text[opening], STRAIGHT)
    marks = [m.start() for m in MARK.finditer(text, following.start, following.end)]
    marks = [place for place in marks if text[place] in closers]
    if marks and _looks_closing(text, marks[0], following) and len(marks) % 2 == 1:
        return marks[0] + 1
    if marks and _ends_speech(text, marks[0], following):
        return marks[0] + 1
    return within.end if _fills_paragraph(text, opening, within) else None


def _ends_speech(text: str, place: int, within: Span) -> bool:
    """Tell whether the mark can only close: a full stop before it, and no opening mark earlier."""
    before = text[within.start : place]
    return (
        _looks_closing(text, place, within) and before[-1:] in TERMINAL + "," and "“" not in before
    )


def _fills_paragraph(text: str, opening: int, within: Span) -> bool:
    """Tell whether what follows the mark looks like speech up to the end of its paragraph."""
    before = text[within.start : opening].rstrip()
    return (not before or before[-1] in ",:") and within.end - opening > 20
