"""Which documents: the same filters on the page and in the API."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from common.filters import RowsFilter
from documents.models import Document
from documents.vocabularies import DocumentKind, Processing, Triage
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

    q = filters.CharFilter(method="search", label=_("Words of the title, publisher or authors"))
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

    def search(self, rows: QuerySet[Document], _name: str, words: str) -> QuerySet[Document]:
        for word in words.split()[:8]:
            # A protected publisher is not found by the name that the searcher may not read.
            publisher = Q(publisher__name__icontains=word, publisher__is_protected=False)
            own = Q(title__icontains=word) | Q(authors__icontains=word)
            rows = rows.filter(own | publisher | Q(publisher_words__icontains=word))
        return rows

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("processing") else rows.live()

    def chosen(self) -> dict[str, Any]:
        """The filters that are on."""
        self.errors  # noqa: B018  (validates)
        return {name: value for name, value in self.form.cleaned_data.items() if value}
