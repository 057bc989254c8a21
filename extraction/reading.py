"""A stretch of text laid out: paragraphs, sentences, quotes and the units they make."""

from dataclasses import dataclass
from functools import cached_property

from extraction.model import Span
from extraction.quotes import Quote, quotes
from extraction.sentences import sentences
from extraction.units import Unit, units


@dataclass(frozen=True)
class Reading:
    """The paragraphs of one piece of a text, and what follows from its marks alone."""

    text: str
    paragraphs: list[Span]

    @cached_property
    def quotes(self) -> list[Quote]:
        return quotes(self.text, self.paragraphs)

    @cached_property
    def by_paragraph(self) -> list[list[Span]]:
        return [sentences(self.text, paragraph) for paragraph in self.paragraphs]

    @cached_property
    def sentences(self) -> list[Span]:
        return [sentence for group in self.by_paragraph for sentence in group]

    @cached_property
    def units(self) -> list[Unit]:
        return [
            unit
            for paragraph, group in zip(self.paragraphs, self.by_paragraph, strict=True)
            for unit in units(self.text, group, self.quotes, paragraph)
        ]

    @property
    def span(self) -> Span:
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)
