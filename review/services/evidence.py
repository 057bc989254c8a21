"""Adding, correcting and withdrawing evidence."""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Claim
from common.errors import ConflictError, RuleError
from documents.models import Document
from history import services as history
from review.models import Evidence, Review
from review.services.holding import hold, needed
from review.services.judgements import (
    EvidenceDraft,
    judged,
    judged_by_another,
    leave_judgement,
    others_of_blind,
    see_as,
)
from review.vocabularies import Axis, Credibility, EvidenceKind, ReplyOutcome, Stance
from teams.access import require
from teams.roles import Permission
from teams.vocabularies import Access, Grading

if TYPE_CHECKING:
    from teams.models import User

WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_evidence(
    *, claim: Claim, item: EvidenceDraft, by: "User", once: UUID | None = None
) -> Evidence:
    """Add one item to `claim` in its round.

    once: a name of the form or request; sent again by the same person it answers with the first.
    Raises RuleError with what is missing.
    """
    hold(claim, by=by, permission=Permission.ADD_EVIDENCE)
    made = Evidence.objects.filter(once=once, claim=claim, added_by=by).first() if once else None
    if made:
        return made
    values = _checked(claim, item, by=by)
    values |= judged(claim, None, values, by=by)
    evidence = Evidence.objects.create(
        team_id=claim.team_id, claim=claim, round=claim.round, added_by=by, once=once, **values
    )
    change = _told("evidence.added", evidence, after=told_of(evidence))
    history.record(change, team_id=claim.team_id, by=by)
    return evidence


@transaction.atomic
def edit_evidence(
    *, evidence: Evidence, item: EvidenceDraft, by: "User", row_version: int
) -> Evidence:
    """Correct an item that no standing review cites. Saying what it says already writes nothing.

    Where somebody's stance and credibility are kept from `by`, these stay as they are.
    """
    _hold_open(evidence, by=by, row_version=row_version)
    values = _checked(evidence.claim, item, by=by)
    if evidence.is_concealed:
        leave_judgement(evidence, values)
    else:
        values |= judged(evidence.claim, evidence, values, by=by)
    if all(getattr(evidence, name) == value for name, value in values.items()):
        return evidence
    before = told_of(evidence)
    evidence.change(row_version=row_version, **values)
    after = told_of(evidence)
    changed = {name for name in after if after[name] != before[name]}
    change = _told(
        "evidence.edited",
        evidence,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    history.record(change, team_id=evidence.team_id, by=by)
    return evidence


@transaction.atomic
def grade_evidence(
    *, evidence: Evidence, credibility: int | None, by: "User", row_version: int
) -> Evidence:
    """Say how credible an item is in itself; the letter of its source is another matter."""
    _hold_open(evidence, by=by, row_version=row_version)
    if evidence.team.grading == Grading.OFF:
        raise RuleError(_("This team does not grade evidence and sources."))
    if credibility not in Credibility.values:
        raise RuleError(_("Choose a credibility from 1 to 6."))
    if evidence.is_concealed:
        raise RuleError(judged_by_another())
    before = {"credibility": evidence.credibility}
    values: dict[str, Any] = {"stance": evidence.stance, "credibility": credibility}
    values |= judged(evidence.claim, evidence, values, by=by)
    evidence.change(row_version=row_version, **values)
    change = _told(
        "evidence.graded", evidence, before=before, after={"credibility": evidence.credibility}
    )
    history.record(change, team_id=evidence.team_id, by=by)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, why: str, by: "User", row_version: int) -> Evidence:
    """Take an item that no standing review cites out of the claim, with a reason; it is kept."""
    _hold_open(evidence, by=by, row_version=row_version)
    why = needed(why, _("Write why it is withdrawn."))[:300]
    evidence.change(
        row_version=row_version,
        withdrawn_at=timezone.now(),
        withdrawn_by=by,
        withdrawn_why=why,
    )
    change = _told("evidence.withdrawn", evidence, why=why)
    history.record(change, team_id=evidence.team_id, by=by)
    return evidence


@transaction.atomic
def restore_evidence(*, evidence: Evidence, by: "User", row_version: int) -> Evidence:
    """Take an item back that was withdrawn."""
    _hold_as_seen(evidence, by=by, row_version=row_version)
    if evidence.is_live():
        raise RuleError(_("This evidence is not withdrawn."))
    before = {"withdrawn_why": evidence.shown_withdrawn_why}
    evidence.change(row_version=row_version, withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
    change = _told("evidence.restored", evidence, before=before)
    history.record(change, team_id=evidence.team_id, by=by)
    return evidence


def fixed_among(items: Iterable[Evidence], claim: Claim) -> set[int]:
    """Ids of those of the claim's `items` that a sealed review keeps as they are. One query.

    In a blind round all that was there when the first review was sealed are, cited or not:
    otherwise a refusal would tell what the first reviewer cited.
    """
    if not claim.is_sealed():
        return set()
    standing = Review.objects.standing().filter(claim=claim.pk, round=claim.round)
    if claim.is_concealing():
        sealed_at = max(standing.values_list("sealed_at", flat=True), default=None)
        return {item.pk for item in items if sealed_at and item.created_at <= sealed_at}
    return set(standing.values_list("citations__evidence", flat=True))


def told_of(evidence: Evidence) -> dict[str, Any]:
    """What history keeps of an item: its columns, people and actors by id."""
    return {field.name: getattr(evidence, field.attname) for field in _told_fields()}


def _told_fields() -> list[Any]:
    return [Evidence._meta.get_field(field.name) for field in fields(EvidenceDraft)]


def _hold_open(evidence: Evidence, *, by: "User", row_version: int) -> None:
    """`_hold_as_seen`, of an item that is not withdrawn."""
    _hold_as_seen(evidence, by=by, row_version=row_version)
    if not evidence.is_live():
        raise RuleError(_("This evidence was withdrawn."))


def _hold_as_seen(evidence: Evidence, *, by: "User", row_version: int) -> None:
    """Hold the item's claim and see that the item may be changed by `by`."""
    claim = evidence.claim
    hold(claim, by=by, permission=Permission.ADD_EVIDENCE)
    try:
        see_as(by, evidence)
    except Evidence.DoesNotExist as gone:
        raise PermissionDenied from gone
    if evidence.row_version != row_version:
        message = _("Somebody else changed this evidence meanwhile. Nothing of yours was written.")
        raise ConflictError(message, current=evidence)
    if others_of_blind([evidence], claim, by):
        raise RuleError(_("In a blind round only who added it can change evidence."))
    if evidence.pk in fixed_among([evidence], claim):
        message = _("A sealed review stands on it. Withdraw the review or reopen the claim first.")
        raise RuleError(message)


def _checked(claim: Claim, item: EvidenceDraft, *, by: "User") -> dict[str, Any]:
    """The columns of `item`. Raises RuleError with everything that is missing or not allowed."""
    values = item.values()
    gaps = [*_gaps_of_codes(values), *_gaps_of_kind(values)]
    if gaps:
        raise RuleError(_("This evidence is not complete."), missing=gaps)
    if values["access"] == Access.RESTRICTED:
        require(by, Permission.PROTECT, claim.team)
    readable = {
        "document": Document.objects.visible_to(by).filter(team=claim.team_id),
        "source": Actor.objects.visible_to(by).filter(team=claim.team_id),
    }
    for name, rows in readable.items():
        if values[name] is not None and not rows.filter(pk=values[name].pk).exists():
            raise RuleError(_("Choose something of this team."))
    if values["origin"] is not None and values["origin"].team_id != claim.team_id:
        raise RuleError(_("Choose an origin of this team."))
    return values


def _gaps_of_codes(values: dict[str, Any]) -> list[str]:
    known = {
        _("Question"): values["axis"] in Axis.values,
        _("Stance"): values["stance"] in Stance.values,
        _("Kind"): values["kind"] in EvidenceKind.values,
        _("Who may read it"): values["access"] in Access.values,
        _("Credibility"): values["credibility"] in {None, *Credibility.values},
    }
    return [label for label, fine in known.items() if not fine]


def _gaps_of_kind(values: dict[str, Any]) -> list[str]:
    kind, on = values["kind"], values["happened_on"]
    asked = {
        EvidenceKind.URL: {_("Give the web address."): _is_address(values["url"])},
        EvidenceKind.DOCUMENT: {_("Choose the library document."): values["document"]},
        EvidenceKind.NOTE: {_("Write what you saw, heard or worked out."): values["passage"]},
        EvidenceKind.SEARCH: {
            _("Say where you looked."): values["searched_where"],
            _("Say with which words."): values["searched_words"],
            _("Say on which day."): on,
        },
        EvidenceKind.REPLY: {
            _("Say whom you asked."): values["asked_whom"],
            _("Say what came of it."): values["reply_outcome"] in ReplyOutcome.values,
            _("Say on which day."): on,
        },
    }
    gaps = [label for label, given in asked.get(kind, {}).items() if not given]
    if kind != EvidenceKind.SEARCH and values["stance"] == Stance.NOTHING_FOUND:
        gaps.append(_("“Nothing found” is for a search."))
    if on and on > timezone.localdate():
        gaps.append(_("The day has to be one that has been."))
    return gaps


def _is_address(url: str) -> bool:
    try:
        WEB_ADDRESS(url)
    except ValidationError:
        return False
    return True


def _told(kind: str, evidence: Evidence, **content: Any) -> history.Change:
    place = history.Where(
        claim=evidence.claim_id,
        document=evidence.document_id,
        round=evidence.claim.round,
        concealable=True,
    )
    return history.Change(kind, evidence, where=place, **content)
