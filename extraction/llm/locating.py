"""Finding a model's words in the text: verbatim but for typography, or not at all."""

from dataclasses import dataclass

from extraction.model import Span

FOLDS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛\u2032`´", "'"),
    **dict.fromkeys("‐‑\u2012–—―\u2212", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f\u3000\t\n\r", " "),
}
DROPPED = frozenset("\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad")
NEAR = 600  # characters from the content within which source and cue must stand


@dataclass(frozen=True)
class Folded:
    """A text with its typography made plain, and where each character came from."""

    plain: str
    places: list[int]  # index into the text of each character of `plain`
    ends: list[int]

    def spans_of(self, words: str) -> list[Span]:
        """Return every place where `words` stand, in order, as spans of the text."""
        wanted = fold(words).plain.strip()
        found: list[Span] = []
        at = self.plain.find(wanted) if wanted else -1
        while at >= 0:
            found.append(Span(self.places[at], self.ends[at + len(wanted) - 1]))
            at = self.plain.find(wanted, at + 1)
        return found


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold text[start:end]: one kind of quotation mark and dash, one blank for many, no marks of
    zero width. Places are those of the whole text.
    """
    plain: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    for place in range(start, len(text) if end is None else end):
        char = text[place]
        if char in DROPPED:
            continue
        char = FOLDS.get(char, char)
        if char == "…":
            plain += "..."
            places += [place] * 3
            ends += [place + 1] * 3
        elif char == " " and plain and plain[-1] == " ":
            ends[-1] = place + 1
        else:
            plain.append(char)
            places.append(place)
            ends.append(place + 1)
    return Folded("".join(plain), places, ends)


def only(folded: Folded, words: str) -> Span | None:
    """Return the one place where `words` stand; None if there is none, or more than one."""
    found = folded.spans_of(words)
    return found[0] if len(found) == 1 else None


def nearest(folded: Folded, words: str, to: Span) -> Span | None:
    """Return the place of `words` nearest to a span and outside it; None if none is near."""
    found = [s for s in folded.spans_of(words) if s.end <= to.start or s.start >= to.end]
    found = [s for s in found if _distance(s, to) <= NEAR]
    return min(found, key=lambda span: _distance(span, to), default=None)


def _distance(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
