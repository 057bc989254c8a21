"""What the review adds to the filters of claims and to their panel."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field

from claims.facets import Facet, Panel, Sample
from claims.models import Claim
from common.filters import RowsFilter
from documents.filters import colleagues
from review.models import Assignment, Evidence
from teams.models import User

EVIDENCE = [("yes", gettext_lazy("Has some")), ("no", gettext_lazy("None yet"))]


@extend_schema_field(int)
class HolderFilter(RowsFilter):
    """Claims that one of these people has to review now."""

    def filter(self, claims: QuerySet[Claim], people: list[User]) -> QuerySet[Claim]:
        if not people:
            return claims
        duties = Assignment.objects.open().filter(person__in=people)
        return claims.filter(pk__in=duties.values("claim_id"))


@extend_schema_field({"type": "string", "enum": [code for code, _label in EVIDENCE]})
class EvidenceFilter(django_filters.ChoiceFilter):
    """Claims with evidence that stands, or without any, as far as the person may read it."""

    def filter(self, claims: QuerySet[Claim], wanted: str) -> QuerySet[Claim]:
        if not wanted:
            return claims
        standing = Evidence.objects.visible_to(self.parent.request.user).live().order_by()
        held = standing.values("claim_id")
        return claims.filter(pk__in=held) if wanted == "yes" else claims.exclude(pk__in=held)


FILTERS = {
    "holder": HolderFilter(queryset=colleagues, label=gettext_lazy("With")),
    "evidence": EvidenceFilter(choices=EVIDENCE, label=gettext_lazy("Evidence")),
}


def holders(panel: Panel) -> Facet:
    def names(ids: Iterable[Any]) -> dict[Any, str]:
        people = colleagues(panel.request).filter(pk__in=list(ids))
        return {person.pk: str(person) for person in people}

    return panel.things("holder", _("With"), _count_holders, names)


def evidence(panel: Panel) -> Facet:
    ids = panel.sample("evidence").ids
    standing = Evidence.objects.visible_to(panel.request.user).live().filter(claim__in=ids)
    held = len(set(standing.order_by().values_list("claim_id", flat=True)))
    return panel.counted("evidence", _("Evidence"), EVIDENCE, {"yes": held, "no": len(ids) - held})


def _count_holders(sample: Sample) -> Counter[int]:
    duties = Assignment.objects.open().filter(claim__in=sample.ids).order_by()
    return Counter(duties.values_list("person", flat=True))
