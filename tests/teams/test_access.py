"""The whole access policy: roles, permissions, scopes, and whom a team lets in."""

from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from teams import access
from teams.forms import role_definitions
from teams.models import Team
from teams.policy import second_review
from teams.roles import GRANTS, SCOPES, Permission, Role
from teams.vocabularies import SecondReview
from tests.factories.teams import make_member, make_membership, make_team, make_user

pytestmark = pytest.mark.django_db
ORDER = [Role.VIEWER, Role.CONTRIBUTOR, Role.REVIEWER, Role.LEAD]


def test_each_role_holds_the_one_before():
    assert all(GRANTS[low] < GRANTS[high] for low, high in pairwise(ORDER))
    assert GRANTS[Role.LEAD] == set(Permission)


@pytest.mark.parametrize("scope", SCOPES)
def test_no_scope_manages_the_team(scope):
    managing = {Permission.MANAGE_MEMBERS, Permission.MANAGE_TOKENS, Permission.SET_POLICY}

    assert not SCOPES[scope] & managing


def test_every_permission_is_told_once():
    told = " ".join(role_definitions().values())

    assert all(told.count(str(permission.label)) == 1 for permission in Permission)


def test_get_team_keeps_the_membership(django_assert_num_queries):
    team = make_team()
    person = make_member(team)

    with django_assert_num_queries(1):
        found = access.get_team(person, team.slug)
        assert access.may(person, Permission.TRIAGE, found)


def test_get_team_without_the_right():
    team = make_team()

    with pytest.raises(PermissionDenied):
        access.get_team(make_member(team), team.slug, permission=Permission.SET_POLICY)


def test_get_team_of_outsiders():
    team, former = make_team(), make_user()
    make_membership(team, former, ended_at=timezone.now())
    inactive = make_member(team, is_active=False)
    superuser = make_user(is_superuser=True)

    for person in (make_user(), former, inactive, superuser):
        with pytest.raises(Http404):
            access.get_team(person, team.slug)


def test_a_closed_team_is_not_found():
    team = make_team(closed_at=timezone.now())
    person = make_member(team, Role.LEAD)

    with pytest.raises(Http404):
        access.get_team(person, team.slug)
    assert not Team.objects.of(person).exists()


@pytest.mark.parametrize(
    ("reviewers", "is_high", "expected"),
    [
        (1, False, SecondReview.NONE),
        (1, True, SecondReview.NONE),
        (2, False, SecondReview.SIGN_OFF),
        (2, True, SecondReview.BLIND),
    ],
)
def test_second_review_by_number(reviewers, is_high, expected):
    team = make_team()
    for _number in range(reviewers):
        make_member(team, Role.REVIEWER)
    make_member(team, Role.CONTRIBUTOR)

    assert second_review(team, is_high=is_high) == expected


def test_second_review_as_the_team_chose():
    team = make_team(second_review_normal="blind")
    make_member(team, Role.REVIEWER)

    assert second_review(team, is_high=False) == SecondReview.BLIND
