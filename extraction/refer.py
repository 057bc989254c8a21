"""What words that name nobody refer to: pronouns, "the group", "one of the men"."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extraction.cast import Cast, Member
from extraction.lexicon import word_set
from extraction.lexicon.nouns import (
    FEMALE_WORDS,
    FIRST_PERSON,
    GROUPS_OF_PEOPLE,
    MALE_WORDS,
    ORGANISATIONS,
    OUTLETS,
    PERSONS,
    SINGULAR_PRONOUNS,
)
from extraction.model import Span
from extraction.names import ORGANISATION_KINDS

FAR = 1500  # nothing further back is referred to by a pronoun
PLURAL_PRONOUNS = word_set("they them their theirs")
ANYBODY = word_set("man woman boy girl person men women people")
OWNED_GROUP = re.compile(r"(?P<owner>(?:[Tt]he )?[A-Z][\w-]+)[’']s? (?P<group>\w+s)\b")
ONE_OF_THEM = re.compile(r"of (?:the|these|those|them) ?(?:\w+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Who it is, how sure, and why. `member` None: nobody."""

    member: Member | None
    confidence: float
    reason: str


@dataclass
class Scene:
    """Where one is in the text: the cast, the sentences, who spoke, what is reported speech."""

    text: str
    cast: Cast
    sentences: list[Span]
    reported: list[Span] = field(default_factory=list)
    spoke: list[tuple[int, Member]] = field(default_factory=list)

    def is_reported(self, place: int) -> bool:
        """Tell whether `place` is inside what somebody reports."""
        end = bisect_left(self.reported, Span(place + 1, 0))
        return any(place < span.end for span in self.reported[max(0, end - 6) : end])

    def sentence(self, place: int) -> int:
        """Return the index of the sentence at or after `place`."""
        found = bisect_right(self.sentences, place, key=lambda span: span.end)
        return min(found, len(self.sentences) - 1)

    def closeness(self, member: Member, place: int) -> float:
        """Score how near at hand a member is at `place`; 0 if it was not met before.

        Counts how few sentences lie between, whether it opens its sentence, whether it spoke last,
        and whether it was met only inside what somebody else reports.
        """
        at = member.last_before(place)
        if at < 0 or place - at > FAR or not self.sentences:
            return 0.0
        here, there = self.sentence(place), self.sentence(at)
        score = 1.0 / (1 + here - there)
        if at - self.sentences[there].start < 25:
            score += 0.3
        if self.spoke and self.spoke[-1][1] is member:
            score += 0.35
        elif self.is_reported(at):
            score -= 0.2 if here != there else 0.0
        return max(score, 0.01)

    def ranked(self, members: list[Member], place: int) -> list[tuple[float, Member]]:
        """Return the members met before `place`, nearest at hand first."""
        scored = [(self.closeness(member, place), member) for member in members]
        return sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])


def confidence_of(ranked: list[tuple[float, Member]]) -> float:
    """Return how sure the first is: by its own score and by its lead over the second."""
    best = ranked[0][0]
    lead = best - ranked[1][0] if len(ranked) > 1 else best
    return 0.25 + 0.4 * min(best, 1.0) + 0.3 * min(lead, 0.4) / 0.4


def pronoun(word: str, span: Span, scene: Scene) -> Found:
    """Return whom a pronoun refers back to."""
    if word in FIRST_PERSON or word in ("you", "who", "which", "that"):
        return Found(None, 0.2, f"“{word}” is not resolved")
    gender = SINGULAR_PRONOUNS.get(word, "")
    members = [m for m in scene.cast.near(span.start, FAR) if _fits(word, m, gender)]
    ranked = scene.ranked(members, span.start)
    if gender:
        ranked = sorted(
            ((score + (0.2 if m.gender == gender else 0.0), m) for score, m in ranked),
            key=lambda pair: -pair[0],
        )
    if not ranked:
        return Found(None, 0.2, f"nobody before “{word}” fits it")
    member = ranked[0][1]
    sure = confidence_of(ranked)
    if gender and sure >= 0.6 and not member.gender:
        member.gender = gender
    return Found(member, sure, f"“{word}” refers back to {member.name}")


def _fits(word: str, member: Member, gender: str) -> bool:
    if gender:
        is_person = member.kind in ("person", "unnamed") or (not member.kind and bool(member.spoke))
        return is_person and not member.plural and member.gender in ("", gender)
    if word in PLURAL_PRONOUNS:
        return member.plural or member.kind in ORGANISATION_KINDS | {"group"}
    return not member.plural and member.kind in ORGANISATION_KINDS | {"document"}


def kinds_for(head: str) -> frozenset[str]:
    """Return the kinds of member a head noun may stand for."""
    if head in OUTLETS - {"agency", "network", "press", "station"}:
        return frozenset({"outlet"})
    if head in ORGANISATIONS:
        return frozenset({"organisation", "government", "armed_group"})
    if head in GROUPS_OF_PEOPLE:
        return frozenset({"group"})
    if head in PERSONS:
        return frozenset({"person", "unnamed"})
    return frozenset()


def described(span: Span, head: str, scene: Scene) -> Found | None:
    """Return what "the group", "the portal", "the man" refers back to, or None."""
    kinds = kinds_for(head)
    words = scene.text[span.start : span.end]
    if not kinds or (len(words.split()) > 2 and "outlet" not in kinds):
        return None
    members = [
        member
        for member in scene.cast.near(span.start, FAR)
        if member.kind in kinds and _describes(head, member, plural=head in GROUPS_OF_PEOPLE)
    ]
    ranked = [pair for pair in scene.ranked(members, span.start) if pair[0] > 0.1]
    if not ranked:
        return None
    sure = max(confidence_of(ranked), 0.55 if len(ranked) == 1 else 0.0)
    return Found(ranked[0][1], sure, f"“{words}” refers back to {ranked[0][1].name}")


def _describes(head: str, member: Member, *, plural: bool) -> bool:
    if head in FEMALE_WORDS and member.gender == "m":
        return False
    if head in MALE_WORDS and member.gender == "f":
        return False
    if member.plural != plural:
        return False
    if member.kind in ("person", "unnamed", "group") and head not in ANYBODY:
        return head in member.role.lower().split() or head in member.name.lower().split()
    return True


def partitive(span: Span, scene: Scene) -> tuple[str, str, str] | None:
    """Return name, body and reason for "one of the men" where the text said whose men.

    The Legion's fighters … one of the men -> ("one of the Legion's fighters", "Legion", …)
    """
    words = scene.text[span.start : span.end]
    if not ONE_OF_THEM.search(words):
        return None
    head = words.split()[-1].lower()
    if head not in ANYBODY | {"them", "fighters", "soldiers", "members"}:
        return None
    start = max(0, span.start - 600)
    owned = list(OWNED_GROUP.finditer(scene.text, start, span.start))
    owned = [match for match in owned if match["group"] in GROUPS_OF_PEOPLE]
    if not owned:
        return None
    match = owned[-1]
    whose = match.group()
    whose = "the " + whose[4:] if whose.startswith("The ") else whose
    inside = scene.cast.within(Span(match.start("owner"), match.end("owner")))
    body = inside[0][1].name if inside else ""
    return f"one of {whose}", body, f"“{words}”: {whose} were named shortly before"
