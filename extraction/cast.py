"""The cast of a text: who is named in it, under which forms, and where each was met last."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from extraction.lexicon.names import NOT_NAMES, ORGANISATION_WORDS
from extraction.model import Span
from extraction.names import ORGANISATION_KINDS, Name
from extraction.spans import Cover
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
        return parts_of(self.name)

    def last_before(self, place: int) -> int:
        """Return the last place before `place` where it was met; -1 if nowhere."""
        at = bisect_left(self.places, place)
        return self.places[at - 1] if at else -1


class Cast:
    """All members of a text. Names are read once; sources add unnamed members as they come."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.members: list[Member] = []
        self._order: dict[int, int] = {}  # by identity: where among the members
        self._having: dict[str, list[Member]] = {}  # by each part of a name, and by initials
        self._met: list[tuple[int, int]] = []  # place and order, ascending
        self._called: dict[str, Member] = {}  # by name in small letters
        self._named: dict[str, Member] = {}
        self._at: dict[int, Member] = {}
        self.names = sorted(names, key=lambda name: name.span)
        self._starts = [name.span.start for name in self.names]
        self.covered = Cover(name.span for name in self.names)
        for name in sorted(self.names, key=lambda n: (-min(len(n.parts), 3), n.span)):
            if name.kind != "place":
                self._read(name)
        # Only now has everybody the fullest name the text gives.
        self._called, self._named = {}, {}
        for member in self.members:
            self._name(member)

    def add(self, member: Member, place: int) -> Member:
        """Take `member` in, met at `place`."""
        self._order[id(member)] = len(self.members)
        self.members.append(member)
        self._name(member)
        self._index(member)
        self.meet(member, place)
        return member

    def meet(self, member: Member, place: int) -> None:
        """Note that `member` was met at `place`."""
        insort(member.places, place)
        insort(self._met, (place, self._order[id(member)]))

    def near(self, place: int, reach: int) -> list[Member]:
        """Return the members met in the `reach` characters before `place`, as they came in."""
        low = bisect_left(self._met, (place - reach, 0))
        high = bisect_left(self._met, (place, 0))
        return [self.members[at] for at in sorted({order for _, order in self._met[low:high]})]

    def called(self, name: str) -> Member | None:
        """Return the first member of that name, whatever its capitals."""
        return self._called.get(name.lower())

    def named(self, name: str) -> Member | None:
        """Return the first member of exactly that name."""
        return self._named.get(name)

    def _name(self, member: Member) -> None:
        self._called.setdefault(member.name.lower(), member)
        self._named.setdefault(member.name, member)

    def _index(self, member: Member) -> None:
        for part in {*member.parts, _initials(member.parts)}:
            self._having.setdefault(part, []).append(member)

    def _alike(self, words: str, parts: tuple[str, ...]) -> list[Member]:
        """Return the members that `words` may be a form of, as they came in."""
        found = {
            self._order[id(member)]
            for part in {*parts, words.lower()}
            for member in self._having.get(part, ())
        }
        return [self.members[at] for at in sorted(found)]

    def _read(self, name: Name) -> None:
        if name.kind == "unnamed":
            self._read_unnamed(name)
            return
        member = self.find(name.words, kind=name.kind, before=name.span.start)
        if member is None:
            member = self.add(Member(name.words, name.kind, name.gender), name.span.start)
        else:
            self.meet(member, name.span.start)
        member.kind = member.kind or name.kind
        member.gender = member.gender or name.gender
        if len(name.words) > len(member.name) and len(name.parts) > len(member.parts):
            member.name = name.words
            self._index(member)
        self._at[name.span.start] = member

    def _read_unnamed(self, name: Name) -> None:
        """Somebody without a name: the same words with "the" are the same one, with "a" another."""
        words = name.words.lower()
        plain = words.partition(" ")[2]
        if words.startswith("the "):
            unnamed = (member for member in reversed(self.members) if member.kind == "unnamed")
            old = next((member for member in unnamed if member.name.endswith(plain)), None)
            if old is not None:
                self.meet(old, name.span.start)
                return
            words = plain
        self.add(Member(words, "unnamed", name.gender), name.span.start)

    def at(self, place: int) -> Member | None:
        """Return whose name begins at `place`."""
        return self._at.get(place)

    def within(self, span: Span) -> list[tuple[Name, Member]]:
        """Return the names inside `span` with their members, in text order."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [
            (name, self._at[name.span.start])
            for name in self.names[low:high]
            if name.span.end <= span.end and name.span.start in self._at
        ]

    def find(self, words: str, *, kind: str = "", before: int | None = None) -> Member | None:
        """Return the member `words` stand for, or None; of several the one met last before."""
        parts = parts_of(words)
        if not parts:
            return None
        alike = [m for m in self._alike(words, parts) if _kinds_fit(m.kind, kind)]
        exact = next((member for member in alike if member.parts == parts), None)
        if exact is not None:
            return exact
        fits = [member for member in alike if _is_form(words, parts, member)]
        if len(fits) > 1 and before is not None:
            fits.sort(key=lambda m: -m.last_before(before))
        return fits[0] if fits else None

    def is_ambiguous(self, words: str) -> bool:
        """Tell whether `words` are a short form of two members."""
        parts = parts_of(words)
        return sum(_is_form(words, parts, member) for member in self._alike(words, parts)) > 1


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


@lru_cache(maxsize=2_000)
def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, bare."""
    return tuple(bare(word) for word in name.split())


def _initials(parts: tuple[str, ...]) -> str:
    return "".join(part[:1] for part in parts if part not in NOT_NAMES)


def _is_short_body(words: str, parts: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        if ACRONYM.fullmatch(words) and len(words) > 1:
            return words.lower() == _initials(theirs)
        return (
            len(theirs) > 1
            and parts[0] in (theirs[0], theirs[-1])
            and parts[0] in ORGANISATION_WORDS
        )
    return len(parts) < len(theirs) and (
        theirs[: len(parts)] == parts or theirs[-len(parts) :] == parts
    )
