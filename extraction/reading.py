"""A stretch of text laid out: paragraphs, sentences, quotes and the units they make."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from extraction.limits import MOST_STEPS, is_cue, parsable
from extraction.model import Span
from extraction.quotes import Quote, quotes
from extraction.sentences import sentences
from extraction.spans import touching
from extraction.units import Unit, units


def _nobody_asks() -> None:
    pass


@dataclass(frozen=True)
class Reading:
    """The paragraphs of one piece of a text, and what follows from its marks alone.

    check: called again and again while the piece is read; ends it by an exception. passed: what was
    not read closely, filled while it is read.
    """

    text: str
    paragraphs: list[Span]
    check: Callable[[], None] = _nobody_asks
    passed: list[Span] = field(default_factory=list)

    @cached_property
    def quotes(self) -> list[Quote]:
        return quotes(self.text, self.paragraphs)

    @cached_property
    def by_paragraph(self) -> list[list[Span]]:
        found = []
        for paragraph in self.paragraphs:
            self.check()
            found.append(sentences(self.text, paragraph))
        return found

    @cached_property
    def sentences(self) -> list[Span]:
        return [sentence for group in self.by_paragraph for sentence in group]

    @cached_property
    def units(self) -> list[Unit]:
        found: list[Unit] = []
        for paragraph, group in zip(self.paragraphs, self.by_paragraph, strict=True):
            self.check()
            quotes = touching(self.quotes, paragraph)
            for unit in units(self.text, group, quotes, paragraph):
                if _is_crowded(unit):
                    self.passed.append(unit.span)
                else:
                    found.append(unit)
        return found

    @cached_property
    def parsable(self) -> list[Span]:
        """The sentences that may be given to a parser."""
        found = parsable(self.text, self.sentences)
        self.passed.extend(sorted(set(self.sentences) - set(found)))
        return found

    @property
    def span(self) -> Span:
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)


def _is_crowded(unit: Unit) -> bool:
    """Tell whether too many words of saying stand in too long a row to be read together."""
    saying = sum(is_cue(item.lower) for item in unit.items)
    return saying * len(unit.items) > MOST_STEPS
