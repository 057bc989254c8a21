"""Talk where the claim is: on it, its evidence, and on places in a text; asking for help."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Mention
from common.errors import ConflictError, RuleError
from documents.models import Document, DocumentVersion
from history import services as history
from review.addressing import named_in
from review.models import Comment, Evidence
from review.rounds import current_round
from review.services import keeping, seconds
from review.services.holding import hold, needed
from review.vocabularies import CommentKind
from teams.access import may, require
from teams.models import Membership, User
from teams.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Stretch:
    """The characters from `start` to `end` (code points, end exclusive) of a version's text."""

    version: DocumentVersion
    start: int
    end: int


@transaction.atomic
def add_comment(
    *,
    claim: Claim,
    text: str,
    by: User,
    evidence: Evidence | None = None,
    reply_to: Comment | None = None,
    once: UUID | None = None,
) -> Comment:
    """Say something about a claim, one item of its evidence, or in answer to a comment on it.

    Members whom `text` names with "@" are told. once: names the form; sent again it answers with
    the first.
    """
    hold(claim, by=by, permission=Permission.COMMENT)
    values = {"claim": claim, "round": claim.round, "evidence": evidence}
    return _add(values, text, by=by, reply_to=reply_to, once=once)


@transaction.atomic
def ask_for_help(
    *,
    claim: Claim,
    text: str,
    asked: User,
    by: User,
    evidence: Evidence | None = None,
    once: UUID | None = None,
) -> Comment:
    """Ask a member who may read the claim; the claim is marked until the question is resolved."""
    hold(claim, by=by, permission=Permission.COMMENT)
    values = {"claim": claim, "round": claim.round, "evidence": evidence}
    return _add(values | {"kind": CommentKind.HELP, "asked": asked}, text, by=by, once=once)


@transaction.atomic
def comment_on_document(
    *,
    document: Document,
    text: str,
    by: User,
    mention: Mention | None = None,
    stretch: Stretch | None = None,
    reply_to: Comment | None = None,
    once: UUID | None = None,
) -> Comment:
    """Say something about a document, one of its mentions or some of its words, or answer."""
    _open_document(document, by)
    if mention and mention.version.document_id != document.pk:
        raise RuleError(_("This mention is of another document."))
    values: dict[str, Any] = {"document": document, "mention": mention}
    if stretch and not mention:
        if stretch.version.document_id != document.pk:
            raise RuleError(_("These words are of another document."))
        if not 0 <= stretch.start < stretch.end <= len(stretch.version.text):
            raise RuleError(_("There are no such words in the text. Select them again."))
        values |= {"version": stretch.version, "start": stretch.start, "end": stretch.end}
    return _add(values, text, by=by, reply_to=reply_to, once=once)


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, by: User, row_version: int) -> Comment:
    """Correct one's own comment; what it said before stays in the history."""
    _hold_subject(comment, by)
    if comment.by_id != by.pk:
        raise RuleError(_("Only its author can edit a comment."))
    text = needed(text, _("Write something."))
    named = _named(comment, text, by)
    _require_readers(comment, named)
    before = {"text": comment.text}
    _change(comment, row_version, text=text, edited_at=timezone.now())
    comment.set_many("named", named)
    _note_witnesses(comment, named)
    change = history.Change(
        "comment.edited", comment, before=before, after={"text": text}, where=where_of(comment)
    )
    history.record(change, team_id=comment.team_id, by=by)
    return comment


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User, row_version: int) -> Comment:
    """Say that a thread is settled: who began it, who was asked, or whoever triages."""
    _require_part(comment, by)
    if comment.resolved_at:
        raise RuleError(_("This is resolved already."))
    _change(comment, row_version, resolved_at=timezone.now(), resolved_by=by)
    return _told_of_resolving("comment.resolved", comment, by)


@transaction.atomic
def reopen_comment(*, comment: Comment, by: User, row_version: int) -> Comment:
    """Take back that a thread is settled."""
    _require_part(comment, by)
    if not comment.resolved_at:
        raise RuleError(_("This is open."))
    _change(comment, row_version, resolved_at=None, resolved_by=None)
    return _told_of_resolving("comment.reopened", comment, by)


def _add(
    values: dict[str, Any],
    text: str,
    *,
    by: User,
    reply_to: Comment | None = None,
    once: UUID | None,
) -> Comment:
    subject = values.get("claim") or values["document"]
    same = {"claim": values.get("claim"), "document": values.get("document")}
    made = Comment.objects.filter(once=once, by=by, **same).first() if once else None
    if made:
        return made
    _require_place(values.get("evidence"), values.get("claim"), by)
    if reply_to:
        values |= _of_thread(reply_to, values, by)
    comment = Comment(
        team_id=subject.team_id,
        text=needed(text, _("Write something.")),
        by=by,
        once=once,
        **values,
    )
    named = _named(comment, comment.text, by)
    _require_readers(comment, named)
    comment.save()
    comment.set_many("named", named)
    if comment.asked_id:
        _mark_help(comment)
    _note_witnesses(comment, named)
    after = {"text": comment.text, "asked": comment.asked_id, "named": [each.pk for each in named]}
    kind = "comment.help_asked" if comment.asked_id else "comment.added"
    change = history.Change(kind, comment, after=after, where=where_of(comment))
    history.record(change, team_id=comment.team_id, by=by)
    return comment


def _require_place(evidence: Evidence | None, claim: Claim | None, by: User) -> None:
    of_claim = Evidence.objects.visible_to(by).filter(claim=claim)
    if evidence and not of_claim.filter(pk=evidence.pk).exists():
        raise RuleError(_("This evidence is not of this claim."))


def _of_thread(answered: Comment, values: dict[str, Any], by: User) -> dict[str, Any]:
    """A reply hangs where the first comment of its thread hangs, now in the current round."""
    first = answered.reply_to or answered
    if not Comment.objects.visible_to(by).filter(pk=first.pk).exists():
        raise PermissionDenied
    subject = values.get("claim") or values["document"]
    if first.subject != subject:
        raise RuleError(_("The comment that you answer is somewhere else."))
    places = ("evidence", "mention", "version", "start", "end")
    return {"reply_to": first} | {name: getattr(first, name) for name in places}


def _named(comment: Comment, text: str, by: User) -> list[User]:
    """The members whom it names and asks. Raises RuleError if one of them may not read it."""
    members = Membership.objects.active().filter(team=comment.team_id)
    named = named_in(text, User.objects.filter(pk__in=members.values("user")).order_by("pk"))
    wanted = named + ([comment.asked] if comment.asked else [])
    kept_out = [str(each) for each in wanted if not _may_read(each, comment)]
    if kept_out:
        names = ", ".join(dict.fromkeys(kept_out))
        raise RuleError(_("This cannot be read by %(names)s.") % {"names": names})
    return [each for each in named if each.pk != by.pk]


def _require_readers(comment: Comment, named: list[User]) -> None:
    """Raise RuleError where what a reviewer writes is kept from those whom it is meant for, or
    where nobody would be left for the blind second review.
    """
    claim, by = comment.claim, comment.by
    if claim is None or not keeping.is_keeping(claim, by) or not keeping.is_blind_so_far(claim):
        return
    unread = [str(each) for each in named if each.pk != comment.asked_id]
    if unread:
        raise RuleError(
            _("In a blind round %(names)s cannot read this. You can ask one person for help.")
            % {"names": ", ".join(dict.fromkeys(unread))}
        )
    if comment.asked and not comment.pk:
        _require_second_without(comment.asked, claim, by)


def _require_second_without(asked: User, claim: Claim, author: User) -> None:
    of = current_round(claim)
    if of.second_id == asked.pk:
        message = _("%(name)s does the blind second review: ask somebody else.")
        raise RuleError(message % {"name": asked})
    if not seconds.left(claim, of, author.pk, without=asked.pk):
        message = _("Nobody would be left for the blind second review: whoever helps cannot do it.")
        raise RuleError(message)


def _note_witnesses(comment: Comment, named: list[User]) -> None:
    """Whom a reviewer calls reads what is kept from the others."""
    claim = comment.claim
    if claim is None or not keeping.is_keeping(claim, comment.by):
        return
    called = [comment.asked_id] if keeping.is_blind_so_far(claim) else [each.pk for each in named]
    people = [pk for pk in (comment.asked_id, *called) if pk]
    keeping.note_witness(claim, author=comment.by_id, people=people)


def _may_read(person: User, comment: Comment) -> bool:
    places: Iterable[Any] = (comment.claim, comment.document, comment.evidence)
    return all(
        type(place).objects.visible_to(person).filter(pk=place.pk).exists()
        for place in places
        if place
    )


def _open_document(document: Document, by: User) -> None:
    """Raises PermissionDenied if `by` may not comment on it, or not see it."""
    if not Document.objects.visible_to(by).filter(pk=document.pk).exists():
        raise PermissionDenied
    require(by, Permission.COMMENT, document.team)


def _hold_subject(comment: Comment, by: User) -> None:
    subject = comment.subject
    if isinstance(subject, Claim):
        hold(subject, by=by, permission=Permission.COMMENT)
    else:
        _open_document(subject, by)


def _require_part(comment: Comment, by: User) -> None:
    _hold_subject(comment, by)
    if comment.reply_to_id:
        raise RuleError(_("It is the first comment of a thread that is resolved."))
    concerned = by.pk in {comment.by_id, comment.asked_id}
    if not concerned and not may(by, Permission.TRIAGE, comment.team):
        raise RuleError(_("Only who began it or was asked can do this."))


def _told_of_resolving(kind: str, comment: Comment, by: User) -> Comment:
    if comment.kind == CommentKind.HELP:
        _mark_help(comment)
    change = history.Change(kind, comment, where=where_of(comment))
    history.record(change, team_id=comment.team_id, by=by)
    return comment


def _change(comment: Comment, row_version: int, **values: Any) -> None:
    try:
        comment.change(row_version=row_version, **values)
    except ConflictError as conflict:
        message = _("This comment was changed meanwhile. Nothing of yours was written.")
        raise ConflictError(message, current=conflict.current) from conflict


def where_of(comment: Comment) -> history.Where:
    """Its timeline: the claim's, where its words may show a first review, or the document's."""
    if comment.claim_id is None:
        return history.Where(document=comment.document_id)
    return history.Where(claim=comment.claim_id, round=comment.round, concealable=True)


def _mark_help(question: Comment) -> None:
    """The mark follows from the open questions, so it is no edit: no version, nobody's conflict."""
    open_still = Comment.objects.filter(kind=CommentKind.HELP, resolved_at=None)
    needs_help = open_still.filter(claim=question.claim_id).exists()
    if question.claim:
        Claim.objects.filter(pk=question.claim.pk).update(needs_help=needs_help)
        question.claim.needs_help = needs_help
