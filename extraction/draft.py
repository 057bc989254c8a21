"""A candidate in the making: what the finding steps hand to the resolving steps."""

from dataclasses import dataclass, field

from extraction.model import Span


@dataclass(slots=True)
class Draft:
    """One attribution as found, before anybody knows who its words stand for."""

    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    mode: str = "indirect"
    group: str = ""  # of the cue: assert, deny, ask, command, promise, find, write, believe, want
    negated: bool = False  # told as not said: "did not say that …"
    addressee: Span | None = None
    medium: Span | None = None
    hops: list[Span] = field(default_factory=list)
    floating: bool = False
    rule: str = ""
    score: float = 0.5
    reasons: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(span.start for span in self.content)

    @property
    def end(self) -> int:
        return max(span.end for span in self.content)
