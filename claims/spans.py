"""Spans as rows hold them: [[start, end], …] in code points of a version's text, end exclusive."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from claims.vocabularies import Mode
from common.errors import RuleError
from extraction import Span
from extraction.exact import is_slice
from extraction.spans import words_at

Spans = Sequence[Sequence[int]]
QUOTES = '“”„‟«»"‹›'


def checked(text: str, spans: Spans) -> list[list[int]]:
    """`spans` in text order. Raises RuleError unless each is a slice of `text` and none overlap."""
    ordered = sorted([int(start), int(end)] for start, end in spans)
    for at, (start, end) in enumerate(ordered):
        if not is_slice(Span(start, end), len(text)):
            raise RuleError(_("These words are not in the text."))
        if at and start < ordered[at - 1][1]:
            raise RuleError(_("Two parts of the same words overlap."))
    return ordered


def words(text: str, spans: Spans) -> str:
    """The characters at `spans`, parts joined by " … "."""
    return words_at(text, [Span(start, end) for start, end in spans])


def shared(one: Spans, other: Spans) -> float:
    """How much two sets of spans have in common: shared characters by all characters, 0 to 1."""
    both = sum(
        max(0, min(end, to) - max(start, since)) for start, end in one for since, to in other
    )
    every = length(one) + length(other) - both
    return both / every if every else 0.0


def length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def holds(outer: Spans, inner: Spans) -> bool:
    """Whether every span of `inner` lies in one of `outer`."""
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def place_of(text: str, sought: str, nth: int = 1) -> list[int]:
    """Where `sought` stands in `text` for the `nth` time. Raises RuleError if it does not."""
    at = -1
    for _time in range(nth):
        at = text.find(sought, at + 1) if sought else -1
        if at < 0:
            raise RuleError(_("These words are not in the text."))
    return [at, at + len(sought)]


def mode_of(text: str, content: Spans) -> str:
    """Direct where all of the content stands in quotation marks, mixed where a part does."""
    said = words(text, content).strip()
    start, end = content[0][0], content[-1][1]
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if len(around) == 2 and all(mark in QUOTES for mark in around):
        return Mode.DIRECT
    if said[0] in QUOTES and said.rstrip(".,")[-1] in QUOTES:
        return Mode.DIRECT
    return Mode.MIXED if any(mark in QUOTES for mark in said) else Mode.INDIRECT
