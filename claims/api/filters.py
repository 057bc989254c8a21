"""Which mentions and links."""

import django_filters as filters
from django.db.models import QuerySet

from claims.models import ClaimMention, Mention
from claims.searching import MENTION
from claims.vocabularies import Curation, Kind, LinkState, Mode, Polarity
from common.filters import IdFilter
from search.finding import matching
from teams.access import team_of


class MentionFilters(filters.FilterSet):
    """What the last run no longer found comes only if asked for by `curation=stale`, and what the
    document says itself only if accepted, or asked for by `mode=asserted`.
    """

    q = filters.CharFilter(method="of_words", label="Words of content, source, speaker or note")
    document = IdFilter(field_name="document_id")
    version = IdFilter(field_name="version__number")
    claim = IdFilter(method="of_claim")
    curation = filters.MultipleChoiceFilter(choices=Curation.choices, distinct=False)
    kind = filters.MultipleChoiceFilter(choices=Kind.choices, distinct=False)
    mode = filters.MultipleChoiceFilter(choices=Mode.choices, distinct=False)
    polarity = filters.MultipleChoiceFilter(choices=Polarity.choices, distinct=False)

    class Meta:
        model = Mention
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Mention], _name: str, typed: str) -> QuerySet[Mention]:
        team, user = team_of(self.request), self.request.user
        return rows.filter(matching(MENTION, typed, team=team, user=user))

    def of_claim(self, rows: QuerySet[Mention], _name: str, pk: int) -> QuerySet[Mention]:
        links = ClaimMention.objects.visible_to(self.request.user)
        links = links.filter(claim_id=pk, state=LinkState.CONFIRMED)
        return rows.filter(pk__in=links.values("mention_id"))

    def filter_queryset(self, queryset: QuerySet[Mention]) -> QuerySet[Mention]:
        rows, asked = super().filter_queryset(queryset), self.form.cleaned_data
        if asked["curation"]:
            return rows
        own = Mode.ASSERTED in asked["mode"] or Polarity.NOT_SAID in asked["polarity"]
        return rows.standing() if own else rows.counted()


class PlaceFilters(filters.FilterSet):
    claim = IdFilter(field_name="claim_id")
    mention = IdFilter(field_name="mention_id")
    state = filters.MultipleChoiceFilter(choices=LinkState.choices, distinct=False)

    class Meta:
        model = ClaimMention
        fields: list[str] = []
