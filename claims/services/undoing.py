"""Taking a decision about a mention back."""

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimMention, Mention
from claims.services.moves import move, seen, told
from claims.states import CLAIM_STARTS
from claims.vocabularies import ClaimState, Curation, LinkState
from common.errors import RuleError
from documents.models import Document
from history import services as history
from history.models import Event
from history.services import Change, Where
from teams.access import is_lead, require
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

UNDONE = "undone"


@transaction.atomic
def undo_mention(*, mention: Mention, by: "User", row_version: int) -> None:
    """Put a decided mention back to proposed: for who decided it, or a lead.

    A claim that the acceptance made goes to not pursued if nothing else was done on it, and stays
    as it is otherwise; a link that attaching made is refused. Raises PermissionDenied for others,
    ConflictError and RuleError as `accept_mention`.
    """
    require(by, Permission.TRIAGE, mention.team)
    seen(mention, row_version)
    if mention.curated_by_id is None:
        raise RuleError(_("Nobody has decided about this mention."))
    if mention.curated_by_id != by.pk and not is_lead(by, mention.team):
        raise PermissionDenied
    before, decider = mention.curation, mention.curated_by_id
    move(mention, Curation.PROPOSED, by=by, row_version=row_version)
    links = mention.claim_mentions.filter(state=LinkState.CONFIRMED).select_related("claim")
    undone, refused = [], []
    for link in links if before == Curation.ACCEPTED else ():
        if link.is_origin and _is_untouched(link.claim):
            undone.append(_leave(link.claim, mention))
            _refuse(link, by)
        elif not link.is_origin and link.by_id == decider:
            refused.append(link.claim_id)
            _refuse(link, by)
    claim = refused[0] if refused else None
    back = told(mention, "undone", before, claim=claim, links_refused=refused)
    history.record(back, *undone, team_id=mention.team_id, by=by)


@transaction.atomic
def undo_set_aside_rest(*, document: Document, by: "User", action: uuid.UUID) -> int:
    """Put back to proposed what `action` set aside and nobody has touched since; how many.

    For who did it, or a lead. Raises RuleError if there is nothing left to put back.
    """
    require(by, Permission.TRIAGE, document.team)
    events = Event.objects.filter(
        team_id=document.team_id, action=action, kind="mention.set_aside", document_id=document.pk
    )
    aside = Mention.objects.select_for_update(no_key=True).filter(
        document=document, curation=Curation.SET_ASIDE, pk__in=events.values("object_id")
    )
    if not is_lead(by, document.team):
        aside = aside.filter(curated_by=by)
    rows = list(aside)
    if not rows:
        raise RuleError(_("There is nothing left to take back."))
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(
        curation=Curation.PROPOSED,
        curated_by=None,
        curated_at=None,
        updated_at=timezone.now(),
        row_version=F("row_version") + 1,
    )
    for row in rows:
        row.curation = Curation.PROPOSED
    changes = [told(row, "undone", Curation.SET_ASIDE) for row in rows]
    history.record(*changes, team_id=document.team_id, by=by)
    return len(rows)


def _is_untouched(claim: Claim) -> bool:
    """Whether nothing stands in the claim's history but the action that made it. One query."""
    if claim.state not in CLAIM_STARTS:
        return False
    making = Event.objects.filter(kind="claim.created", claim_id=claim.pk, team_id=claim.team_id)
    others = Event.objects.filter(claim_id=claim.pk, team_id=claim.team_id)
    return not others.exclude(action__in=making.values("action")).exists()


def _leave(claim: Claim, mention: Mention) -> Change:
    before = claim.state
    claim.change(
        row_version=claim.row_version,
        where={"state": before},
        state=ClaimState.NOT_PURSUED,
        not_pursued_why=UNDONE,
    )
    return Change(
        "claim.not_pursued",
        claim,
        before={"state": before},
        after={"state": claim.state},
        why=UNDONE,
        where=Where(claim=claim.pk, document=mention.document_id, round=claim.round),
    )


def _refuse(link: ClaimMention, by: "User") -> None:
    link.change(row_version=link.row_version, state=LinkState.REFUSED, by=by)
