"""What goes into an engine and what comes out: the words the rest of the product codes against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol


class Cancelled(Exception):
    """The caller's `cancelled()` answered True."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end` of the text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something named in the text: a speaker, an addressee, a medium, a relay."""

    words: str  # exactly as in the text; the pieces of a split phrase joined by " … "
    spans: tuple[Span, ...]
    name: str = ""  # who that is; "" while unresolved
    kind: str = ""  # person organisation government armed_group outlet group unnamed, "" unknown
    speaks_for: str = ""  # the organisation of an unnamed source or a spokesman, where known
    role: str = ""
    reason: str = ""  # how it was resolved, a sentence a person may read
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date in words. `value` is ISO and only as fine as the text allows: "2022-06"."""

    words: str
    spans: tuple[Span, ...]
    role: str  # event | utterance
    value: str = ""
    inferred: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said to happen."""

    words: str
    spans: tuple[Span, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place in the text where something is claimed, as an engine sees it."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: str  # direct | indirect | mixed | asserted
    kind: str  # fact | prediction | intention | belief | opinion | call
    polarity: str  # affirmed | denied | not_said
    cue_class: str  # communication | other | none
    speakers: tuple[Party, ...]
    addressee: Party | None
    medium: Party | None
    hops: tuple[Party, ...]  # who passed it on, outermost first
    dates: tuple[DateExpression, ...]
    places: tuple[Place, ...]
    floating: bool  # a quote whose reporting clause is elsewhere
    score: float
    reasons: tuple[str, ...]
    rule: str  # short code of the rule that made it


@dataclass(frozen=True)
class Options:
    """What an engine may know beside the text."""

    language: str = "en"
    published_on: date | None = None
    published_precision: str = "day"
    include_asserted: bool = False
    publisher: str = ""
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Extraction:
    """The candidates in text order; `dropped` counts those whose spans were no exact slices.

    language: the code of the one the text was read in, "" where the engine does not tell. reach:
    what was looked for, by that language: all, quotations (with the reporting words beside them),
    bare_quotations. passed: what was not read closely, because the sentences there are too
    long or too crowded.
    """

    candidates: tuple[Candidate, ...]
    dropped: int
    notes: tuple[str, ...]
    language: str = ""
    reach: str = "all"
    passed: tuple[Span, ...] = ()


Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


class Engine(Protocol):
    """One way of finding candidates."""

    name: str
    version: str

    def extract(
        self, text: str, options: Options, *, progress: Progress, cancelled: CancelCheck
    ) -> Extraction:
        """Find the candidates of `text`.

        Calls `progress(done, total)` after each piece of the text and asks `cancelled()` again and
        again within a piece, too. Raises Cancelled when told to stop.
        """
        ...
