"""What people type into a search box, read the same way everywhere. No input is an error."""

import re
from dataclasses import dataclass

from search.words import words_of

MOST_TERMS = 16
MOST_CHARACTERS = 500
# A shorter beginning would fit half of all words.
SHORTEST_PREFIX = 2

_QUOTES = '"“”„‟«»'
_TERM = re.compile(
    rf"(?P<minus>-?)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?P<word>[^\s{_QUOTES}]+))"
    r"(?P<star>\*?)"
)


@dataclass(frozen=True)
class Term:
    """Words that follow each other; with `is_prefix` the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Query:
    """Rows are found that have every wanted term and no excluded one."""

    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_excluded)

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(typed: str) -> Query:
    """Words, "quoted phrases", -without and begin*; whatever has no letter or digit is passed over.

    A word with punctuation inside (north-west, C-0412) is a phrase. A quotation mark that is not
    closed goes to the end. What is said twice counts once; more than `MOST_TERMS` are cut off.
    """
    terms: dict[Term, None] = {}
    for match in _TERM.finditer(typed[:MOST_CHARACTERS].replace("\0", " ")):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        words = tuple(words_of(said))
        if not words:
            continue
        starred = bool(match["star"]) or (match["phrase"] is None and said.endswith("*"))
        is_prefix = starred and len(words[-1]) >= SHORTEST_PREFIX
        terms[Term(words, is_prefix, bool(match["minus"]))] = None
    return Query(tuple(terms)[:MOST_TERMS])
