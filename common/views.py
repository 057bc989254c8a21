"""Pages that know no domain: theme, gallery of parts, and the API tried out in the browser."""

from datetime import timedelta

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from common import gallery as parts
from common.addresses import way_back

THEMES = ("light", "dark")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in a cookie; anything else forgets it, so that the system decides."""
    answer = redirect(way_back(request, "/"))
    choice = request.POST.get("theme", "")
    if choice in THEMES:
        # Not httponly: controllers/theme.js writes the same cookie without a page load.
        answer.set_cookie(
            "theme", choice, max_age=timedelta(days=365), samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer


@require_GET
@staff_member_required(login_url="account_login")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever builds pages."""
    return render(request, "common/gallery.html", parts.samples())


@require_GET
@login_required
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's description, to be read and tried out."""
    return render(request, "common/api_docs.html")
