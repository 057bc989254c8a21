"""What a first reviewer writes is kept from others until the round is over: when that begins and
ends, and who was shown some of it all the same. None of it is an event: it is who may read.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from claims.models import Claim
from history.models import Event
from review.models import Assignment, Evidence, Sighting
from review.querysets import open_to_witnesses
from review.vocabularies import Duty
from teams import policy
from teams.vocabularies import SecondReview

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models import User


def keeps(claim: Claim, duty: str) -> bool:
    """Whether what is written under a new `duty` on `claim` is kept: the round is blind, or may
    become it while its first review is not sealed.
    """
    if claim.second_review:
        return claim.second_review == SecondReview.BLIND
    return duty == Duty.FIRST and policy.may_be_blind(claim.team)


def is_keeping(claim: Claim, by: "User") -> bool:
    """Whether what `by` writes on `claim` now is kept."""
    return _concealing(claim).filter(person=by.pk).exists()


def is_blind_so_far(claim: Claim) -> bool:
    """Whether the round keeps something that nobody may be shown."""
    here = _concealing(claim).filter(round=claim.round)
    return here.exclude(open_to_witnesses()).exists()


def open_round(claim: Claim) -> None:
    """Both reviews are there, or the round is not blind: all may read what was written in it."""
    _concealing(claim).filter(round=claim.round).update(is_concealing=False)


def open_all(claim: Claim) -> None:
    """The claim is decided: earlier rounds that ended undecided need not be kept any more."""
    _concealing(claim).update(is_concealing=False)


def close_judgements(claim: Claim, person: "User") -> None:
    """What `person` made of evidence earlier in the round says how they will judge: it is kept like
    what they make of it from now on.
    """
    mine = Evidence.objects.filter(claim=claim.pk, round=claim.round, judged_by=person.pk)
    mine.update(judged_at=timezone.now(), open_stance="", open_credibility=None)


def note_witness(claim: Claim, *, author: int, people: Iterable[int]) -> None:
    """`people` are shown what `author` wrote: they cannot be the blind second of it."""
    for person in sorted(set(people) - {author}):
        Sighting.objects.get_or_create(
            claim=claim,
            round=claim.round,
            author_id=author,
            person_id=person,
            defaults={"team_id": claim.team_id},
        )


def look(*, claim: Claim, by: "User") -> None:
    """`by` opens the claim: where its round is open to witnesses, they are one from here on.

    Writes nothing where there is nothing to see. One query where the round could become blind.
    """
    if claim.second_review:
        return
    for author in _unseen(claim, by):
        note_witness(claim, author=author, people=[by.pk])


def _unseen(claim: Claim, by: "User") -> list[int]:
    """Who wrote something that `by` may be shown and was not."""
    duties = _concealing(claim).filter(open_to_witnesses()).exclude(person=by.pk)
    wrote = Event.objects.filter(
        claim_id=claim.pk,
        is_concealable=True,
        by_id=OuterRef("person_id"),
        at__gte=OuterRef("assigned_at"),
    )
    seen = Sighting.objects.filter(
        claim=claim.pk,
        round=OuterRef("round"),
        author_id=OuterRef("person_id"),
        person=by.pk,
    )
    rows = duties.filter(Exists(wrote), ~Exists(seen), round=F("claim__round"))
    return list(rows.values_list("person_id", flat=True).distinct())


def _concealing(claim: Claim) -> "QuerySet[Assignment]":
    return Assignment.objects.filter(claim=claim.pk, is_concealing=True)
