"""Where claims were said, as filters and facets ask: which outlets, when, from how many origins."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from claims.models import ClaimMention
from claims.vocabularies import LinkState

if TYPE_CHECKING:
    from teams.models import User


def places(user: "User") -> QuerySet[ClaimMention]:
    """The confirmed places of claims that `user` may read."""
    return ClaimMention.objects.visible_to(user).filter(state=LinkState.CONFIRMED).order_by()


def said_in(user: "User", **document: Any) -> QuerySet[Any]:
    """A subquery of the ids of claims that are made in such a document."""
    lookups = {f"mention__document__{name}": value for name, value in document.items()}
    return places(user).filter(**lookups).values("claim_id")


def of_several_origins(user: "User") -> QuerySet[Any]:
    """A subquery of the ids of claims whose documents have two origins or more, as judged."""
    counted = places(user).values("claim_id")
    counted = counted.annotate(n=Count("mention__document__origin", distinct=True))
    return counted.filter(n__gt=1).values("claim_id")


def count_places(claims: Collection[Any], user: "User") -> None:
    """Give each claim `places`: how many mentions that `user` may read carry it. One query."""
    here = places(user).filter(claim__in=[claim.pk for claim in claims])
    counts = dict(here.values_list("claim_id").annotate(n=Count("pk")))
    for claim in claims:
        claim.places = counts.get(claim.pk, 0)


def outlets_of(claim_ids: Collection[int], user: "User") -> Counter[int]:
    """How many of the claims each publisher has published. One query."""
    here = places(user).filter(claim__in=claim_ids, mention__document__publisher__isnull=False)
    pairs = here.values_list("mention__document__publisher", "claim_id").distinct()
    return Counter(publisher for publisher, _claim in pairs)


def origins_of(claim_ids: Collection[int], user: "User") -> dict[int, int]:
    """How many origins each of the claims has that is said somewhere; 1 where none was judged."""
    origins: dict[int, set[int]] = defaultdict(set)
    rows = places(user).filter(claim__in=claim_ids)
    for claim_id, origin in rows.values_list("claim_id", "mention__document__origin").distinct():
        origins[claim_id] |= {origin} - {None}
    return {claim_id: max(1, len(found)) for claim_id, found in origins.items()}
