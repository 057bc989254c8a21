"""What happens to a page whose session has ended: who is signed in, and what was kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.defaults import server_error

from teams import kept
from teams.middleware import is_for_a_script, sign_in_first


@require_safe
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in now, and a token for what they send: asked by pages that are open.

    To whoever opens it as a page, having signed in elsewhere, it says where to go on.
    """
    if not is_for_a_script(request):
        return render(request, "account/signed_in.html")
    person = kept.mark_of(request.user)
    told = {"person": person, "name": str(request.user) if person else ""}
    return JsonResponse(told | {"token": get_token(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def kept_form(request: HttpRequest) -> HttpResponse:
    """What was sent before signing in, to be looked at and sent by one click, or dropped."""
    form = kept.waiting(request)
    if form is None:
        messages.info(request, _("Nothing waits to be sent."))
        return redirect("home")
    if not kept.may_send(form, request.user):
        return render(request, "account/kept_of_another.html", status=403)
    if request.method == "POST":
        kept.drop(request)
        return redirect(form.back)
    return _shown(request, form, why="signed_out", status=200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form's token does not fit any more: signed in or out since, or never ours."""
    is_ours = kept.is_from_here(request)
    if is_for_a_script(request) and is_ours:
        status = 403 if request.user.is_authenticated else 401
        return HttpResponse(status=status, headers={"X-Refused": "token"})
    form = kept.of_request(request) if is_ours else None
    if form and not request.user.is_authenticated:
        return sign_in_first(request)
    if form and kept.may_send(form, request.user):
        return _shown(request, form, why="old", status=403)
    return render(request, "403_csrf.html", {"is_anothers": bool(form)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The server's own fault: whoever sent something gets it back, to send it again."""
    try:
        form = kept.of_request(request) if request.method == "POST" else None
        if form and not is_for_a_script(request):
            return _shown(request, form, why="broken", status=500)
    except (DatabaseError, OSError):
        pass
    return server_error(request)


def _shown(request: HttpRequest, form: kept.Kept, *, why: str, status: int) -> HttpResponse:
    return render(request, "account/kept.html", {"kept": form, "why": why}, status=status)
