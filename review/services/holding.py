"""How every step on a claim begins and ends."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from claims.models import Claim
from common.errors import ConflictError, RuleError
from history import services as history
from review import workflow
from review.rounds import Round, current_round
from review.workflow import Action, Step
from teams.access import require
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


def hold(
    claim: Claim, *, by: "User", permission: Permission, row_version: int | None = None
) -> Claim:
    """Bring `claim` up to date and keep others from changing it until the transaction ends.

    Raises PermissionDenied if `by` may not do it or not see the claim, ConflictError if the claim
    is no longer as it was at `row_version` (None: the step does not depend on what was seen).
    """
    try:
        claim.refresh_from_db(
            from_queryset=Claim.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
        )
    except Claim.DoesNotExist as gone:
        raise PermissionDenied from gone
    require(by, permission, claim.team)
    if row_version is not None and row_version != claim.row_version:
        message = _("Somebody else changed this claim meanwhile. Nothing of yours was written.")
        raise ConflictError(message, current=claim)
    return claim


def begin(
    claim: Claim, action: Action, *, by: "User", row_version: int | None = None
) -> tuple[list[Step], Round]:
    """`hold` the claim for `action` and ask the table whether it is open to `by`."""
    hold(claim, by=by, permission=workflow.permission_for(action), row_version=row_version)
    of = current_round(claim)
    return workflow.require_step(claim, action, by=by, of=of), of


def needed(text: str, message: str) -> str:
    """`text` without spaces around it. Raises RuleError with `message` if nothing is left."""
    text = text.strip()
    if not text:
        raise RuleError(message, missing=[message])
    return text


def move(claim: Claim, to: str, **values: Any) -> None:
    """Write the new state, on condition that nobody was faster."""
    claim.change(
        row_version=claim.row_version, where={"state": claim.state}, state=str(to), **values
    )


def where(claim: Claim, *, concealable: bool = False) -> history.Where:
    """The claim's timeline, in its round. Concealable: the content would show a first review."""
    return history.Where(claim=claim.pk, round=claim.round, concealable=concealable)


def told(
    kind: str,
    claim: Claim,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
    kept: bool = False,
) -> history.Change:
    """A change of the claim itself: its states, duties and marks, never what a review says.

    kept: `why` is kept where a first reviewer wrote it.
    """
    place = where(claim, concealable=kept)
    return history.Change(kind, claim, before=before or {}, after=after or {}, why=why, where=place)
