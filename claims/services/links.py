"""That a mention carries a claim: confirmed or refused by a person."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import ClaimMention
from claims.services.moves import open_for, refuse_opposite, seen
from claims.vocabularies import Curation, LinkState
from common.errors import RuleError
from history import services as history
from history.services import Change, Where
from teams.access import require
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def confirm_link(*, link: ClaimMention, by: "User", row_version: int) -> ClaimMention:
    """Say that an accepted mention carries the claim, too."""
    open_for(by, link.mention.document_id)
    seen(link, row_version)
    if link.mention.curation != Curation.ACCEPTED:
        raise RuleError(_("Attach the mention to the claim: it is not accepted yet."))
    refuse_opposite(link.mention, link.claim)
    return _judge(link, LinkState.CONFIRMED, by, row_version)


@transaction.atomic
def refuse_link(*, link: ClaimMention, by: "User", row_version: int, why: str = "") -> ClaimMention:
    """Say that the mention does not carry the claim.

    Raises RuleError for the only claim of an accepted mention: that acceptance is undone instead.
    """
    require(by, Permission.TRIAGE, link.claim.team)
    if not ClaimMention.objects.visible_to(by).filter(pk=link.pk).exists():
        raise PermissionDenied
    seen(link, row_version)
    others = link.mention.claim_mentions.filter(state=LinkState.CONFIRMED).exclude(pk=link.pk)
    accepted = link.mention.curation == Curation.ACCEPTED
    if link.state == LinkState.CONFIRMED and accepted and not others.exists():
        raise RuleError(_("It is the only claim of this mention: undo its acceptance instead."))
    return _judge(link, LinkState.REFUSED, by, row_version, why)


def _judge(
    link: ClaimMention, to: LinkState, by: "User", row_version: int, why: str = ""
) -> ClaimMention:
    if link.state == to:
        return link
    before = link.state
    link.change(row_version=row_version, state=to, by=by)
    change = Change(
        f"claim_mention.{to}",
        link,
        before={"state": before},
        after={"state": to, "mention": link.mention_id},
        why=why,
        where=Where(claim=link.claim_id, document=link.mention.document_id, round=link.claim.round),
    )
    history.record(change, team_id=link.claim.team_id, by=by)
    return link
