"""Is it one of these? Claims that a mention may be one more place of.

The score is cheap and says what it says: which share of the words two texts have in common, words
that few of the candidates have counting more. It is a reason to look, not a judgement.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from actors.names import fold
from claims import denials
from claims.models import Claim, ClaimSpeaker, Mention
from claims.models.claims import ClaimQuerySet
from claims.selectors import with_places
from claims.vocabularies import Polarity

if TYPE_CHECKING:
    from teams.models import User

AT_MOST = 3
# How far back words are looked for, and how many candidates are weighed.
NEWEST = 2000
CANDIDATES = 60
SOUGHT_WORDS = 6
# Below, two texts of the same speaker are taken for two things; of others it takes more.
SAME_SPEAKER_FROM, OTHER_SPEAKER_FROM = 0.2, 0.35
# Two texts that say the opposite of one thing have nearly all their words in common.
CONTRADICTS_FROM = 0.45
STEM = 6

_STOP = """
    about after again against also been before being between both could does down during each from
    further have having here into itself just more most must only other over said same should some
    such than that their them then there these they this those through under until very were what
    when where which while will with would your according told says saying
"""
STOP = frozenset(_STOP.split())


@dataclass(frozen=True)
class Suggestion:
    """A claim, why it is offered, and how much it has in common with the mention, 0 to 1."""

    claim: Claim
    why: list[str]
    score: float


@dataclass(frozen=True)
class Alike:
    """Claims that speak of the same: `same` may be it, `contradicting` say the opposite."""

    same: list[Suggestion]
    contradicting: list[Suggestion]


@dataclass(frozen=True)
class Sought:
    """What others are compared with: the words, whose they are, and which side they take.

    side: "yes" or "no"; "open" where somebody doubts or asks, which is neither.
    """

    team_id: int
    words: frozenset[str]
    speakers: frozenset[int]
    polarity: str
    side: str
    but: int = 0  # the claim itself


def suggestions(mention: Mention, *, user: "User") -> Alike:
    """Up to three claims of the team that `user` may read, the likeliest first, and as many that
    say the opposite.

    Candidates are the newest claims of the same speakers, and those of the newest 2,000 that hold
    one of the longest words of the mention. Their statements are weighed; of those offered alone
    the rest is read. At most seven queries.
    """
    speakers = frozenset(row.actor_id for row in mention.speakers.all() if row.actor_id)
    said = mention.content_words
    denied = mention.polarity == Polarity.DENIED
    side = "no" if denials.is_turned(said) != denied else "yes"
    if denials.is_doubt(mention.cue_words) or denials.is_held_open(said):
        side = "open"
    words = content_words(said)
    return _alike(Sought(mention.team_id, words, speakers, mention.polarity, side), user)


def contradicting(claim: Claim, *, user: "User") -> list[Suggestion]:
    """Up to three claims that by their words say the opposite of `claim`, as `suggestions`."""
    speakers = frozenset(row.actor_id for row in claim.speakers.all() if row.actor_id)
    words, side = _told(claim.statement, claim.polarity)
    sought = Sought(claim.team_id, words, speakers, claim.polarity, side, but=claim.pk)
    return _alike(sought, user).contradicting


def _alike(sought: Sought, user: "User") -> Alike:
    candidates, spoken = _candidates(sought, user)
    told = {pk: _told(statement, polarity) for pk, statement, polarity in candidates}
    polarities = {pk: polarity for pk, _statement, polarity in candidates}
    weight = _weights([words for words, _side in told.values()])
    scores = {pk: resemblance(sought.words, words, weight) for pk, (words, _s) in told.items()}
    good = [
        pk
        for pk, score in scores.items()
        if score >= (SAME_SPEAKER_FROM if pk in spoken else OTHER_SPEAKER_FROM)
    ]
    good.sort(key=lambda pk: (pk not in spoken, -scores[pk], -pk))
    same = [pk for pk in good if polarities[pk] == sought.polarity and told[pk][1] == sought.side][
        :AT_MOST
    ]
    opposite = [
        pk
        for pk in good
        if {told[pk][1], sought.side} == {"yes", "no"} and scores[pk] >= CONTRADICTS_FROM
    ][:AT_MOST]
    found = for_cards(Claim.objects.filter(pk__in=[*same, *opposite]), user) if good else []
    claims = {claim.pk: claim for claim in found}

    def offered(pks: list[int]) -> list[Suggestion]:
        known = bool(sought.speakers)
        return [
            Suggestion(claims[pk], _why(claims[pk], pk in spoken, known), scores[pk])
            for pk in pks
            if pk in claims
        ]

    return Alike(offered(same), offered(opposite))


def _told(statement: str, polarity: str) -> tuple[frozenset[str], str]:
    """What a claim speaks of, and on which side it is."""
    if denials.is_held_open(statement):
        return content_words(statement), "open"
    about = denials.denied_part(statement) if polarity == Polarity.DENIED else statement
    return content_words(about), "no" if denials.is_turned(statement) else "yes"


def content_words(text: str) -> frozenset[str]:
    """The words of four letters or more that are no stop words, folded and cut to six letters,
    so that "inspected" and "inspection" are one.
    """
    letters = "".join(char if char.isalnum() else " " for char in fold(text))
    return frozenset(
        word[:STEM]
        for word in letters.split()
        if word not in STOP and (len(word) > 3 or word.isdigit())
    )


def resemblance(one: frozenset[str], other: frozenset[str], weight: dict[str, float]) -> float:
    """The weight of the words in common by the mean weight of both (Dice), from 0 to 1."""
    every = sum(weight.get(word, 1.0) for word in one) + sum(weight.get(w, 1.0) for w in other)
    shared = sum(weight.get(word, 1.0) for word in one & other)
    return 2 * shared / every if every else 0.0


def _weights(texts: list[frozenset[str]]) -> dict[str, float]:
    """Inverse document frequency among the candidates; words of none of them weigh 1."""
    counts = Counter(word for text in texts for word in text)
    return {word: math.log(1 + len(texts) / count) for word, count in counts.items()}


def _candidates(sought: Sought, user: "User") -> tuple[list[tuple[int, str, str]], set[int]]:
    """Id, statement and polarity of each, and the ids of those of the same speakers."""
    words, speakers = sought.words, sought.speakers
    team = Claim.objects.filter(team_id=sought.team_id).exclude(pk=sought.but)
    by_speaker = ClaimSpeaker.objects.filter(actor_id__in=speakers).order_by("-claim_id")
    holding = Q(pk__in=[])
    for word in sorted(words, key=lambda word: (-len(word), word))[:SOUGHT_WORDS]:
        holding |= Q(statement__icontains=word)
    of_speaker = set(by_speaker.values_list("claim_id", flat=True)[:CANDIDATES])
    newest = team.order_by("-pk").values_list("pk", flat=True)
    oldest = next(iter(newest[NEWEST - 1 : NEWEST]), 0)
    of_words = team.filter(holding, pk__gte=oldest).order_by("-pk").values_list("pk", flat=True)
    chosen = {*of_speaker, *of_words[:CANDIDATES]}
    readable = team.filter(pk__in=chosen).visible_to(user)
    candidates = list(readable.values_list("pk", "statement", "polarity"))
    pks = [pk for pk, _statement, _polarity in candidates]
    spoken = ClaimSpeaker.objects.filter(claim__in=pks, actor_id__in=speakers)
    return candidates, set(spoken.values_list("claim_id", flat=True)) if speakers else set()


def for_cards(claims: ClaimQuerySet, user: "User") -> QuerySet[Claim]:
    """`claims` as `user` may read them, with speakers and the number of places they stand in."""
    actors = Actor.objects.readable_by(user)
    return with_places(claims.visible_to(user), user).prefetch_related(
        Prefetch("speakers__actor", actors)
    )


def _why(claim: Claim, same_speaker: bool, is_known: bool) -> list[str]:
    """is_known: the mention has a speaker, so that one who is not the same is another."""
    names = ", ".join(str(speaker) for speaker in claim.speakers.all())
    if same_speaker:
        reasons = [_("same speaker")]
    elif names:
        who = _("other speaker: %(names)s") if is_known else _("speaker: %(names)s")
        reasons = [who % {"names": names}]
    else:
        reasons = []
    if claim.places:
        count = ngettext("%(count)d mention", "%(count)d mentions", claim.places)
        reasons.append(count % {"count": claim.places})
    return reasons
