"""Actors and their names, built with the least that a case needs."""

import itertools

from actors.models import Actor, Alias, ReliabilityAssessment
from actors.names import fold
from actors.vocabularies import ActorKind
from tests.factories.teams import make_member, make_team

_number = itertools.count(1)


def make_actor(team=None, name="", *, kind=ActorKind.ORGANISATION, by=None, readers=(), **fields):
    """An actor of `team` (of a team of its own without one)."""
    team = team or make_team()
    name = name or f"Harbour office {next(_number)}"
    actor = Actor.objects.create(
        team=team,
        name=name,
        folded=fold(name),
        kind=kind,
        added_by=by or make_member(team, "reviewer"),
        **fields,
    )
    actor.readers.set(readers)
    return actor


def make_protected(team=None, name="Ilva Norn", *, label="a dock worker", **fields):
    """A protected person: `name` for leads and readers, `label` for everybody else."""
    fields.setdefault("kind", ActorKind.PERSON)
    return make_actor(team, name, is_protected=True, public_label=label, **fields)


def make_unnamed(team=None, name="", *, document_id=1, **fields):
    """An unnamed source of one document."""
    return make_actor(
        team,
        name or f"a fisherman {next(_number)}",
        kind=ActorKind.UNNAMED,
        document_id=document_id,
        **fields,
    )


def make_alias(actor, name="", *, by=None, **fields):
    name = name or f"Office {next(_number)}"
    return Alias.objects.create(
        actor=actor, name=name, folded=fold(name), added_by=by or actor.added_by, **fields
    )


def make_assessment(actor, letter="B", *, by=None, subject="", reason="It was right before."):
    return ReliabilityAssessment.objects.create(
        actor=actor,
        letter=letter,
        subject=subject,
        folded=fold(subject),
        reason=reason,
        by=by or actor.added_by,
    )
