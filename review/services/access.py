"""How far a claim itself narrows who may read it, and what follows for those who no longer may."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.readers import Readers, resting_on
from claims.vocabularies import ClaimAccess
from common.errors import RuleError
from documents.models import Document
from history import services as history
from review.models import Assignment
from review.services.duties import released
from review.services.holding import hold, told
from teams.models import Membership
from teams.roles import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models import User


@transaction.atomic
def restrict_claim(
    *, claim: Claim, access: str, readers: "Collection[User]", row_version: int, by: "User"
) -> Claim:
    """Say how far the claim itself narrows who may read it; `readers` count for restricted.

    Duties of who may no longer read it go back to the queue. Raises RuleError for readers outside
    the team, and for a claim made by hand that would be as documents which it has not.
    """
    hold(claim, by=by, permission=Permission.PROTECT, row_version=row_version)
    if access not in ClaimAccess.values:
        raise RuleError(_("Say who may read it."))
    if access == ClaimAccess.PLACES and claim.made_in_id is None:
        raise RuleError(_("It was made by hand: no document decides who may read it."))
    readers = readers if access == ClaimAccess.RESTRICTED else []
    members = Membership.objects.active().filter(team=claim.team_id, user__in=readers)
    if members.count() != len(set(readers)):
        raise RuleError(_("Only members of the team can be named."))
    before = {"access": claim.access, "readers": _ids(claim)}
    claim.change(row_version=row_version, access=access)
    claim.set_many("readers", readers)
    after = {"access": access, "readers": _ids(claim)}
    change = told("claim.restricted", claim, before=before, after=after)
    returned = _hand_back(Claim.objects.filter(pk=claim.pk))
    history.record(change, *returned, team_id=claim.team_id, by=by)
    return claim


def release_unreadable(*, document: Document, by: "User") -> list[history.Change]:
    """Put back what people hold of the claims of `document` that they may no longer read.

    Part of the change of access that `documents.services` authorises, in its transaction: it
    records the answered changes.
    """
    return _hand_back(resting_on(document))


def release_out_of_sight(*, membership: Membership) -> list[history.Change]:
    """The same of all claims, for one person whose role lets them read less than before."""
    mine = Assignment.objects.open().filter(team=membership.team_id, person=membership.user_id)
    return _hand_back(Claim.objects.filter(pk__in=mine.values("claim")))


def _hand_back(claims: "QuerySet[Claim]") -> list[history.Change]:
    """One change for each of `claims` and person with a duty on it who may not read it."""
    duties = Assignment.objects.open().filter(claim__in=claims.order_by().values("pk"))
    people: dict[int, set[int]] = {}
    for claim, person in duties.values_list("claim", "person"):
        people.setdefault(claim, set()).add(person)
    # In the order of their ids, so that two who do this at once do not wait for each other.
    held = Claim.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    rows = list(held)
    if not rows:
        return []
    readers = Readers(rows[0].team_id, rows)
    why = _("May no longer read it")
    return [
        released(claim, person, why=why)
        for claim in rows
        for person in sorted(people[claim.pk] - readers.of(claim))
    ]


def _ids(claim: Claim) -> list[int]:
    return sorted(claim.readers.values_list("pk", flat=True))
