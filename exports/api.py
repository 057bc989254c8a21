"""Exports for programs."""

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request

from claims.filters import ClaimFilters
from claims.models import Claim
from exports.claims import FORMATS, claims_file, exported_claims
from teams.api.views import InTeam


class FormatQuery(serializers.Serializer):
    format = serializers.ChoiceField(choices=list(FORMATS), default="csv")


class ExportClaims(InTeam, generics.GenericAPIView):
    """Every claim that a filter leaves and you may see, by number, streamed."""

    tag, summaries = "exports", {"GET": "Export claims"}
    throttle_scope = "export"
    queryset = Claim.objects.all()
    filterset_class = ClaimFilters
    serializer_class = serializers.Serializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Claim]:
        return exported_claims(self.team, self.request.user)

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=list(FORMATS), default="csv")],
        responses={
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "application/x-ndjson"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request, team: str) -> StreamingHttpResponse:
        query = FormatQuery(data=request.GET.dict())
        query.is_valid(raise_exception=True)
        filters = {name: values for name, values in request.GET.lists() if name != "format"}
        claims = self.filter_queryset(self.get_queryset())
        kind = query.validated_data["format"]
        return claims_file(claims, team=self.team, kind=kind, filters=filters)
