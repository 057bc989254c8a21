"""The gate every engine's result goes through: no span that is not an exact slice of the text."""

from collections.abc import Iterator
from dataclasses import replace

from extraction.model import (
    CancelCheck,
    Cancelled,
    Candidate,
    Engine,
    Extraction,
    Options,
    Progress,
    Span,
)
from extraction.spans import words_at


def is_slice(span: Span, length: int) -> bool:
    """Tell whether `span` is a non-empty slice of a text of `length` code points."""
    return 0 <= span.start < span.end <= length


def is_exact(candidate: Candidate, text: str) -> bool:
    """Tell whether each span of `candidate` is a slice of `text` and each quotation verbatim.

    A candidate without content is never exact.
    """
    own = (*candidate.source, *candidate.cue, *candidate.content)
    if not candidate.content or not all(is_slice(span, len(text)) for span in own):
        return False
    return all(
        all(is_slice(span, len(text)) for span in spans) and words == words_at(text, spans)
        for words, spans in _quoted(candidate)
    )


def gate(extraction: Extraction, text: str) -> Extraction:
    """Drop and count the candidates that are not exact; put the rest in text order."""
    kept = [candidate for candidate in extraction.candidates if is_exact(candidate, text)]
    kept.sort(key=lambda c: (min(c.content), tuple(c.cue), tuple(c.source), c.rule))
    dropped = extraction.dropped + len(extraction.candidates) - len(kept)
    return replace(extraction, candidates=tuple(kept), dropped=dropped)


class Gated:
    """An engine whose result goes through `gate`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = engine.name
        self.version = engine.version

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """As Engine.extract, with every span exact. Raises Cancelled before the first piece too."""
        if cancelled():
            raise Cancelled
        found = self.engine.extract(text, options, progress=progress, cancelled=cancelled)
        return gate(found, text)


def _quoted(candidate: Candidate) -> Iterator[tuple[str, tuple[Span, ...]]]:
    parties = (*candidate.speakers, *candidate.hops, candidate.addressee, candidate.medium)
    for part in (*parties, *candidate.dates, *candidate.places):
        if part is not None:
            yield part.words, part.spans
