"""How many claims each box of the filter panel would leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.filters import ClaimFilters
from claims.models import Claim, ClaimSpeaker
from claims.vocabularies import ClaimState, Holds, Kind, Priority, Said

MOST_SPEAKERS = 12
MOST_TOPICS = 12
# Topic words are counted among so many of the newest claims.
NEWEST = 2000


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    axis: str = ""


def facets(claims: QuerySet[Claim], request: HttpRequest) -> list[Facet]:
    """The groups of the panel. Each counts what the other filters leave: one query a group."""
    panel = _Panel(claims, request)
    groups = [
        panel.codes("state", _("State"), ClaimState.choices, axis="state"),
        panel.codes("said", _("Was it said?"), Said.choices, axis="said"),
        panel.codes("holds", _("Does it hold?"), Holds.choices, axis="holds"),
        panel.topics(),
        panel.speakers(),
        panel.codes("kind", _("Kind"), Kind.choices),
        panel.codes("priority", _("Priority"), Priority.choices),
        panel.mark("needs_help", _("Needs help"), Q(needs_help=True)),
        panel.mark("needs_look", _("Needs a look"), ~Q(needs_look="")),
    ]
    return [group for group in groups if group.options]


class _Panel:
    def __init__(self, claims: QuerySet[Claim], request: HttpRequest) -> None:
        self.claims, self.request = claims, request

    def others(self, name: str) -> QuerySet[Claim]:
        """The claims that every filter but `name` leaves."""
        query = self.request.GET.copy()
        query.pop(name, None)
        return ClaimFilters(query, queryset=self.claims, request=self.request).qs.order_by()

    def codes(
        self, name: str, title: str, choices: Iterable[tuple[str, Any]], axis: str = ""
    ) -> Facet:
        """Codes that no claim has are left out, unless they are chosen."""
        rows = self.others(name).values(name).annotate(n=Count("pk")).values_list(name, "n")
        counts = dict(rows)
        chosen = self.request.GET.getlist(name)
        options = [
            Option(code, str(label), counts.get(code, 0), code in chosen)
            for code, label in choices
            if counts.get(code) or code in chosen
        ]
        return Facet(name, title, options, axis)

    def mark(self, name: str, label: str, has: Q) -> Facet:
        """One box; left out while no claim has the mark."""
        count = self.others(name).filter(has).count()
        chosen = self.request.GET.get(name) == "true"
        options = [Option("true", label, count, chosen)] if count or chosen else []
        return Facet(name, label, options)

    def topics(self) -> Facet:
        newest = self.others("topic").order_by("-pk").values_list("topic_words", flat=True)
        counts = Counter(word for words in newest[:NEWEST] for word in words)
        chosen = self.request.GET.getlist("topic")
        common = [word for word, _count in counts.most_common(MOST_TOPICS)]
        options = [
            Option(word, word, counts[word], word in chosen)
            for word in dict.fromkeys([*common, *chosen])
        ]
        return Facet("topic", _("Topic"), options)

    def speakers(self) -> Facet:
        rows = (
            ClaimSpeaker.objects.filter(claim__in=self.others("speaker"), actor__isnull=False)
            .order_by()
            .values("actor")
            .annotate(n=Count("claim", distinct=True))
            .order_by("-n", "actor")[:MOST_SPEAKERS]
        )
        counts = {row["actor"]: row["n"] for row in rows}
        chosen = {int(pk) for pk in self.request.GET.getlist("speaker") if pk.isdecimal()}
        actors = Actor.objects.visible_to(self.request.user).in_bulk([*counts, *chosen])
        options = [
            Option(str(pk), str(actors[pk]), counts.get(pk), pk in chosen)
            for pk in dict.fromkeys([*counts, *sorted(chosen)])
            if pk in actors
        ]
        return Facet("speaker", _("Speaker"), options)
