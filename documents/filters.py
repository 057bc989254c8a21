"""Which documents: the same filters on the page and in the API."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from common.filters import RowsFilter
from documents.models import Document
from documents.searching import NAME
from documents.vocabularies import DocumentKind, Processing, Triage
from search.finding import matching
from teams.access import team_of
from teams.models import Membership, User
from teams.querysets import teams_of


def own_actors(request: Any) -> QuerySet[Actor]:
    """Those of the person's teams: the name of a chosen one is shown."""
    return Actor.objects.visible_to(request.user) if request else Actor.objects.none()


def colleagues(request: Any) -> QuerySet[User]:
    if request is None:
        return User.objects.none()
    together = Membership.objects.filter(team_id__in=teams_of(request.user))
    return User.objects.filter(pk__in=together.values("user_id"))


class DocumentFilter(filters.FilterSet):
    """Withdrawn documents are shown only when asked for by their state."""

    q = filters.CharFilter(method="search", label=_("Words of text, title, publisher or authors"))
    processing = filters.MultipleChoiceFilter(choices=Processing, label=_("Processing"))
    triage = filters.MultipleChoiceFilter(choices=Triage, label=_("Triage"))
    kind = filters.MultipleChoiceFilter(choices=DocumentKind, label=_("Kind"))
    publisher = RowsFilter(queryset=own_actors, label=_("Publisher"))
    added_by = RowsFilter(queryset=colleagues, label=_("Added by"))
    published_from = filters.DateFilter(
        field_name="published_on", lookup_expr="gte", label=_("Published from")
    )
    published_to = filters.DateFilter(
        field_name="published_on", lookup_expr="lte", label=_("Published to")
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def search(self, rows: QuerySet[Document], _name: str, typed: str) -> QuerySet[Document]:
        team, user = team_of(self.request), self.request.user
        return rows.filter(matching(NAME, typed, team=team, user=user))

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("processing") else rows.live()

    def chosen(self) -> dict[str, Any]:
        """The filters that are on."""
        self.errors  # noqa: B018  (validates)
        return {name: value for name, value in self.form.cleaned_data.items() if value}
