"""The page of a claim."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from claims.models import Claim
from history.services import heads
from review import services
from review.access import get_claim
from review.selectors import work
from review.views.showing import claim_page


@login_required
@require_GET
def claim(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """?done= says that the person has just finished with it: what comes next stands on top."""
    row = get_claim(request.user, team, pk)
    services.look(claim=row, by=request.user)
    given = _onward(request, row) if "done" in request.GET else {}
    head = heads([row.team_id]).get(row.team_id)
    answer = claim_page(request, row, **given)
    # What the page told is no news any more; what came while it was drawn still is.
    services.see(subject=row, by=request.user, up_to=head.seq if head else 0)
    return answer


def _onward(request: HttpRequest, row: Claim) -> dict[str, Any]:
    task = work.next_task(request.user, row.team, after=f"c{row.pk}")
    return {"finished": True, "next_task": task}


def finished(row: Claim) -> str:
    """Where a person goes who has just done their part on a claim."""
    return f"{row.get_absolute_url()}?done=1"
