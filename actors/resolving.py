"""Whom a name in a text means."""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Q

from actors.models import Actor, ActorQuerySet, Alias
from actors.names import fold, is_generic
from actors.vocabularies import ActorKind
from teams.models import Team

if TYPE_CHECKING:
    from teams.models import User


def resolve(
    team: Team, name: str, *, by: "User | None" = None, document_id: int | None = None
) -> list[Actor]:
    """Actors of `team` that `name` fits, by id: one is meant, several are all offered, none is.

    As `resolve_all`, which see.
    """
    return resolve_all(team, [name], by=by, document_id=document_id)[name]


def resolve_all(
    team: Team,
    names: Iterable[str],
    *,
    by: "User | None" = None,
    document_id: int | None = None,
) -> dict[str, list[Actor]]:
    """For each of `names` the actors whose name or alias is the same once folded. Three queries.

    Pronouns and bare role words fit nobody. An unnamed source is only found in its document.
    Protected actors are only found for a person (`by`) who may read their names: a machine that
    put the public label beside the name in a text would unmask them.
    """
    keys = {name: "" if is_generic(name) else fold(name) for name in names}
    wanted = set(keys.values()) - {""}
    actors = _readable(team, by)
    actors = actors.filter(~Q(kind=ActorKind.UNNAMED) | Q(document_id=document_id))
    named = actors.filter(folded__in=wanted).values_list("folded", "pk")
    aliases = Alias.objects.filter(folded__in=wanted, is_retired=False, actor__in=actors)
    fits: dict[str, set[int]] = {key: set() for key in keys.values()}
    for key, pk in chain(named, aliases.values_list("folded", "actor_id")):
        fits[key].add(pk)
    rows = actors.in_bulk(set().union(*fits.values()))
    return {name: [rows[pk] for pk in sorted(fits[key])] for name, key in keys.items()}


def _readable(team: Team, by: "User | None") -> ActorQuerySet:
    actors = Actor.objects.filter(team=team)
    if by is None:
        return actors.filter(is_protected=False)
    return actors.named_to(by)
