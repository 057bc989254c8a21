"""Who published a document: an actor where one is known, the words as given where none is."""

from dataclasses import dataclass

from actors import services as actors
from actors.models import Actor
from actors.resolving import resolve
from actors.vocabularies import ActorKind
from teams import access
from teams.models import Team, User
from teams.roles import Permission


@dataclass(frozen=True)
class Publisher:
    """An actor, or words that fit none (or several)."""

    actor: Actor | None = None
    words: str = ""


def known_publisher(team: Team, name: str, *, by: User) -> Publisher:
    """The one actor that `name` fits, or the words. Writes nothing."""
    name = " ".join(name.split())
    fits = resolve(team, name, by=by) if name else []
    return Publisher(fits[0]) if len(fits) == 1 else Publisher(words=name)


def publisher_of(team: Team, name: str, *, by: User) -> Publisher:
    """As `known_publisher`, but an unknown name becomes an outlet if `by` may create actors.

    Whoever may not leaves the words, and the next curator who saves the document makes the actor.
    Words that fit several actors stay words: nobody else can tell which one is meant.
    """
    publisher = known_publisher(team, name, by=by)
    unknown = publisher.words and not resolve(team, publisher.words, by=by)
    if unknown and access.may(by, Permission.CURATE_ACTOR, team):
        made = actors.create_actor(team=team, name=publisher.words, kind=ActorKind.OUTLET, by=by)
        return Publisher(made)
    return publisher
