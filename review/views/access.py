"""Who may read a claim, as far as the claim itself says: for leads, told before it is done."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.models import Claim
from common.errors import DomainError
from common.telling import is_told, told_mark
from review import services
from review.access import get_claim
from review.forms import ClaimAccessForm
from review.selectors.people import readers
from review.selectors.sight import sight_of_claim
from teams.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """A first POST tells what it would open and close, one that says it was told does it."""
    claim = get_claim(request.user, team, pk, permission=Permission.PROTECT)
    if request.method != "POST":
        known = {"access": claim.access, "readers": claim.readers.all()}
        known |= {"row_version": claim.row_version}
        return _page(request, claim, ClaimAccessForm(claim=claim, initial=known))
    form = ClaimAccessForm(request.POST, claim=claim)
    if not form.is_valid():
        return _page(request, claim, form, status=422)
    chosen = form.cleaned_data
    named = [person.pk for person in chosen["readers"]]
    lines = sight_of_claim(claim, chosen["access"], named)
    if not is_told(request.POST, lines):
        return _page(request, claim, form, lines=lines)
    try:
        services.restrict_claim(claim=claim, by=request.user, **chosen)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, claim, form, status=error.http_status)
    messages.success(request, _("Who may read it is changed."))
    return redirect(claim)


def _page(
    request: HttpRequest,
    claim: Claim,
    form: ClaimAccessForm,
    *,
    lines: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """lines: what the form as it was sent would open and close."""
    context = {"claim": claim, "form": form, "lines": lines, "told": told_mark(lines)}
    context["readers"] = readers(claim)
    return render(request, "review/access.html", context, status=status)
