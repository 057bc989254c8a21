"""The page of a claim."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from review.access import get_claim
from review.views.showing import claim_page


@login_required
@require_GET
def claim(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    return claim_page(request, get_claim(request.user, team, pk))
