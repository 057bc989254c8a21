"""What people do with proposed mentions: one step each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import dates, statements
from claims.denials import refuse_disagreement
from claims.models import Claim, ClaimMention, Mention
from claims.services import speakers as speaking
from claims.services.claims import make, stated
from claims.services.moves import move, open_for, refuse_opposite, told
from claims.spans import Spans, checked, holds, words
from claims.vocabularies import ClaimState, Curation, LinkState, Priority, RejectReason
from common.errors import RuleError
from documents.models import Document
from history import services as history
from history.services import Change

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True)
class SetAside:
    """How many mentions were set aside, and the action that `undo_set_aside_rest` takes back."""

    count: int
    action: uuid.UUID


@transaction.atomic
def accept_mention(
    *,
    mention: Mention,
    by: "User",
    row_version: int,
    to_check: bool = False,
    priority: str = Priority.NORMAL,
    statement: str = "",
) -> Claim:
    """Make a claim of a proposed mention: on record, or to check.

    Without `statement` one is drafted from the mention's words, a draft until somebody confirms
    it. Raises ConflictError if the mention changed since `row_version`, RuleError if it is not
    proposed, its document was withdrawn or `statement` turns a denial round, PermissionDenied if
    `by` may not read that; nothing is written then.
    """
    open_for(by, mention.document_id)
    statement = _drafted(mention, statement)
    move(mention, Curation.ACCEPTED, by=by, row_version=row_version)
    state = ClaimState.TO_CHECK if to_check else ClaimState.ON_RECORD
    claim, created = _claim_of(mention, by, statement, state, priority)
    accepted = told(mention, "accepted", Curation.PROPOSED, claim=claim.pk, state=state)
    history.record(accepted, created, team_id=mention.team_id, by=by)
    return claim


@transaction.atomic
def attach_mention(*, mention: Mention, claim: Claim, by: "User", row_version: int) -> ClaimMention:
    """Accept a proposed mention as one more place where `claim` is made.

    Raises as `accept_mention`, RuleError for a claim of another team or of the other polarity, and
    PermissionDenied for one that `by` may not read.
    """
    open_for(by, mention.document_id)
    if claim.team_id != mention.team_id:
        raise RuleError(_("This claim belongs to another team."))
    if not Claim.objects.visible_to(by).filter(pk=claim.pk).exists():
        raise PermissionDenied
    refuse_opposite(mention, claim)
    move(mention, Curation.ACCEPTED, by=by, row_version=row_version)
    link, _made = ClaimMention.objects.update_or_create(
        claim=claim,
        mention=mention,
        defaults={"state": LinkState.CONFIRMED, "by": by},
        create_defaults={"state": LinkState.CONFIRMED, "by": by},
    )
    attached = told(mention, "attached", Curation.PROPOSED, claim=claim.pk)
    history.record(attached, team_id=mention.team_id, by=by)
    return link


@transaction.atomic
def split_mention(
    *,
    mention: Mention,
    parts: Sequence[tuple[str, Spans]],
    by: "User",
    row_version: int,
    to_check: bool = False,
    priority: str = Priority.NORMAL,
) -> list[Claim]:
    """Make several claims of one proposed mention, in the order of `parts`.

    parts: statement and the spans of the content that it is about (none: all of it); an empty
    statement is drafted from those words. Raises RuleError for fewer than two parts or for spans
    outside the content.
    """
    open_for(by, mention.document_id)
    if len(parts) < 2:
        raise RuleError(_("A split needs two statements or more."))
    cut = [_part(mention, statement, spans) for statement, spans in parts]
    move(mention, Curation.ACCEPTED, by=by, row_version=row_version)
    state = ClaimState.TO_CHECK if to_check else ClaimState.ON_RECORD
    made = [_claim_of(mention, by, text, state, priority, spans) for text, spans in cut]
    claims = [claim for claim, _change in made]
    split = told(mention, "split", Curation.PROPOSED, claims=[claim.pk for claim in claims])
    history.record(split, *(change for _claim, change in made), team_id=mention.team_id, by=by)
    return claims


@transaction.atomic
def reject_mention(*, mention: Mention, by: "User", row_version: int, reason: str) -> None:
    """Refuse a proposed mention for one of `RejectReason`. Raises as `accept_mention`."""
    open_for(by, mention.document_id)
    if reason not in RejectReason.values:
        raise RuleError(_("Say why it is rejected."))
    move(mention, Curation.REJECTED, by=by, row_version=row_version, reason=reason)
    rejected = told(mention, "rejected", Curation.PROPOSED, reason=reason)
    history.record(rejected, team_id=mention.team_id, by=by)


@transaction.atomic
def set_aside_mention(*, mention: Mention, by: "User", row_version: int, why: str = "") -> None:
    """Leave a proposed mention unlooked at. Raises as `accept_mention`."""
    open_for(by, mention.document_id)
    move(mention, Curation.SET_ASIDE, by=by, row_version=row_version)
    aside = replace(told(mention, "set_aside", Curation.PROPOSED), why=why)
    history.record(aside, team_id=mention.team_id, by=by)


@transaction.atomic
def set_aside_rest(*, document: Document, by: "User") -> SetAside:
    """Set aside, as one action, whatever of `document` is still proposed when it runs."""
    open_for(by, document.pk)
    rest = list(Mention.objects.select_for_update(no_key=True).filter(document=document).to_do())
    Mention.objects.filter(pk__in=[mention.pk for mention in rest]).update(
        curation=Curation.SET_ASIDE,
        curated_by=by,
        curated_at=timezone.now(),
        updated_at=timezone.now(),
        row_version=F("row_version") + 1,
    )
    for mention in rest:
        mention.curation = Curation.SET_ASIDE
    action = uuid.uuid4()
    changes = [told(mention, "set_aside", Curation.PROPOSED) for mention in rest]
    if changes:
        history.record(*changes, team_id=document.team_id, by=by, action=action)
    return SetAside(len(rest), action)


def _claim_of(
    mention: Mention,
    by: "User",
    statement: str,
    state: ClaimState,
    priority: str,
    spans: Spans = (),
) -> tuple[Claim, Change]:
    """A claim of `mention` with its speakers, kind, dates and topic words."""
    document = mention.document
    claim, change = make(
        team=mention.team,
        by=by,
        speakers=speaking.of_mention(mention),
        document=document,
        statement=statement,
        state=state,
        priority=priority,
        polarity=mention.polarity,
        kind=mention.kind,
        topic_words=document.topic_words,
        **dates.about(mention.dates),
    )
    ClaimMention.objects.create(
        claim=claim,
        mention=mention,
        state=LinkState.CONFIRMED,
        by=by,
        is_origin=True,
        spans=[list(span) for span in spans],
    )
    return claim, change


def _part(mention: Mention, statement: str, spans: Spans) -> tuple[str, list[list[int]]]:
    text = mention.version.text
    found = checked(text, spans)
    if found and not holds(mention.content_spans, found):
        raise RuleError(_("A part of a split lies outside the content."))
    said = words(text, found) if found else mention.content_words
    return _drafted(mention, statement, said), found


def _drafted(mention: Mention, statement: str, words: str = "") -> str:
    """`statement`, or the draft of one. Raises RuleError, before any write, if it turns round."""
    drafted = stated(statement or statements.draft_of(mention, words))
    if not mention.is_not_said():  # which `move` refuses
        names = speaking.names(speaking.of_mention(mention)) if statement else []
        refuse_disagreement(drafted, mention.polarity, names)
    return drafted
