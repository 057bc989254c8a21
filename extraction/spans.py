"""Spans of text: their words, joining, trimming. All in code points, end exclusive."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol, TypeVar

from extraction.model import Span

JOINER = " … "


class HasEnds(Protocol):
    """A span, or what has the ends of one."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Placed = TypeVar("Placed", bound=HasEnds)
# Zero-width and direction marks count as space at the edges of a span.
BLANK = " \t\n\r\f\v\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\ufeff"


def words_at(text: str, spans: Iterable[Span]) -> str:
    """Return the words of `text` at `spans`, pieces joined by " … "."""
    return JOINER.join(text[span.start : span.end] for span in spans)


def trimmed(text: str, start: int, end: int, strip: str = BLANK) -> Span | None:
    """Return start..end without the characters of `strip` at its edges; None if nothing is left."""
    while start < end and text[start] in strip:
        start += 1
    while end > start and text[end - 1] in strip:
        end -= 1
    return Span(start, end) if start < end else None


def last_before(text: str, place: int, since: int) -> str:
    """Return the last character of text[since:place] that is no blank; "" if there is none."""
    while place > since and text[place - 1].isspace():
        place -= 1
    return text[place - 1] if place > since else ""


def first_after(text: str, place: int, until: int) -> str:
    """Return the first character of text[place:until] that is no blank; "" if there is none."""
    while place < until and text[place].isspace():
        place += 1
    return text[place] if place < until else ""


def overlaps(one: Span, other: Span) -> bool:
    """Tell whether the two share a character."""
    return one.start < other.end and other.start < one.end


def holds(outer: Span, inner: Span) -> bool:
    """Tell whether `inner` lies within `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def touching(spans: Sequence[Placed], span: HasEnds) -> Sequence[Placed]:
    """Return those of `spans` (in order, disjoint) that share a character with `span`."""
    low = bisect_right(spans, span.start, key=lambda other: other.end)
    high = bisect_left(spans, span.end, key=lambda other: other.start)
    return spans[low:high]


class Cover:
    """Spans in any order, overlapping or not, asked many times whether one of them …

    Each question takes a binary search: no span is compared with every other.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._furthest = list(accumulate((span.end for span in ordered), max))

    def holds(self, span: Span) -> bool:
        """Tell whether `span` lies within one of them."""
        at = bisect_right(self._starts, span.start)
        return at > 0 and self._furthest[at - 1] >= span.end

    def meets(self, span: Span) -> bool:
        """Tell whether one of them shares a character with `span`."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._furthest[at - 1] > span.start


def covered(span: Span, by: Sequence[Span]) -> int:
    """Count the characters of `span` inside the (disjoint) spans `by`."""
    return sum(max(0, min(span.end, s.end) - max(span.start, s.start)) for s in by)
