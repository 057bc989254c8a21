"""What of actors is searched: names and aliases, and what others read instead of a protected one.

Names stand in no other row's text: a row that an actor speaks in carries the actor's mark, and
`marks_for` says which marks a word stands for, for this person.
"""

from collections.abc import Collection, Iterator

from django.db.models import Q

from actors.models import Actor, Alias
from search import finding
from search.query import Term
from search.registry import Text
from teams.models import Team, User

# A word that so many are called finds what the newest of them say.
MOST_NAMESAKES = 300
NAMES, LABELS = "actor", "label"


def mark(actor_id: int) -> str:
    """The word that stands for an actor in the texts of what they say, pass on or publish."""
    return f"a_{actor_id}"


def marks_for(team: Team, user: User, term: Term) -> list[str]:
    """The marks of those that are called so, as `user` may read them. One query for most words,
    which name nobody, otherwise two.
    """
    if not finding.is_anywhere((NAMES, LABELS), term, team=team):
        return []
    named = Q(pk__in=finding.ids_of(NAMES, term, team=team)) & Q(may_read_name=True)
    labelled = Q(pk__in=finding.ids_of(LABELS, term, team=team)) & Q(may_read_name=False)
    actors = Actor.objects.readable_by(user).filter(named | labelled).order_by("-pk")
    return [mark(pk) for pk in actors.values_list("pk", flat=True)[:MOST_NAMESAKES]]


def names(ids: Collection[int]) -> Iterator[Text]:
    actors = Actor.objects.filter(pk__in=ids)
    aliases: dict[int, list[str]] = {}
    used = Alias.objects.filter(actor__in=ids, is_retired=False).order_by("pk")
    for actor_id, name in used.values_list("actor_id", "name"):
        aliases.setdefault(actor_id, []).append(name)
    for pk, team_id, name in actors.values_list("pk", "team_id", "name"):
        yield Text(pk, team_id, (name, *aliases.get(pk, ())))


def labels(ids: Collection[int]) -> Iterator[Text]:
    """The label of those that are protected now, and of the others nothing."""
    rows = Actor.objects.filter(pk__in=ids)
    for pk, team_id, hidden, label in rows.values_list(
        "pk", "team_id", "is_protected", "public_label"
    ):
        yield Text(pk, team_id, (label,) if hidden else ())
