"""Long texts in pieces at paragraph ends, so that memory does not grow with the text."""

from collections.abc import Iterator

from extraction.model import Span
from extraction.sentences import paragraphs

PIECE = 30_000
LONGEST_PARAGRAPH = 10_000


def pieces(text: str) -> Iterator[list[Span]]:
    """Yield the paragraphs of the text in groups of about 30,000 characters, in order.

    Offsets are those of the whole text. A paragraph past 10,000 characters is cut at a sentence end
    or, without one, at a blank.
    """
    group: list[Span] = []
    for paragraph in paragraphs(text):
        for span in _bounded(text, paragraph):
            if group and span.end - group[0].start > PIECE:
                yield group
                group = []
            group.append(span)
    if group:
        yield group


def _bounded(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    while paragraph.end - start > LONGEST_PARAGRAPH:
        limit = start + LONGEST_PARAGRAPH
        cut = max(text.rfind(". ", start, limit) + 1, text.rfind("\n", start, limit))
        if cut <= start:
            cut = text.rfind(" ", start, limit)
        if cut <= start:
            cut = limit
        yield Span(start, cut)
        start = cut
        while start < paragraph.end and text[start].isspace():
            start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)
