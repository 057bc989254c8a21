"""Taking a decision about a mention back."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimMention, Mention
from claims.services.moves import move, open_for, seen, told
from claims.states import CLAIM_STARTS
from claims.vocabularies import ClaimState, Curation, LinkState
from common.errors import RuleError
from documents.models import Document
from history import services as history
from history.models import Event
from history.services import Change, Where
from teams.access import is_lead

if TYPE_CHECKING:
    from teams.models import User

UNDONE = "undone"


@transaction.atomic
def undo_mention(*, mention: Mention, by: "User", row_version: int) -> None:
    """Put a decided mention back to proposed: for who decided it, or a lead.

    A claim that the acceptance made goes to not pursued, a link that attaching made is refused.
    Raises PermissionDenied for others, ConflictError and RuleError as `accept_mention`, and
    RuleError if a colleague did something with the claim since (`what_holds`).
    """
    open_for(by, mention.document_id)
    seen(mention, row_version)
    if mention.curated_by_id is None:
        raise RuleError(_("Nobody has decided about this mention."))
    if mention.curated_by_id != by.pk and not is_lead(by, mention.team):
        raise PermissionDenied
    held = what_holds(mention, by)
    if held:
        raise RuleError(held)
    before = mention.curation
    undone, refused = [], []
    for link in _places(mention):
        _refuse(link, by)
        if link.is_origin:
            undone += _leave(link.claim, mention)
        else:
            refused.append(link.claim_id)
    move(mention, Curation.PROPOSED, by=by, row_version=row_version)
    claim = refused[0] if refused else None
    back = told(mention, "undone", before, claim=claim, links_refused=refused)
    history.record(back, *undone, team_id=mention.team_id, by=by)


@transaction.atomic
def undo_set_aside_rest(*, document: Document, by: "User", action: uuid.UUID) -> int:
    """Put back to proposed what `action` set aside and nobody has touched since; how many.

    For who did it, or a lead. Raises RuleError if there is nothing left to put back.
    """
    open_for(by, document.pk)
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


def what_holds(mention: Mention, by: "User") -> str:
    """Why `by` cannot take the decision about `mention` back, in words; "" if nothing keeps it.

    A claim that it made is held by whatever a colleague did with it, or by a review; a place in
    another claim by the colleague who confirmed it. Two queries for each claim.
    """
    own = {mention.curated_by_id, by.pk}
    for link in _places(mention):
        claim = link.claim
        if not link.is_origin and link.by_id not in own:
            return _(
                "A colleague says that it carries %(claim)s, too. Refuse that on the claim's page."
            ) % {"claim": claim.reference}
        if link.is_origin and _is_worked_on(claim, own):
            return _(
                "A colleague works on %(claim)s, which came of it, so this stays as it is. "
                "A lead can stop pursuing the claim."
            ) % {"claim": claim.reference}
    return ""


def _places(mention: Mention) -> list[ClaimMention]:
    if mention.curation != Curation.ACCEPTED:
        return []
    confirmed = mention.claim_mentions.filter(state=LinkState.CONFIRMED)
    return list(confirmed.select_related("claim").order_by("pk"))


def _is_worked_on(claim: Claim, own: Collection[int | None]) -> bool:
    """Whether anybody but `own` has done something with it, or it went on. One query."""
    if claim.state not in CLAIM_STARTS:
        return claim.state != ClaimState.NOT_PURSUED
    events = Event.objects.filter(claim_id=claim.pk, team_id=claim.team_id, by_id__isnull=False)
    return events.exclude(by_id__in=[pk for pk in own if pk]).exists()


def _leave(claim: Claim, mention: Mention) -> list[Change]:
    """Not pursued, unless a lead left it so already."""
    before = claim.state
    if before == ClaimState.NOT_PURSUED:
        return []
    claim.change(
        row_version=claim.row_version,
        where={"state": before},
        state=ClaimState.NOT_PURSUED,
        not_pursued_why=UNDONE,
    )
    left = Change(
        "claim.not_pursued",
        claim,
        before={"state": before},
        after={"state": claim.state},
        why=UNDONE,
        where=Where(claim=claim.pk, document=mention.document_id, round=claim.round),
    )
    return [left]


def _refuse(link: ClaimMention, by: "User") -> None:
    link.change(row_version=link.row_version, state=LinkState.REFUSED, by=by)
