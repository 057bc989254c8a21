"""Where in a text a query hits: for the few rows that are shown, found in Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search.query import Query, Term
from search.words import placed_words

# Stretches of letters of a long text that are looked through.
MOST_LOOKED_AT = 60_000
# Code points shown before the first hit, and in all.
BEFORE, SHOWN = 90, 260


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def pieces(text: str, query: Query) -> list[Piece]:
    """`text`, cut at the edges of what `query` wants."""
    cut: list[Piece] = []
    at = 0
    for start, end in _hits(text, query):
        cut += [Piece(text[at:start]), Piece(text[start:end], is_hit=True)]
        at = end
    return [piece for piece in (*cut, Piece(text[at:])) if piece.text]


def snippet(text: str, query: Query) -> list[Piece]:
    """`text` in one line if it is short; of a long one the part around its first hit, or the
    beginning.
    """
    if len(text) <= SHOWN:
        return pieces(" ".join(text.split()), query)
    first = next(_hits(text, query), (0, 0))[0]
    begin = _space_after(text, first - BEFORE)
    end = len(text) if begin + SHOWN >= len(text) else text.rfind(" ", first, begin + SHOWN)
    end = end if end > first else begin + SHOWN
    line = " ".join(text[begin:end].split())
    more = "" if end >= len(text) else " …"
    return pieces(f"{'… ' if begin else ''}{line}{more}", query)


def places(cut: Iterable[Piece]) -> list[list[int]]:
    """Where the hits stand in the text that `cut` makes together: [[start, end], …]."""
    found, at = [], 0
    for piece in cut:
        if piece.is_hit:
            found.append([at, at + len(piece.text)])
        at += len(piece.text)
    return found


def _space_after(text: str, place: int) -> int:
    """Where the next word begins, if `place` is inside the text."""
    return text.find(" ", place) + 1 if place > 0 else 0


def _hits(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Start and end of each hit, in order; of those that begin at one word, the longest."""
    words = [
        (start, end, word)
        for start, end, folded in islice(placed_words(text), MOST_LOOKED_AT)
        for word in folded
    ]
    firsts = {term.words[0] for term in query.wanted}
    open_ended = tuple(t.words[0] for t in query.wanted if t.is_prefix and len(t.words) == 1)
    after = 0
    for place, (start, _end, word) in enumerate(words):
        if place < after or not (word in firsts or (open_ended and word.startswith(open_ended))):
            continue
        length = max(_length(term, words, place) for term in query.wanted)
        if length:
            after = place + length
            yield start, words[after - 1][1]


def _length(term: Term, words: list[tuple[int, int, str]], place: int) -> int:
    """How many words from `place` on are those of `term`; 0 if they are not."""
    here = [word for _start, _end, word in words[place : place + len(term.words)]]
    if len(here) < len(term.words) or here[:-1] != list(term.words[:-1]):
        return 0
    last, wanted = here[-1], term.words[-1]
    return len(here) if last == wanted or (term.is_prefix and last.startswith(wanted)) else 0
