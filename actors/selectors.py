"""What pages read of actors."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import Lower
from rapidfuzz import fuzz, process

from actors import registry
from actors.models import Actor, ActorQuerySet, Alias, ReliabilityAssessment
from actors.names import fold
from common.names import skeleton
from common.pagination import Page, keyset_page
from teams.models import Team, User

# From here on two names may be one, written or spelt otherwise: "Orla Ven", "Venn, Orla".
ALIKE_FROM = 84
NAMES = 20_000

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from actors.models import AssessmentQuerySet


def search_actors(user: User, team: Team, *, q: str = "", kind: str = "") -> ActorQuerySet:
    """Actors of `team` that `user` may see, all of whose words of `q` occur in what they read.

    That is name and aliases, or the public label where they may not read the name. Each row has
    `sorted_by`, made of the same, so that neither order nor cursors give a name away.
    """
    actors = Actor.objects.visible_to(user).filter(team=team).select_related("team")
    if kind:
        actors = actors.filter(kind=kind)
    hidden = When(may_read_name=False, then=Lower("public_label"))
    actors = actors.annotate(sorted_by=Case(hidden, default=F("folded")))
    words = fold(q).split()
    if q.strip() and not words:
        return actors.none()
    for word in words:
        actors = actors.filter(_holds(word))
    return actors


def _holds(word: str) -> Q:
    aliases = Alias.objects.filter(actor=OuterRef("pk"), is_retired=False, folded__contains=word)
    named = Q(may_read_name=True) & (Q(folded__contains=word) | Exists(aliases))
    return named | Q(is_protected=True, public_label__icontains=word)


def actors_page(
    user: User, team: Team, *, q: str = "", kind: str = "", after: str = "", before: str = ""
) -> Page:
    """One page of `search_actors`, in the order of what is read. Three queries.

    Each row has, for whoever may read its name, `shown_aliases`, those in use, and
    `shown_document`, that of an unnamed source.
    """
    rows = search_actors(user, team, q=q, kind=kind)
    page = keyset_page(rows, order=("sorted_by", "pk"), after=after, before=before)
    readable = [actor.pk for actor in page.rows if actor.may_read_name]
    aliases: dict[int, list[Alias]] = {}
    for alias in Alias.objects.filter(actor__in=readable, is_retired=False).order_by("name", "pk"):
        aliases.setdefault(alias.actor_id, []).append(alias)
    documents = documents_of(page.rows, user)
    for actor in page.rows:
        actor.shown_aliases = aliases.get(actor.pk, [])
        actor.shown_document = documents.get(actor.pk)
    return page


def documents_of(actors: Collection[Actor], user: User) -> dict[int, Any]:
    """The documents of the unnamed sources whose names the person may read, by actor. One query."""
    unnamed = {
        actor.pk: actor.document_id for actor in actors if actor.document_id and actor.may_read_name
    }
    documents = registry.documents_of(user, set(unnamed.values()))
    return {pk: documents[of] for pk, of in unnamed.items() if of in documents}


def aliases_of(actor: Actor) -> "QuerySet[Alias]":
    """All aliases of an actor whose name the person may read, used ones first; else none."""
    if not actor.may_read_name:
        return Alias.objects.none()
    return actor.aliases.select_related("actor").order_by("is_retired", "name", "pk")


def assessments_of(actor: Actor, user: User) -> "AssessmentQuerySet":
    """Every letter the actor was given, the newest first, with who gave it."""
    rows = ReliabilityAssessment.objects.visible_to(user).filter(actor=actor.pk)
    return rows.select_related("by").order_by("-pk")


def letters_of(actor_ids: Collection[int], user: User) -> dict[int, list[ReliabilityAssessment]]:
    """The letters that count, by actor: the general one first, then by subject. One query."""
    rows = ReliabilityAssessment.objects.visible_to(user).newest().filter(actor__in=actor_ids)
    found: dict[int, list[ReliabilityAssessment]] = {}
    for row in rows.order_by("folded"):
        found.setdefault(row.actor_id, []).append(row)
    return found


def namesakes(actor: Actor, user: User) -> ActorQuerySet:
    """Other actors that share a name or alias with `actor`, as far as `user` may read them.

    Such a name resolves to none of them by itself.
    """
    own = actor.aliases.filter(is_retired=False).values("folded")
    shared = Alias.objects.filter(actor=OuterRef("pk"), is_retired=False)
    shared = shared.filter(Q(folded=actor.folded) | Q(folded__in=own))
    others = Actor.objects.named_to(user).filter(team=actor.team_id, document_id=None)
    others = others.exclude(pk=actor.pk).select_related("team")
    return others.filter(Q(folded=actor.folded) | Q(folded__in=own) | Exists(shared))


def lookalikes(user: User, team: Team, name: str) -> list[Actor]:
    """Up to five actors whose name or alias, as `user` may read them, is nearly `name` or looks so
    in other letters: the most alike first. Three queries; of a very large team the newest 20,000
    names.
    """
    actors = Actor.objects.named_to(user).filter(team=team, document_id=None)
    aliases = Alias.objects.filter(actor__in=actors, is_retired=False)
    names = [
        *actors.order_by("-pk").values_list("pk", "folded")[:NAMES],
        *aliases.order_by("-pk").values_list("actor_id", "folded")[:NAMES],
    ]
    alike = process.extract(
        skeleton(fold(name)),
        [skeleton(folded) for _pk, folded in names],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE_FROM,
        limit=20,
    )
    order = list(dict.fromkeys(names[at][0] for _folded, _score, at in alike))[:5]
    rows = actors.in_bulk(order)
    return [rows[pk] for pk in order]


def twins(user: User, team: Team, name: str) -> list[Actor]:
    """Those of `lookalikes` that are called as `name` in other letters that look the same."""
    look = skeleton(fold(name))
    alike = lookalikes(user, team, name)
    return [actor for actor in alike if look in _looks_of(actor)]


def _looks_of(actor: Actor) -> set[str]:
    used = actor.aliases.filter(is_retired=False).values_list("folded", flat=True)
    return {skeleton(folded) for folded in (actor.folded, *used)}


def counts_by_kind(user: User, team: Team) -> dict[str, int]:
    """How many actors of each kind the person may see. One query."""
    rows = Actor.objects.visible_to(user).filter(team=team).order_by()
    return dict(rows.values_list("kind").annotate(number=Count("pk")))
