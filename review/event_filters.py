"""Which events: the same filters of the history on its pages and in the API."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.filters import FromDayFilter, IdFilter, ToDayFilter
from history.models import Event

# Kinds of change as people choose them, and how the kinds of their events begin.
CHANGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "claim": (_("Claims"), ("claim.", "claim_mention.")),
    "review": (_("Reviews"), ("review.",)),
    "evidence": (_("Evidence"), ("evidence.",)),
    "comment": (_("Comments"), ("comment.",)),
    "mention": (_("Mentions"), ("mention.",)),
    "document": (_("Documents"), ("document.", "version.", "origin.", "extraction_run.")),
    "actor": (_("Actors"), ("actor.", "alias.")),
    "team": (_("Team"), ("team.", "membership.", "invitation.", "token.", "history.")),
}


class ReferenceField(forms.DecimalField):
    """The number of a claim, also as people write it: C-0412."""

    def to_python(self, value: Any) -> Any:
        words = str(value).strip().upper().removeprefix("C-") if value else value
        return super().to_python(words)


class ClaimFilter(IdFilter):
    field_class = ReferenceField


class EventFilters(filters.FilterSet):
    """Several values of `change` widen, several filters narrow. Days are whole ones."""

    change = filters.MultipleChoiceFilter(
        choices=[(code, label) for code, (label, _kinds) in CHANGES.items()],
        method="filter_change",
        label=_("Kind of change"),
    )
    claim = ClaimFilter(field_name="claim_id")
    document = IdFilter(field_name="document_id")
    actor = IdFilter(field_name="actor_id")
    by = IdFilter(field_name="by_id")
    at_from = FromDayFilter(field_name="at", label=_("From this day on"))
    at_to = ToDayFilter(field_name="at", label=_("Up to this day"))
    kind = filters.CharFilter()
    object_type = filters.CharFilter()
    object_id = IdFilter()
    action = filters.UUIDFilter()
    after_seq = IdFilter(field_name="seq", lookup_expr="gt")

    class Meta:
        model = Event
        fields: list[str] = []

    def filter_change(
        self, events: QuerySet[Event], _name: str, codes: list[str]
    ) -> QuerySet[Event]:
        begins = Q()
        for code in codes:
            for kind in CHANGES[code][1]:
                begins |= Q(kind__startswith=kind)
        return events.filter(begins)
