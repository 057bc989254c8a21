"""Talk about a claim, and asking somebody for help."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim
from common.errors import ConflictError, RuleError
from history import services as history
from review.models import Comment
from review.services.holding import hold, needed, where
from review.vocabularies import CommentKind
from teams.access import may
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User


@transaction.atomic
def add_comment(*, claim: Claim, text: str, by: "User", once: UUID | None = None) -> Comment:
    """Say something about a claim. once: names the form; sent again it answers with the first."""
    hold(claim, by=by, permission=Permission.COMMENT)
    return _add(claim, text, by=by, once=once, kind=CommentKind.COMMENT)


@transaction.atomic
def ask_for_help(
    *, claim: Claim, text: str, asked: "User", by: "User", once: UUID | None = None
) -> Comment:
    """Ask a member who may read the claim; the claim is marked until the question is resolved."""
    hold(claim, by=by, permission=Permission.COMMENT)
    if not Claim.objects.visible_to(asked).filter(pk=claim.pk).exists():
        raise RuleError(_("%(name)s cannot read this claim.") % {"name": asked})
    return _add(claim, text, by=by, once=once, kind=CommentKind.HELP, asked=asked)


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, by: "User", row_version: int) -> Comment:
    """Correct one's own comment; what it said before stays in the history."""
    hold(comment.claim, by=by, permission=Permission.COMMENT)
    if comment.by_id != by.pk:
        raise RuleError(_("Only its author can edit a comment."))
    text = needed(text, _("Write something."))
    before = {"text": comment.text}
    _change(comment, row_version, text=text)
    change = history.Change(
        "comment.edited",
        comment,
        before=before,
        after={"text": text},
        where=_of_round(comment),
    )
    history.record(change, team_id=comment.team_id, by=by)
    return comment


@transaction.atomic
def resolve_help(*, comment: Comment, by: "User", row_version: int) -> Comment:
    """Say that a question is answered: who asked, who was asked, or whoever triages."""
    hold(comment.claim, by=by, permission=Permission.COMMENT)
    if comment.kind != CommentKind.HELP or comment.resolved_at:
        raise RuleError(_("There is no open question here."))
    concerned = by.pk in {comment.by_id, comment.asked_id}
    if not concerned and not may(by, Permission.TRIAGE, comment.team):
        raise RuleError(_("Only the two of them can resolve it."))
    _change(comment, row_version, resolved_at=timezone.now(), resolved_by=by)
    _mark_help(comment.claim)
    change = history.Change("comment.resolved", comment, where=_of_round(comment))
    history.record(change, team_id=comment.team_id, by=by)
    return comment


def _add(claim: Claim, text: str, *, by: "User", once: UUID | None, **values: Any) -> Comment:
    made = Comment.objects.filter(once=once, claim=claim, by=by).first() if once else None
    if made:
        return made
    text = needed(text, _("Write something."))
    comment = Comment.objects.create(
        team_id=claim.team_id, claim=claim, round=claim.round, text=text, by=by, once=once, **values
    )
    if comment.asked_id:
        _mark_help(claim)
    after = {"text": text, "asked": comment.asked_id}
    kind = "comment.help_asked" if comment.asked_id else "comment.added"
    change = history.Change(kind, comment, after=after, where=where(claim, concealable=True))
    history.record(change, team_id=claim.team_id, by=by)
    return comment


def _change(comment: Comment, row_version: int, **values: Any) -> None:
    try:
        comment.change(row_version=row_version, **values)
    except ConflictError as conflict:
        message = _("This comment was changed meanwhile. Nothing of yours was written.")
        raise ConflictError(message, current=conflict.current) from conflict


def _of_round(comment: Comment) -> history.Where:
    return history.Where(claim=comment.claim_id, round=comment.round, concealable=True)


def _mark_help(claim: Claim) -> None:
    """The mark follows from the open questions, so it is no edit: no version, nobody's conflict."""
    asked = Comment.objects.filter(claim=claim.pk, kind=CommentKind.HELP, resolved_at=None)
    claim.needs_help = asked.exists()
    Claim.objects.filter(pk=claim.pk).update(needs_help=claim.needs_help)
