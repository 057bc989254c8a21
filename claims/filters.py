"""The filters of claims: the same names and rules on the page and in the API."""

import json
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from actors.models import Actor
from claims.models import Claim, ClaimSpeaker
from claims.places import of_several_origins, said_in
from claims.selectors import search_claims
from claims.vocabularies import CLAIM_POLARITIES, ClaimState, Holds, Kind, Priority, Said
from common.filters import RowsFilter
from teams.access import team_of

DUE = [("late", _("Late")), ("week", _("In seven days")), ("none", _("No date"))]
ORIGINS = [("one", _("One origin")), ("several", _("Two or more"))]
NOT_JUDGED = ("none", _("Not judged"))


class WordsField(forms.MultipleChoiceField):
    """Any words: which there are is not asked of the database for each request."""

    def valid_value(self, value: Any) -> bool:
        return True


class WordsFilter(django_filters.MultipleChoiceFilter):
    field_class = WordsField


def choices(codes: list[Any], **options: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(choices=codes, distinct=False, **options)


class ClaimFilters(django_filters.FilterSet):
    """Several values of one filter widen, several filters narrow. Needs `request`."""

    q = django_filters.CharFilter(method="filter_words", label=_("Words"))
    state = choices(ClaimState.choices)
    said = choices([*Said.choices, NOT_JUDGED], method="filter_verdict")
    holds = choices([*Holds.choices, NOT_JUDGED], method="filter_verdict")
    polarity = choices(CLAIM_POLARITIES)
    kind = choices(Kind.choices)
    priority = choices(Priority.choices)
    speaker = RowsFilter(
        queryset=lambda request: Actor.objects.visible_to(request.user), method="filter_speaker"
    )
    topic = WordsFilter(method="filter_topic", label=_("Topic words"))
    outlet = RowsFilter(
        queryset=lambda request: Actor.objects.visible_to(request.user), method="filter_outlet"
    )
    origins = django_filters.ChoiceFilter(choices=ORIGINS, method="filter_origins")
    published_from = django_filters.DateFilter(method="filter_published", label=_("Published from"))
    published_to = django_filters.DateFilter(method="filter_published", label=_("Published to"))
    due = django_filters.ChoiceFilter(choices=DUE, method="filter_due")
    needs_help = django_filters.BooleanFilter()
    needs_look = django_filters.BooleanFilter(method="filter_needs_look")

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_words(self, claims: QuerySet[Claim], _name: str, words: str) -> QuerySet[Claim]:
        return search_claims(claims, words, team=team_of(self.request), user=self.request.user)

    def filter_verdict(
        self, claims: QuerySet[Claim], name: str, codes: list[str]
    ) -> QuerySet[Claim]:
        if not codes:
            return claims
        return claims.filter(**{f"{name}__in": ["" if code == "none" else code for code in codes]})

    @extend_schema_field(int)
    def filter_speaker(
        self, claims: QuerySet[Claim], _name: str, actors: list[Actor]
    ) -> QuerySet[Claim]:
        if not actors:
            return claims
        speaking = ClaimSpeaker.objects.filter(actor__in=actors)
        return claims.filter(pk__in=speaking.values("claim_id"))

    @extend_schema_field(int)
    def filter_outlet(
        self, claims: QuerySet[Claim], _name: str, actors: list[Actor]
    ) -> QuerySet[Claim]:
        if not actors:
            return claims
        return claims.filter(pk__in=said_in(self.request.user, publisher__in=actors))

    def filter_origins(self, claims: QuerySet[Claim], _name: str, value: str) -> QuerySet[Claim]:
        several = of_several_origins(self.request.user)
        if value == "several":
            return claims.filter(pk__in=several)
        return claims.filter(pk__in=said_in(self.request.user)).exclude(pk__in=several)

    def filter_published(self, claims: QuerySet[Claim], name: str, day: date) -> QuerySet[Claim]:
        lookup = "published_on__gte" if name == "published_from" else "published_on__lte"
        return claims.filter(pk__in=said_in(self.request.user, **{lookup: day}))

    @extend_schema_field(str)
    def filter_topic(
        self, claims: QuerySet[Claim], _name: str, words: list[str]
    ) -> QuerySet[Claim]:
        if not words:
            return claims
        # JSON as text, because SQLite knows no containment; with and without \u escapes.
        wanted = Q()
        for word in words:
            wanted |= Q(topics_text__contains=json.dumps(word))
            wanted |= Q(topics_text__contains=json.dumps(word, ensure_ascii=False))
        return claims.annotate(topics_text=Cast("topic_words", TextField())).filter(wanted)

    def filter_due(self, claims: QuerySet[Claim], _name: str, value: str) -> QuerySet[Claim]:
        today = timezone.localdate()
        if value == "none":
            return claims.filter(due_on=None)
        if value == "late":
            return claims.open().filter(due_on__lt=today)
        return claims.open().filter(due_on__range=(today, today + timedelta(days=7)))

    def filter_needs_look(
        self, claims: QuerySet[Claim], _name: str, wanted: bool
    ) -> QuerySet[Claim]:
        return claims.exclude(needs_look="") if wanted else claims.filter(needs_look="")


def add_filter(name: str, of: django_filters.Filter) -> None:
    """Let claims be filtered by what only an app above knows, everywhere they are filtered."""
    of.field_name = name
    ClaimFilters.base_filters[name] = of
