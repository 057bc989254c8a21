"""Which actors: what the page filters by."""

import django_filters as filters
from django.db.models import QuerySet

from actors.models import Actor
from actors.selectors import search_actors
from actors.vocabularies import ActorKind


class ActorFilters(filters.FilterSet):
    """Words are looked for in what the person reads: names and aliases, or public labels."""

    q = filters.CharFilter(method="search", label="Words of name, alias or public label")
    kind = filters.MultipleChoiceFilter(choices=ActorKind.choices)

    class Meta:
        model = Actor
        fields: list[str] = []

    def search(self, rows: QuerySet[Actor], _name: str, words: str) -> QuerySet[Actor]:
        team = self.request.parser_context["view"].team
        found = search_actors(self.request.user, team, q=words)
        return rows.filter(pk__in=found.values("pk"))
