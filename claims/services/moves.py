"""The one way a mention changes its curation by a person's hand."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Mention
from claims.states import MENTION_MOVES
from claims.vocabularies import Curation
from common.errors import ConflictError, RuleError
from common.wording import within
from documents.models import Document
from history.services import Change, Where
from teams.access import require
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


def open_for(by: "User", document_id: int, permission: Permission = Permission.TRIAGE) -> None:
    """See that `by` may do something with mentions of the document, as it is now. Two queries.

    Raises PermissionDenied without the permission, or if they may not read it (any more),
    RuleError if it was withdrawn.
    """
    documents = Document.objects.visible_to(by).select_related("team")
    document = documents.filter(pk=document_id).first()
    if document is None:
        raise PermissionDenied
    require(by, permission, document.team)
    if document.is_withdrawn():
        raise RuleError(_("This document was withdrawn. Restore it first."))


def move(mention: Mention, to: Curation, *, by: "User", row_version: int, reason: str = "") -> None:
    """Write the new curation if the mention is still as the person saw it.

    Raises ConflictError if somebody was faster, RuleError if the move is not in the table, or if
    what was not said would be accepted.
    """
    seen(mention, row_version)
    if to not in MENTION_MOVES[mention.curation]:
        raise RuleError(
            _("This mention is %(state)s: that cannot be done with it now.")
            % {"state": within(mention.get_curation_display())}
        )
    if to == Curation.ACCEPTED and mention.is_not_said():
        raise RuleError(
            _(
                "The text says that this was not said, so no claim comes of it. If that is wrong, "
                "correct the polarity first."
            )
        )
    decided = to != Curation.PROPOSED
    mention.change(
        row_version=row_version,
        where={"curation": mention.curation},
        curation=to,
        reject_reason=reason,
        curated_by=by if decided else None,
        curated_at=timezone.now() if decided else None,
    )


def refuse_opposite(mention: Mention, claim: Claim) -> None:
    """Raise RuleError where one affirms what the other denies: that is never the same claim."""
    if mention.is_not_said() or mention.polarity == claim.polarity:
        return  # what was not said is refused by `move`
    if claim.is_denial():
        raise RuleError(
            _(
                "This claim is a denial and the mention affirms: they contradict each other. "
                "Accept the mention as a claim of its own."
            )
        )
    raise RuleError(
        _(
            "The mention is a denial and this claim affirms: they contradict each other. "
            "Accept the mention as a claim of its own."
        )
    )


def seen(row: Any, row_version: int) -> None:
    """Raise ConflictError if `row` is no longer the version that the person saw."""
    if row.row_version != row_version:
        message = _("Somebody else changed this meanwhile. Nothing of yours was written.")
        raise ConflictError(message, current=row)


def told(mention: Mention, verb: str, before: str, **after: Any) -> Change:
    """The event of a move. `after` may name the `claim` in whose timeline it shows."""
    claim = after.get("claim")
    return Change(
        f"mention.{verb}",
        mention,
        before={"curation": before},
        after={"curation": mention.curation, **after},
        where=Where(document=mention.document_id, claim=claim),
    )
