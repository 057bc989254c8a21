"""Which reviewed pairs: the same filters of the agreement on its page and in the API."""

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.vocabularies import Kind
from common.filters import FromDayFilter, IdFilter, ToDayFilter
from review.models import Review
from review.vocabularies import Duty


class AgreementFilters(filters.FilterSet):
    """Narrow second reviews: by the day they were sealed, and so the pair was whole; by the kind of
    claim; by one of the two people.
    """

    sealed_from = FromDayFilter(field_name="sealed_at", label=_("From this day on"))
    sealed_to = ToDayFilter(field_name="sealed_at", label=_("Up to this day"))
    kind = filters.MultipleChoiceFilter(
        field_name="claim__kind", choices=Kind.choices, distinct=False, label=_("Kind")
    )
    reviewer = IdFilter(method="filter_reviewer", label=_("First or second reviewer"))

    class Meta:
        model = Review
        fields: list[str] = []

    def filter_reviewer(
        self, seconds: QuerySet[Review], _name: str, number: int
    ) -> QuerySet[Review]:
        firsts = Review.objects.standing().filter(duty=Duty.FIRST, reviewer=number)
        of_pair = firsts.filter(claim_id=OuterRef("claim_id"), round=OuterRef("round"))
        return seconds.filter(Q(reviewer=number) | Exists(of_pair))
