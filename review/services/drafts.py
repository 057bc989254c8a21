"""Keeping what a person has typed of a review until they seal or discard it.

No event tells of a draft, and its words are read by their author alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from common.errors import RuleError
from review.judging import ReviewDraft
from review.models import KeptDraft, Review
from review.services.holding import hold
from review.vocabularies import Duty
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

# What a draft holds: the fields of a review, and the statement that its author had before them.
KEPT = (*(field.name for field in fields(ReviewDraft)), "seen")


@transaction.atomic
def save_draft(
    *, claim: Claim, duty: str, typed: Mapping[str, Iterable[str]], by: "User"
) -> KeptDraft:
    """Keep what `by` has typed for `duty` in the claim's round, in place of what was kept before.

    typed: for each name of `KEPT` what was sent; other names are left out. It is kept whether or
    not the step is open to `by` just now: somebody may be faster, and nothing typed is lost.
    Raises RuleError once `by` has sealed a review of this duty in the round, because what arrives
    late would otherwise stay behind.
    """
    hold(claim, by=by, permission=Permission.REVIEW)
    if duty not in Duty.values:
        raise RuleError(_("There is no such review."))
    mine = Review.objects.standing().filter(claim=claim.pk, round=claim.round, duty=duty)
    if mine.filter(reviewer=by.pk).exists():
        raise RuleError(_("Your review is sealed already."))
    kept = {name: list(typed[name]) for name in KEPT if name in typed}
    draft, is_new = KeptDraft.objects.get_or_create(
        claim=claim,
        round=claim.round,
        duty=duty,
        person=by,
        defaults={"team_id": claim.team_id, "typed": kept},
    )
    if not is_new and draft.typed != kept:
        draft.typed = kept
        draft.save(update_fields=["typed", "updated_at"])
    return draft


@transaction.atomic
def discard_draft(*, draft: KeptDraft, by: "User") -> None:
    """Delete a draft of `by`; one that is gone already is no fault."""
    if draft.person_id != by.pk:
        raise PermissionDenied
    KeptDraft.objects.filter(pk=draft.pk, person=by.pk).delete()


def hand_over(draft: KeptDraft | None, *, to: "User", by: "User") -> None:
    """Make a draft of `by` one of `to`, who reads and seals it as theirs. Part of a step.

    Raises RuleError if `by` has none, or if `to` has typed something already: it is not replaced.
    """
    if draft is None or draft.person_id != by.pk:
        raise RuleError(_("You have no draft to hand over here."))
    others = KeptDraft.objects.filter(claim=draft.claim_id, round=draft.round, duty=draft.duty)
    if others.filter(person=to.pk).exists():
        message = _("%(name)s has a draft of their own here. Hand it over without yours.")
        raise RuleError(message % {"name": to})
    draft.person = to
    draft.save(update_fields=["person", "updated_at"])


def draft_of(claim: Claim, duty: str, by: "User") -> KeptDraft | None:
    """What `by` has kept for `duty` in the claim's round. One query."""
    mine = KeptDraft.objects.visible_to(by).filter(claim=claim.pk, round=claim.round, duty=duty)
    return mine.first()
