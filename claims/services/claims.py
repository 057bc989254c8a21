"""Claims made by hand, and what of a claim can be edited until a review seals it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from claims.denials import refuse_disagreement
from claims.models import Claim, Mention
from claims.services import speakers as speaking
from claims.services.moves import seen
from claims.services.speakers import SpeakerDraft
from claims.vocabularies import (
    CLAIM_POLARITIES,
    ClaimState,
    Kind,
    LinkState,
    Polarity,
    Priority,
)
from common.errors import DuplicateError, RuleError
from documents.models import Document
from history import services as history
from history.services import Change, Where
from teams.access import require
from teams.models import Team
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

EDITABLE = (
    "statement",
    "polarity",
    "kind",
    "about_words",
    "about_start",
    "about_end",
    "about_precision",
    "topic_words",
)
POLARITIES = frozenset(code for code, _label in CLAIM_POLARITIES)


@transaction.atomic
def create_claim(
    *,
    team: Team,
    by: "User",
    statement: str,
    speakers: Sequence[SpeakerDraft],
    to_check: bool = False,
    priority: str = Priority.NORMAL,
    anyway: bool = False,
    **values: Any,
) -> Claim:
    """Write a claim down by hand. values: any other of `EDITABLE`.

    Raises DuplicateError if `by` can read an equal statement of the same speakers, unless `anyway`:
    so a form sent twice makes one claim. RuleError where statement and polarity say two things.
    """
    require(by, Permission.CURATE_ACTOR, team)
    # Two sendings of one form wait for each other here.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    drafts = speaking.checked(speakers, team)
    statement = stated(statement)
    if not anyway:
        _refuse_equal(team, by, statement, drafts)
    claim, change = make(
        team=team,
        by=by,
        speakers=drafts,
        statement=statement,
        state=ClaimState.TO_CHECK if to_check else ClaimState.ON_RECORD,
        priority=priority,
        **_editable(values),
    )
    history.record(change, team_id=team.pk, by=by)
    return claim


def make(
    *,
    team: Team,
    by: "User",
    speakers: Sequence[SpeakerDraft],
    document: Document | None = None,
    **values: Any,
) -> tuple[Claim, Change]:
    """A new row and what history will say of it; the caller authorises and records.

    document: the one that it is made from, which decides who may read it.
    """
    if values["priority"] not in Priority.values:
        raise RuleError(_("There is no such priority."))
    polarity = values.get("polarity", Polarity.AFFIRMED)
    refuse_disagreement(values["statement"], polarity, speaking.names(speakers))
    claim = Claim.objects.create(team=team, added_by=by, made_in=document, **values)
    speaking.give(claim, speakers)
    after: dict[str, Any] = {"state": claim.state, "priority": claim.priority}
    after |= {"access": claim.access, "made_in": claim.made_in_id}
    after |= {name: getattr(claim, name) for name in ("statement", "polarity", "kind")}
    after |= {"speakers": speaking.told(speakers)}
    where = Where(claim=claim.pk, document=claim.made_in_id, round=claim.round)
    return claim, Change("claim.created", claim, after=after, where=where)


@transaction.atomic
def edit_claim(
    *,
    claim: Claim,
    by: "User",
    row_version: int,
    changes: Mapping[str, Any],
    confirm: bool = False,
    why: str = "",
) -> Claim:
    """Write those of `EDITABLE` that `changes` names; with `confirm`, `by` says it stands alone.

    A reworded statement is a draft again. The places of a claim whose polarity changes change with
    it. Raises RuleError if a review has sealed the claim or statement and polarity would say two
    things, ConflictError if it was changed since `row_version`.
    """
    require(by, Permission.EDIT_CLAIM, claim.team)
    values = _changed(claim, _editable(changes))
    _open_to_edits(claim, by, row_version)
    if confirm:
        values["confirmed_by"] = by
    elif "statement" in values:
        values["confirmed_by"] = None
    if not values:
        return claim
    if not values.keys().isdisjoint({"statement", "polarity"}):
        _refuse_turning(claim, values)
    if claim.needs_look and not values.keys().isdisjoint({"statement", "polarity", "confirmed_by"}):
        values["needs_look"] = ""  # somebody has looked
    before = {name: getattr(claim, name) for name in values}
    claim.change(row_version=row_version, where={"state": claim.state}, **values)
    places = _turn_places(claim, why) if "polarity" in values else []
    change = Change("claim.edited", claim, before=before, after=values, why=why, where=_at(claim))
    history.record(change, *places, team_id=claim.team_id, by=by)
    return claim


@transaction.atomic
def set_claim_speakers(
    *, claim: Claim, by: "User", row_version: int, speakers: Sequence[SpeakerDraft], why: str = ""
) -> Claim:
    """Say who states `claim`. Raises RuleError if a review has sealed it, or for nobody at all."""
    require(by, Permission.EDIT_CLAIM, claim.team)
    drafts = speaking.checked(speakers, claim.team)
    _open_to_edits(claim, by, row_version)
    if not drafts:
        raise RuleError(_("A claim has a speaker: give an actor, or the words of the text."))
    rows = claim.speakers.select_related("actor")
    before = speaking.told([SpeakerDraft(row.actor, row.words) for row in rows])
    claim.change(row_version=row_version, where={"state": claim.state})
    speaking.give(claim, drafts)
    change = Change(
        "claim.speakers_set",
        claim,
        before={"speakers": before},
        after={"speakers": speaking.told(drafts)},
        why=why,
        where=_at(claim),
    )
    history.record(change, team_id=claim.team_id, by=by)
    return claim


def _refuse_turning(claim: Claim, values: dict[str, Any]) -> None:
    said = {name: values.get(name, getattr(claim, name)) for name in ("statement", "polarity")}
    names = [str(row) for row in claim.speakers.select_related("actor")]
    refuse_disagreement(said["statement"], said["polarity"], names)


def _turn_places(claim: Claim, why: str) -> list[Change]:
    """Give the accepted places of `claim` its new polarity: they are where just that was said.

    Raises RuleError for a place that carries another claim as well, which would turn round with it.
    """
    links = claim.claim_mentions.filter(state=LinkState.CONFIRMED)
    places = Mention.objects.filter(pk__in=links.values("mention")).exclude(polarity=claim.polarity)
    changes = []
    for place in places.select_for_update(no_key=True).order_by("pk"):
        others = place.claim_mentions.filter(state=LinkState.CONFIRMED).exclude(claim=claim)
        if others.exists():
            raise RuleError(
                _(
                    "A place of this claim carries another claim as well. Say of that place first "
                    "that it does not carry this one."
                )
            )
        before = {"polarity": place.polarity}
        touched = sorted({*place.person_fields, "polarity"})
        place.change(row_version=place.row_version, polarity=claim.polarity, person_fields=touched)
        after, where = {"polarity": claim.polarity}, Where(document=place.document_id)
        changes.append(
            Change("mention.edited", place, before=before, after=after, why=why, where=where)
        )
    return changes


def stated(statement: str) -> str:
    """`statement` in one line. Raises RuleError if it says nothing."""
    words = " ".join(statement.split())
    if not words:
        raise RuleError(_("A claim needs a statement."))
    return words


def _refuse_equal(team: Team, by: "User", statement: str, drafts: list[SpeakerDraft]) -> None:
    equal = Claim.objects.visible_to(by).filter(team=team, statement__iexact=statement)
    wanted = {(s.actor.pk if s.actor else None, s.words if not s.actor else "") for s in drafts}
    for claim in equal.prefetch_related("speakers"):
        if {(row.actor_id, row.words) for row in claim.speakers.all()} == wanted:
            raise DuplicateError(_("This claim is here already."), existing=claim)


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise RuleError(_("This cannot be edited: %(names)s.") % {"names": ", ".join(unknown)})
    clean = dict(values)
    if "statement" in clean:
        clean["statement"] = stated(clean["statement"])
    if "kind" in clean and clean["kind"] not in Kind.values:
        raise RuleError(_("There is no such kind of claim."))
    if "polarity" in clean and clean["polarity"] not in POLARITIES:
        raise RuleError(_("A claim affirms or denies."))
    start, end = clean.get("about_start"), clean.get("about_end")
    if start and end and end < start:
        raise RuleError(_("The time it is about ends before it begins."))
    return clean


def _changed(claim: Claim, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(claim, name) != value}


def _open_to_edits(claim: Claim, by: "User", row_version: int) -> None:
    if not Claim.objects.visible_to(by).filter(pk=claim.pk).exists():
        raise PermissionDenied
    seen(claim, row_version)
    if claim.is_sealed():
        raise RuleError(
            _("A review has sealed this claim: withdraw or return it, or reopen the claim, first.")
        )


def _at(claim: Claim) -> Where:
    return Where(claim=claim.pk, round=claim.round)
