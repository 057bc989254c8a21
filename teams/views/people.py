"""A person's own account, and how a person comes in."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from teams import selectors, services, tokens
from teams.forms import AccountForm, NewPersonForm
from teams.models import Invitation, Membership, User

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST) if request.method == "POST" else AccountForm.of(request.user)
    if form.is_bound and form.is_valid():
        services.update_account(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("teams:account")
    status = 422 if form.is_bound else 200
    context = {"form": form, "sign_in": selectors.sign_in_of(request.user)}
    return render(request, "teams/account.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: as the person signed in, or as a new one with name and password."""
    found = _open_invitation(secret)
    if found is None:
        return render(request, "teams/invitation_over.html", status=410)
    if request.user.is_authenticated:
        return _as_signed_in(request, found, secret)
    if User.objects.filter(email__iexact=found.email).exists():
        return render(request, "teams/invitation_sign_in.html", {"invitation": found})
    return _as_new_person(request, found, secret)


def _open_invitation(secret: str) -> Invitation | None:
    rows = Invitation.objects.select_related("team", "invited_by")
    found = rows.filter(digest=tokens.digest_of(secret), team__closed_at=None).first()
    return found if found and found.is_open() else None


def _as_signed_in(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    context = {"invitation": found}
    if request.user.email.lower() != found.email.lower():
        return render(request, "teams/invitation_other.html", context, status=403)
    if request.method == "POST":
        try:
            return _welcome(services.accept_invitation(secret=secret, by=request.user))
        except DomainError as error:
            messages.error(request, str(error))
            return render(request, "teams/invitation.html", context, status=error.http_status)
    return render(request, "teams/invitation.html", context)


def _as_new_person(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    form, status = NewPersonForm(request.POST or None, email=found.email), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                membership = services.accept_as_new_person(secret=secret, **form.cleaned_data)
                login(request, membership.user, backend=ALLAUTH)
                return _welcome(membership)
            except DomainError as error:
                form.add_error(None, str(error))
    context = {"invitation": found, "form": form}
    return render(request, "teams/invitation.html", context, status=status)


def _welcome(membership: Membership) -> HttpResponse:
    return redirect(membership.team)
