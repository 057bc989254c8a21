"""A text cut into paragraphs, and these into flat pieces at every edge of a mention.

Marks may overlap, elements may not: so no mark holds another. Each piece knows which mentions it
belongs to and as what; the pieces and gaps joined give the text back, character for character.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claims.models import Mention
from claims.spans import Spans
from claims.vocabularies import Curation

PARTS = ("source", "cue", "content")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
LINES = re.compile(r"\n\s*")
HEADING_AT_MOST = 80


@dataclass(frozen=True)
class Marked:
    """A mention as the text shows it. number: as beside its card; spans by part."""

    pk: int
    number: int
    curation: str
    spans: dict[str, Spans]

    @classmethod
    def of(cls, mention: Mention, number: int) -> "Marked":
        spans = {part: getattr(mention, f"{part}_spans") for part in PARTS}
        return cls(mention.pk, number, mention.curation, spans)

    def is_to_do(self) -> bool:
        return self.curation == Curation.PROPOSED


@dataclass(frozen=True)
class Piece:
    """A stretch of text in which nothing begins or ends. `owners`: ids by the part they play."""

    text: str
    owners: dict[str, tuple[int, ...]] = field(default_factory=dict)
    css: str = ""

    @property
    def mentions(self) -> str:
        return self._ids(pk for pks in self.owners.values() for pk in pks)

    @property
    def source(self) -> str:
        return self._ids(self.owners.get("source", ()))

    @property
    def cue(self) -> str:
        return self._ids(self.owners.get("cue", ()))

    @property
    def content(self) -> str:
        return self._ids(self.owners.get("content", ()))

    @staticmethod
    def _ids(pks: Iterable[int]) -> str:
        return " ".join(str(pk) for pk in dict.fromkeys(pks))


@dataclass(frozen=True)
class Paragraph:
    """Code points `start` to `end` of the text. `numbers`: the mentions that begin in it."""

    start: int
    end: int
    pieces: list[Piece]
    numbers: list[Marked]
    is_heading: bool = False


@dataclass(frozen=True)
class _Edge:
    at: int
    begins: bool
    part: str
    pk: int


def paragraphs(text: str, mentions: Sequence[Marked], *, selected: int = 0) -> list[Paragraph]:
    """The paragraphs of `text`, in order, with the marks of `mentions`.

    selected: the id of the mention that is drawn on top. Takes time in proportion to the length
    of the text and the number of spans.
    """
    sweep = _Sweep(text, mentions, selected)
    beginnings = deque(sorted(mentions, key=lambda mention: (_first(mention), mention.number)))
    made = []
    for start, end in bounds(text):
        pieces = sweep.upto(start, end)
        numbers = []
        while beginnings and _first(beginnings[0]) < end:
            numbers.append(beginnings.popleft())
        bare = not numbers and not any(piece.owners for piece in pieces)
        made.append(Paragraph(start, end, pieces, numbers, bare and _is_heading(text[start:end])))
    return made


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: parted by blank lines, or by line ends if there are none.

    What lies between two is white space alone.
    """
    begin = len(text) - len(text.lstrip())
    final = len(text.rstrip())
    gap = BLANK_LINES if BLANK_LINES.search(text, begin, final) else LINES
    for found in gap.finditer(text, begin, final):
        if found.start() > begin:
            yield begin, found.start()
        begin = found.end()
    if final > begin:
        yield begin, final


def _edges(mentions: Iterable[Marked]) -> Iterator[_Edge]:
    for mention in mentions:
        for part in PARTS:
            for start, end in mention.spans[part]:
                yield _Edge(start, True, part, mention.pk)
                yield _Edge(end, False, part, mention.pk)


class _Sweep:
    """Goes through the text once, knowing at each place which mentions are open there."""

    def __init__(self, text: str, mentions: Sequence[Marked], selected: int) -> None:
        self.text, self.selected = text, selected
        self.mentions = {mention.pk: mention for mention in mentions}
        self.edges = deque(sorted(_edges(mentions), key=lambda edge: edge.at))
        # Spans of one part may overlap: the part ends where the last of them does.
        self.depth: Counter[tuple[str, int]] = Counter()

    def upto(self, start: int, end: int) -> list[Piece]:
        pieces = []
        while self.edges and self.edges[0].at < end:
            edge = self.edges.popleft()
            if edge.at > start:
                pieces.append(self._piece(start, edge.at))
                start = edge.at
            self._cross(edge)
        pieces.append(self._piece(start, end))
        return pieces

    def _cross(self, edge: _Edge) -> None:
        key = (edge.part, edge.pk)
        self.depth[key] += 1 if edge.begins else -1
        if not self.depth[key]:
            del self.depth[key]

    def _piece(self, start: int, end: int) -> Piece:
        words = self.text[start:end]
        if not self.depth:
            return Piece(words)
        owners = {part: tuple(sorted(pk for p, pk in self.depth if p == part)) for part in PARTS}
        owners = {part: pks for part, pks in owners.items() if pks}
        active = [self.mentions[pk] for pk in {pk for _part, pk in self.depth}]
        return Piece(words, owners, _css(owners, active, self.selected))


def _css(owners: dict[str, tuple[int, ...]], active: list[Marked], selected: int) -> str:
    names = ["m", *(f"m-{part}" for part in owners)]
    if all(mention.curation == Curation.REJECTED for mention in active):
        names.append("m-refused")
    elif not any(mention.is_to_do() for mention in active):
        names.append("m-done")
    for part, pks in owners.items():
        if selected in pks:
            names.append(f"on-{part}")
            if part == "content" and len(pks) > 1:
                names.append("on-content-2")
    return " ".join(names)


def _first(mention: Marked) -> int:
    return min(start for spans in mention.spans.values() for start, _end in spans)


def _is_heading(words: str) -> bool:
    """A short line of words that does not end as a sentence does."""
    return len(words) <= HEADING_AT_MOST and "\n" not in words and words[-1] not in '.!?…:;,”"’)'
