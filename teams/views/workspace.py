"""Where people land: their teams, a new team's first page, keys and words."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teams import access, policy, registry, selectors
from teams.forms import role_definitions
from teams.glossary import WORDS
from teams.models import Membership, Team
from teams.roles import Permission, Role
from teams.vocabularies import DEFINITIONS, Access, Grading, SecondReview


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's team, if they have one; else the list to choose from."""
    teams = list(Team.objects.of(request.user)[:2])
    return redirect(teams[0]) if len(teams) == 1 else redirect("teams:list")


@require_safe
@login_required
def team_list(request: HttpRequest) -> HttpResponse:
    rows = selectors.teams_with_roles(request.user)
    return render(request, "teams/list.html", {"rows": rows})


@require_safe
@login_required
def start(request: HttpRequest, team: str) -> HttpResponse:
    """What to do first. A team that has documents goes on to My work."""
    here = access.get_team(request.user, team)
    if registry.has_begun(here):
        return redirect("review:my_work", team=team)
    context = {
        "team": here,
        "may_add": access.may(request.user, Permission.ADD_DOCUMENT, here),
        "is_lead": access.is_lead(request.user, here),
        "people": Membership.objects.active().filter(team=here).count(),
        "reviewers": policy.reviewers(here),
        "has_policy": bool(here.second_review_normal or here.second_review_high),
    }
    return render(request, "teams/start.html", context)


@require_safe
@login_required
def help_page(request: HttpRequest, team: str) -> HttpResponse:
    """Keys, the glossary, and every vocabulary with its definitions."""
    own = [
        registry.Vocabulary(_("Role"), Role, role_definitions()),
        registry.Vocabulary(_("Access"), Access, DEFINITIONS),
        registry.Vocabulary(_("Second review"), SecondReview, DEFINITIONS),
        registry.Vocabulary(_("Grading of evidence"), Grading, DEFINITIONS),
    ]
    context = {
        "team": access.get_team(request.user, team),
        "words": WORDS,
        "vocabularies": [*registry.vocabularies(), *own],
    }
    return render(request, "teams/help.html", context)
