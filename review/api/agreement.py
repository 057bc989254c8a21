"""How far first and blind second reviews agree, as figures."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from review.agreement import ALPHA_FROM
from review.agreement_filters import AgreementFilters
from review.models import Review
from review.selectors.agreement import (
    Agreement,
    Settled,
    agreement_on,
    blind_seconds,
    reviewed_twice,
    ways_of_settling,
)
from review.vocabularies import Axis
from teams.api.views import InTeam


class CellSerializer(serializers.Serializer):
    first = serializers.CharField()
    second = serializers.CharField()
    number = serializers.IntegerField()


class AxisAgreementSerializer(serializers.Serializer):
    """One question. `left_open` are the pairs of reviews that do not both answer it; they count in
    none of the other figures. `stood_*`: whose verdict the settled differences ended with.
    """

    axis = serializers.ChoiceField(choices=Axis.choices)
    compared = serializers.IntegerField()
    left_open = serializers.IntegerField()
    agreeing = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(
        allow_null=True,
        help_text=(
            f"Krippendorff's alpha, nominal. Null below {ALPHA_FROM} compared pairs, and where "
            "all verdicts are the same."
        ),
    )
    table = serializers.SerializerMethodField()
    stood_first = serializers.IntegerField()
    stood_second = serializers.IntegerField()
    stood_neither = serializers.IntegerField()

    @extend_schema_field(CellSerializer(many=True))
    def get_table(self, found: Agreement) -> list[Any]:
        cells = [cell for row in found.table() for cell in row if cell.number]
        return CellSerializer(cells, many=True).data


class WaySerializer(serializers.Serializer):
    way = serializers.ChoiceField(choices=Settled.choices)
    number = serializers.IntegerField()


class AgreementSerializer(serializers.Serializer):
    """`pairs`: rounds of claims reviewed twice, the second time blind, that conceal nothing now."""

    pairs = serializers.IntegerField()
    axes = AxisAgreementSerializer(many=True)
    settled = WaySerializer(many=True)


class AgreementOfReviews(InTeam, generics.GenericAPIView):
    """Agreement between first and blind second reviews, by question."""

    tag, summaries = "review", {"GET": "Read how far reviews agree"}
    queryset = Review.objects.all()
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilters
    pagination_class = None

    def get_queryset(self) -> QuerySet[Review]:
        return blind_seconds(self.request.user, self.team)

    def get(self, request: Request, team: str) -> Response:
        twice = reviewed_twice(request.user, self.team, self.filter_queryset(self.get_queryset()))
        ways = ways_of_settling(twice)
        figures = {
            "pairs": len(twice),
            "axes": [agreement_on(axis, twice) for axis in Axis],
            "settled": [{"way": way, "number": number} for way, number in ways.items()],
        }
        return Response(AgreementSerializer(figures).data)
