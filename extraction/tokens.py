"""Words and marks with their places in the text."""

import re
from dataclasses import dataclass
from functools import cached_property

from extraction.model import Span

TOKEN = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\w+(?:[-'’`.@&/](?=\w)\w+)*"  # state-owned, Putin's, 6.5, AT&T
    r"|\.{2,}|\s+|.",
    re.DOTALL,
)
POSSESSIVE = re.compile(r"['’`]s?$")


@dataclass(frozen=True)
class Token:
    """One word or mark."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def is_word(self) -> bool:
        return any(char.isalnum() for char in self.text)

    @cached_property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of text[start:end], blanks left out, in order."""
    found = TOKEN.finditer(text, start, end)
    return [Token(match.group(), match.start()) for match in found if not match.group().isspace()]


def bare(word: str) -> str:
    """Return the word in lower case without a possessive ending."""
    return POSSESSIVE.sub("", word.lower())
