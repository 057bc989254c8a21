"""Everything that changes an actor and its names.

Events name no names: what is protected or redacted later must not be left behind in them.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Alias, ReliabilityAssessment
from actors.names import fold, is_generic
from actors.resolving import resolve
from actors.selectors import twins
from actors.vocabularies import ActorKind, Reliability
from common.errors import DuplicateError, RuleError
from common.names import require_visible, visible
from history import services as history
from history.services import Change, Where
from teams.access import require
from teams.models import Membership, Team, User
from teams.roles import Permission
from teams.vocabularies import Grading


@transaction.atomic
def create_actor(
    *,
    team: Team,
    name: str,
    kind: str,
    by: User,
    description: str = "",
    even_if_known: bool = False,
) -> Actor:
    """Make an actor that is known beyond one document.

    Raises DuplicateError if an actor that `by` may read has this name or alias, or one that looks
    the same, unless `even_if_known`: two people may share a name. RuleError for a name that holds
    signs that are not seen.
    """
    require(by, Permission.CURATE_ACTOR, team)
    require_visible(name)
    known = [] if even_if_known else resolve(team, name, by=by)
    if known:
        raise DuplicateError(_("An actor of this name is here already."), existing=known[0])
    alike = [] if even_if_known else twins(by, team, name)
    if alike:
        raise DuplicateError(
            _("An actor here is called so in other letters that look the same."), existing=alike[0]
        )
    return _create(team, by, name=name, kind=kind, description=description)


@transaction.atomic
def create_unnamed(*, team: Team, document_id: int, words: str, by: User) -> Actor:
    """The unnamed source that `words` stand for in one document, made if it is not there yet.

    The caller has checked that `by` may see the document.
    """
    require(by, Permission.TRIAGE, team)
    words = visible(words)
    same = Actor.objects.filter(team=team, document_id=document_id, folded=fold(words))
    return same.order_by("pk").first() or _create(
        team, by, name=words, kind=ActorKind.UNNAMED, document_id=document_id
    )


def _create(team: Team, by: User, *, name: str, **values: Any) -> Actor:
    actor = Actor.objects.create(team=team, name=name, folded=fold(name), added_by=by, **values)
    told: dict[str, Any] = {key: values[key] for key in ("kind", "document_id") if key in values}
    _record(Change("actor.created", actor, after=told, where=Where(actor=actor.pk)), actor, by)
    return actor


@transaction.atomic
def edit_actor(
    *, actor: Actor, name: str, kind: str, description: str, row_version: int, by: User
) -> None:
    """Change what an actor is called, is, and is said to be.

    Raises ConflictError if somebody changed it since `row_version`; writes nothing then.
    """
    access.require_by_name(by, Permission.CURATE_ACTOR, actor)
    if actor.document_id and kind != ActorKind.UNNAMED:
        raise RuleError(_("A source of one document stays unnamed. Make an actor of its own."))
    require_visible(name)
    after: dict[str, Any] = {"name": name, "kind": kind, "description": description}
    changed = sorted(field for field, value in after.items() if getattr(actor, field) != value)
    before = actor.kind
    actor.change(row_version=row_version, folded=fold(name), **after)
    edited = Change(
        "actor.edited",
        actor,
        before={"kind": before},
        after={"kind": kind, "changed": changed},
        where=Where(actor=actor.pk),
    )
    _record(edited, actor, by)


@transaction.atomic
def add_alias(*, actor: Actor, name: str, by: User, language: str = "") -> Alias:
    """Give an actor another name, or take one back into use.

    Raises RuleError for pronouns and bare role words, DuplicateError for a name it has already.
    """
    access.require_by_name(by, Permission.EDIT_ALIAS, actor)
    if is_generic(name):
        raise RuleError(_("This word stands for somebody only where it is written: no alias."))
    if not fold(name):
        raise RuleError(_("Write the other name."))
    require_visible(name)
    retired = actor.aliases.filter(folded=fold(name), is_retired=True).first()
    if retired:
        retired.change(
            row_version=retired.row_version, is_retired=False, name=name, language=language
        )
    alias = retired or _insert_alias(actor, name, language, by)
    after = {"actor": actor, "language": language}
    added = Change("alias.added", alias, after=after, where=Where(actor=actor.pk))
    _record(added, actor, by)
    return alias


def _insert_alias(actor: Actor, name: str, language: str, by: User) -> Alias:
    duplicate = DuplicateError(_("The actor has this name already."), existing=actor)
    if fold(name) == actor.folded:
        raise duplicate
    try:
        with transaction.atomic():
            return Alias.objects.create(
                actor=actor, name=name, folded=fold(name), language=language, added_by=by
            )
    except IntegrityError:
        raise duplicate from None


@transaction.atomic
def retire_alias(*, alias: Alias, row_version: int, by: User) -> None:
    """Stop using an alias; it stays on record. Raises ConflictError if it was changed since."""
    access.require_by_name(by, Permission.EDIT_ALIAS, alias.actor)
    alias.change(row_version=row_version, where={"is_retired": False}, is_retired=True)
    retired = Change("alias.retired", alias, where=Where(actor=alias.actor_id))
    _record(retired, alias.actor, by)


@transaction.atomic
def protect_actor(
    *, actor: Actor, public_label: str, readers: Sequence[User], row_version: int, by: User
) -> None:
    """Show `public_label` instead of name and aliases to all but leads and `readers`.

    For an actor that is protected already: change label and readers. Raises RuleError without a
    label, with a label that gives the name away, or for readers outside the team; ConflictError
    if somebody changed the actor since `row_version`.
    """
    require(by, Permission.PROTECT, actor.team)
    _check_label(actor, public_label)
    members = Membership.objects.active().filter(team=actor.team_id, user__in=readers)
    if members.count() != len(set(readers)):
        raise RuleError(_("Only members of the team can be named."))
    actor.change(row_version=row_version, is_protected=True, public_label=public_label)
    actor.set_many("readers", readers)
    after = {"public_label": public_label, "readers": sorted(each.pk for each in readers)}
    change = Change("actor.protected", actor, after=after, where=Where(actor=actor.pk))
    _record(change, actor, by)


def _check_label(actor: Actor, label: str) -> None:
    if not label.strip():
        raise RuleError(_("Write what everybody else reads instead of the name."))
    require_visible(label)
    names = [actor.folded, *actor.aliases.values_list("folded", flat=True)]
    if any(re.search(rf"\b{re.escape(name)}\b", fold(label)) for name in names):
        raise RuleError(_("The public label holds a name that it should hide."))


@transaction.atomic
def unprotect_actor(*, actor: Actor, row_version: int, by: User) -> None:
    """Let the whole team read the name again. The label is kept, the readers are not."""
    require(by, Permission.PROTECT, actor.team)
    actor.change(row_version=row_version, where={"is_protected": True}, is_protected=False)
    actor.set_many("readers", [])
    change = Change("actor.unprotected", actor, where=Where(actor=actor.pk))
    _record(change, actor, by)


@transaction.atomic
def assess(
    *, actor: Actor, letter: str, reason: str, by: User, subject: str = ""
) -> ReliabilityAssessment:
    """Give a source a letter from A to F, in general or on a subject. Earlier ones stay.

    Raises RuleError for an unknown letter, without a reason, or where the team grades nothing.
    What counts already, sent again by the same person, makes no second one. The event leaves out
    the reason, which may tell who somebody is.
    """
    access.require_by_name(by, Permission.ASSESS, actor)
    reason, subject = reason.strip(), " ".join(subject.split())
    if actor.team.grading == Grading.OFF:
        raise RuleError(_("This team does not grade evidence and sources."))
    if letter not in Reliability.values:
        raise RuleError(_("Choose a letter from A to F."))
    if not reason:
        raise RuleError(_("Write why you give this letter."))
    if subject and not fold(subject):
        raise RuleError(_("Write the subject in words."))
    given = {"letter": letter, "folded": fold(subject), "reason": reason, "by": by}
    again = ReliabilityAssessment.objects.newest().filter(actor=actor, **given).first()
    if again:
        return again
    row = ReliabilityAssessment.objects.create(actor=actor, subject=subject, **given)
    after = {"actor": actor, "letter": letter, "subject": subject}
    assessed = Change("actor.assessed", row, after=after, where=Where(actor=actor.pk))
    _record(assessed, actor, by)
    return row


def _record(change: Change, actor: Actor, by: User) -> None:
    history.record(change, team_id=actor.team_id, by=by)
