"""Claims as rows. The way to a verdict is in `review.api`."""

from django.db.models import QuerySet
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from claims import services
from claims.access import get_claim
from claims.api import serializers
from claims.filters import ClaimFilters
from claims.models import Claim
from claims.selectors import claims_of, with_places
from teams.access import require
from teams.api.views import InTeam
from teams.roles import Permission


class ClaimRows(InTeam, generics.GenericAPIView):
    tag = "claims"
    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer

    def get_queryset(self) -> QuerySet[Claim]:
        user = self.request.user
        return with_places(claims_of(self.team, user), user).select_related(
            "confirmed_by", "added_by"
        )

    def claim(self, permission: Permission) -> Claim:
        user, pk = self.request.user, self.kwargs["pk"]
        return get_claim(user, self.kwargs["team"], pk, permission=permission)


class Claims(ClaimRows, generics.ListAPIView):
    """The team's claims, filtered as on the page."""

    filterset_class = ClaimFilters
    inputs = {"POST": serializers.ClaimInput}
    makes = True
    summaries = {"GET": "List the claims", "POST": "Write a claim down by hand"}

    def post(self, request: Request, team: str) -> Response:
        """Sent twice it makes one: the second is a 409 `duplicate` with the `existing` claim."""
        require(request.user, Permission.CURATE_ACTOR, self.team)
        claim = services.create_claim(team=self.team, by=request.user, **self.given())
        return self.answer(claim, status.HTTP_201_CREATED)


class ClaimDetail(ClaimRows, generics.RetrieveAPIView):
    inputs = {"PATCH": serializers.ClaimEdit}
    summaries = {"GET": "Read a claim", "PATCH": "Edit or confirm a claim's statement"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        claim, changes = self.claim(Permission.EDIT_CLAIM), self.given()
        meta = {name: changes.pop(name) for name in ("row_version", "confirm", "why")}
        services.edit_claim(claim=claim, by=request.user, changes=changes, **meta)
        return self.answer(claim)


class ClaimSpeakers(ClaimRows):
    """Whoever spoke before is replaced."""

    inputs = {"POST": serializers.ClaimSpeakersInput}
    summaries = {"POST": "Say who states a claim"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        claim = self.claim(Permission.EDIT_CLAIM)
        services.set_claim_speakers(claim=claim, by=request.user, **self.given())
        return self.answer(claim)
