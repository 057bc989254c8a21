"""The cast of a text: who is named in it, under which forms, and where each was met last."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.lexicon.names import NOT_NAMES, ORGANISATION_WORDS
from extraction.model import Span
from extraction.names import ORGANISATION_KINDS, Name
from extraction.tokens import bare

ACRONYM = re.compile(r"[A-Z]{2,}")


@dataclass(eq=False)
class Member:
    """One person, body or group of the text."""

    name: str
    kind: str = ""
    gender: str = ""
    plural: bool = False
    role: str = ""
    speaks_for: str = ""
    places: list[int] = field(default_factory=list)  # where it was met, ascending
    spoke: list[int] = field(default_factory=list)  # where it was the speaker

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(bare(word) for word in self.name.split())

    def met(self, place: int) -> None:
        """Note that it was met at `place`."""
        insort(self.places, place)

    def last_before(self, place: int) -> int:
        """Return the last place before `place` where it was met; -1 if nowhere."""
        at = bisect_left(self.places, place)
        return self.places[at - 1] if at else -1


class Cast:
    """All members of a text. Names are read once; sources add unnamed members as they come."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.members: list[Member] = []
        self._at: dict[int, Member] = {}
        self.names = sorted(names, key=lambda name: name.span)
        for name in sorted(self.names, key=lambda n: (-min(len(n.parts), 3), n.span)):
            if name.kind != "place":
                self._read(name)

    def _read(self, name: Name) -> None:
        if name.kind == "unnamed":
            self._read_unnamed(name)
            return
        member = self.find(name.words, kind=name.kind, before=name.span.start)
        if member is None:
            member = Member(name.words, name.kind, name.gender)
            self.members.append(member)
        member.kind = member.kind or name.kind
        member.gender = member.gender or name.gender
        if len(name.words) > len(member.name) and len(name.parts) > len(member.parts):
            member.name = name.words
        member.met(name.span.start)
        self._at[name.span.start] = member

    def _read_unnamed(self, name: Name) -> None:
        """Somebody without a name: the same words with "the" are the same one, with "a" another."""
        words = name.words.lower()
        plain = words.partition(" ")[2]
        old = [m for m in self.members if m.kind == "unnamed" and m.name.endswith(plain)]
        if words.startswith("the ") and old:
            old[-1].met(name.span.start)
            return
        member = Member(words if not words.startswith("the ") else plain, "unnamed", name.gender)
        member.met(name.span.start)
        self.members.append(member)

    def at(self, place: int) -> Member | None:
        """Return whose name begins at `place`."""
        return self._at.get(place)

    def within(self, span: Span) -> list[tuple[Name, Member]]:
        """Return the names inside `span` with their members, in text order."""
        return [
            (name, self._at[name.span.start])
            for name in self.names
            if span.start <= name.span.start
            and name.span.end <= span.end
            and name.span.start in self._at
        ]

    def find(self, words: str, *, kind: str = "", before: int | None = None) -> Member | None:
        """Return the member `words` stand for, or None; of several the one met last before."""
        parts = tuple(bare(word) for word in words.split())
        if not parts:
            return None
        exact = [m for m in self.members if m.parts == parts and _kinds_fit(m.kind, kind)]
        if exact:
            return exact[0]
        fits = [m for m in self.members if _kinds_fit(m.kind, kind) and _is_form(words, parts, m)]
        if len(fits) > 1 and before is not None:
            fits.sort(key=lambda m: -m.last_before(before))
        return fits[0] if fits else None

    def is_ambiguous(self, words: str) -> bool:
        """Tell whether `words` are a short form of two members."""
        parts = tuple(bare(word) for word in words.split())
        return sum(_is_form(words, parts, member) for member in self.members) > 1


def _kinds_fit(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    return one in ORGANISATION_KINDS and other in ORGANISATION_KINDS


def _is_form(words: str, parts: tuple[str, ...], member: Member) -> bool:
    """Tell whether `words` are a shorter or longer form of the member's name."""
    theirs = member.parts
    if parts == theirs:
        return True
    if member.kind in ORGANISATION_KINDS:
        return _is_short_body(words, parts, theirs)
    if len(parts) == 1:
        return len(theirs) > 1 and parts[0] in (theirs[-1], theirs[0])
    if len(theirs) == 1:
        return theirs[0] in (parts[-1], parts[0]) and not set(parts) & ORGANISATION_WORDS
    if parts[-1] != theirs[-1]:
        return False
    return parts[0] == theirs[0] or parts[0].rstrip(".") == theirs[0][:1]


def _is_short_body(words: str, parts: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        if ACRONYM.fullmatch(words) and len(words) > 1:
            initials = "".join(p[0] for p in theirs if p not in NOT_NAMES)
            return words.lower() == initials
        return (
            len(theirs) > 1
            and parts[0] in (theirs[0], theirs[-1])
            and parts[0] in ORGANISATION_WORDS
        )
    return len(parts) < len(theirs) and (
        theirs[: len(parts)] == parts or theirs[-len(parts) :] == parts
    )
