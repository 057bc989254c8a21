"""The settings of a team: everybody reads them, leads change them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import DomainError
from common.numbers import number_in
from teams import access, policy, selectors, services
from teams.forms import (
    InvitationForm,
    NameForm,
    PolicyForm,
    RoleForm,
    TokenForm,
    role_definitions,
    role_form,
)
from teams.models import ApiToken, Invitation, Membership, Team
from teams.roles import Permission


@require_safe
@login_required
def settings_page(request: HttpRequest, team: str) -> HttpResponse:
    return _page(request, access.get_team(request.user, team))


def _page(request: HttpRequest, team: Team, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page, with `forms` as they were sent where one was refused."""
    is_lead = access.is_lead(request.user, team)
    people = [(each, role_form(each)) for each in selectors.members(team)]
    context: dict[str, Any] = {
        "team": team,
        "is_lead": is_lead,
        "people": people,
        "reviewers": policy.reviewers(team),
        "second_normal": policy.second_review(team, is_high=False),
        "second_high": policy.second_review(team, is_high=True),
        "roles": role_definitions(),
    }
    if is_lead:
        context |= {
            "former": selectors.former_members(team),
            "invitations": selectors.open_invitations(team),
            "tokens": selectors.tokens_of(team),
            "failed_mails": selectors.failed_mails(team, by=request.user)[:20],
            "invitation_form": InvitationForm(),
            "policy_form": PolicyForm.of(team),
            "token_form": TokenForm(),
            "name_form": NameForm.of(team),
        }
    return render(request, "teams/settings.html", context | forms, status=status)


def _back(team: Team, part: str) -> HttpResponse:
    return redirect(f"{reverse('teams:settings', args=[team.slug])}#{part}")


def _try(
    request: HttpRequest, team: Team, key: str, form: Form, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer `act` if the form is whole and no rule speaks against it; else the page with both."""
    status = 422
    if form.is_valid():
        try:
            return act()
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
    team.refresh_from_db()
    return _page(request, team, status=status, **{key: form})


def _managed(request: HttpRequest, team: str) -> Team:
    return access.get_team(request.user, team, permission=Permission.MANAGE_MEMBERS)


# --- the team ------------------------------------------------------------------------------------


@require_POST
@login_required
def rename(request: HttpRequest, team: str) -> HttpResponse:
    here = access.get_team(request.user, team, permission=Permission.SET_POLICY)
    form = NameForm(request.POST)

    def act() -> HttpResponse:
        services.rename_team(team=here, by=request.user, **form.cleaned_data)
        messages.success(request, _("Renamed. The address stays the same."))
        return _back(here, "h-name")

    return _try(request, here, "name_form", form, act)


@require_POST
@login_required
def change_policy(request: HttpRequest, team: str) -> HttpResponse:
    here = access.get_team(request.user, team, permission=Permission.SET_POLICY)
    form = PolicyForm(request.POST)

    def act() -> HttpResponse:
        services.update_policy(team=here, by=request.user, **form.cleaned_data)
        messages.success(request, _("Rules saved. They hold for reviews from now on."))
        return _back(here, "h-policy")

    return _try(request, here, "policy_form", form, act)


# --- members -------------------------------------------------------------------------------------


def _membership(team: Team, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "team")
    return get_object_or_404(rows, team=team, pk=pk)


def _change(
    request: HttpRequest, team: Team, act: Callable[[], None], *, done: str, undo: str = ""
) -> HttpResponse:
    """Do a one-button change of a member, invitation or token, and go back to the page."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return _page(request, team, status=error.http_status)
    messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
    return _back(team, "h-members")


def _version(request: HttpRequest, row: Membership) -> int:
    """The version that the form was made from; an Undo button has none and means any."""
    return number_in(request.POST, "row_version") or row.row_version


@require_POST
@login_required
def change_role(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    here = _managed(request, team)
    membership, form = _membership(here, pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role."))
        return _page(request, here, status=422)
    return _change(
        request,
        here,
        lambda: services.change_role(membership=membership, by=request.user, **form.cleaned_data),
        done=_("%(name)s: role changed.") % {"name": membership.user},
    )


@require_POST
@login_required
def deactivate(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """End a membership; the person's own is leaving."""
    here = access.get_team(request.user, team)
    membership = _membership(here, pk)
    own = membership.user_id == request.user.pk
    if not own:
        access.require(request.user, Permission.MANAGE_MEMBERS, here)
    answer = _change(
        request,
        here,
        lambda: services.deactivate_member(
            membership=membership,
            row_version=_version(request, membership),
            by=request.user,
            why=request.POST.get("why", "")[:500],
        ),
        done=_("%(name)s is no longer in the team.") % {"name": membership.user},
        undo="" if own else reverse("teams:reactivate", args=[team, pk]),
    )
    return redirect("teams:list") if own and answer.status_code == 302 else answer


@require_POST
@login_required
def reactivate(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    here = _managed(request, team)
    membership = _membership(here, pk)
    return _change(
        request,
        here,
        lambda: services.reactivate_member(
            membership=membership, row_version=_version(request, membership), by=request.user
        ),
        done=_("%(name)s is in the team again.") % {"name": membership.user},
    )


@require_POST
@login_required
@never_cache
def reset_link(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Show, this once, the link under which a member sets a new password, if two leads asked."""
    here = _managed(request, team)
    membership = _membership(here, pk)
    try:
        link = services.reset_link(membership=membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _page(request, here, status=error.http_status)
    if not link:
        said = _("Asked. Once another lead presses the same button, the link is shown to them.")
        messages.success(request, said)
        return redirect("teams:settings", team=team)
    context = {"team": here, "kind": "reset", "person": membership.user, "value": link}
    return render(request, "teams/handover.html", context)


# --- invitations and tokens ----------------------------------------------------------------------


@require_POST
@login_required
@never_cache
def invite(request: HttpRequest, team: str) -> HttpResponse:
    """Show, this once, the link that makes somebody a member."""
    here = _managed(request, team)
    form = InvitationForm(request.POST)

    def act() -> HttpResponse:
        made = services.invite(team=here, by=request.user, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("teams:invitation", args=[made.secret]))
        context = {"team": here, "kind": "invitation", "row": made.row, "value": link}
        return render(request, "teams/handover.html", context)

    return _try(request, here, "invitation_form", form, act)


@require_POST
@login_required
def revoke_invitation(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    here = _managed(request, team)
    invitation = get_object_or_404(Invitation.objects.select_related("team"), team=here, pk=pk)
    return _change(
        request,
        here,
        lambda: services.revoke_invitation(invitation=invitation, by=request.user),
        done=_("Invitation revoked: the link no longer works."),
    )


@require_POST
@login_required
@never_cache
def make_token(request: HttpRequest, team: str) -> HttpResponse:
    """Show, this once, a new token."""
    here = access.get_team(request.user, team, permission=Permission.MANAGE_TOKENS)
    form = TokenForm(request.POST)

    def act() -> HttpResponse:
        values = {**form.cleaned_data, "name": form.cleaned_data["token_name"]}
        del values["token_name"]
        made = services.make_token(team=here, user=request.user, by=request.user, **values)
        context = {"team": here, "kind": "token", "row": made.row, "value": made.secret}
        return render(request, "teams/handover.html", context)

    return _try(request, here, "token_form", form, act)


@require_POST
@login_required
def revoke_token(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    here = access.get_team(request.user, team, permission=Permission.MANAGE_TOKENS)
    token = get_object_or_404(ApiToken.objects.select_related("team"), team=here, pk=pk)
    return _change(
        request,
        here,
        lambda: services.revoke_token(token=token, by=request.user),
        done=_("Token revoked: programs that use it are refused from now on."),
    )
