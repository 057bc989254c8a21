"""Units: sentences joined where a quotation spans them, as rows of words, marks and quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.model import Span
from extraction.quotes import TERMINAL, Quote
from extraction.spans import touching
from extraction.tokens import Token, tokens

SHORT = 3  # a quote of so few words, with no mark of its own, is a name or a scare quote


@dataclass(frozen=True)
class Item:
    """A word, a mark, or a whole quotation."""

    token: Token
    quote: Quote | None = None

    @property
    def span(self) -> Span:
        return self.quote.span if self.quote else self.token.span

    @property
    def lower(self) -> str:
        return "" if self.quote else self.token.lower

    @property
    def is_word(self) -> bool:
        return self.quote is None and self.token.is_word

    @property
    def is_mark(self) -> bool:
        return self.quote is None and not self.token.is_word


@dataclass(frozen=True)
class Unit:
    """A row of items that belong together, and whether it opens its paragraph."""

    items: tuple[Item, ...]
    span: Span
    opens_paragraph: bool


def is_speech(text: str, quote: Quote) -> bool:
    """Tell whether the quote reads like speech, not like a name or a scare quote."""
    inner = text[quote.inner.start : quote.inner.end]
    words = inner.split()
    if len(words) > SHORT:
        return not all(word[:1].isupper() or len(word) < 4 for word in words)
    return inner[-1] in TERMINAL or (inner[-1] == "," and len(words) > 1)


def units(text: str, sentences: list[Span], quotes: Sequence[Quote], paragraph: Span) -> list[Unit]:
    """Return the units of one paragraph in order, given its sentences and quotes."""
    spans: list[Span] = []
    for sentence in sentences:
        # One quotation begins before the end of the one and reaches into the other.
        if spans and touching(quotes, Span(sentence.start, spans[-1].end)):
            spans[-1] = Span(spans[-1].start, sentence.end)
        else:
            spans.append(sentence)
    return [_unit(text, span, quotes, paragraph) for span in spans]


def _unit(text: str, span: Span, quotes: Sequence[Quote], paragraph: Span) -> Unit:
    items: list[Item] = []
    at = span.start
    for quote in touching(quotes, span):
        items.extend(Item(token) for token in tokens(text, at, max(at, quote.start)))
        items.append(Item(Token(text[quote.start : quote.end], quote.start), quote))
        at = quote.end
    items.extend(Item(token) for token in tokens(text, at, max(at, span.end)))
    end = max(span.end, at)
    return Unit(tuple(items), Span(span.start, end), span.start == paragraph.start)
