"""Who comes in with a bearer token, and as what."""

from datetime import timedelta

import pytest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from teams import access, services
from teams.api.authentication import BearerTokenAuthentication
from teams.models import ApiToken, Membership, Team, User
from teams.querysets import teams_of
from teams.roles import Permission, Role
from tests.factories.teams import make_member, make_membership, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def lead(team):
    return make_member(team, Role.LEAD)


@pytest.fixture
def made(team, lead):
    return services.make_token(
        team=team, user=lead, name="Script", scopes=["read", "documents"], days=30, by=lead
    )


def come(header):
    request = APIRequestFactory().get("/", headers={"Authorization": header} if header else {})
    return BearerTokenAuthentication().authenticate(request)


def test_a_live_token(made, lead, team):
    person, token = come(f"Bearer {made.secret}")

    assert (person, token) == (lead, made.row)
    assert (person.token_scopes, person.token_team_id) == (["documents", "read"], team.pk)


@pytest.mark.parametrize("header", ["", "Basic bWFyYTpwYXNz", "Token corr_x"])
def test_other_ways_to_sign_in_are_left_to_others(header):
    assert come(header) is None


@pytest.mark.parametrize("secret", ["", "corr_", "corr_" + "x" * 43, "é"])
def test_unknown_tokens(made, secret):
    with pytest.raises(AuthenticationFailed):
        come(f"Bearer {secret}")


ENDINGS = {
    "revoked": lambda: ApiToken.objects.update(revoked_at=timezone.now()),
    "expired": lambda: ApiToken.objects.update(expires_at=timezone.now()),
    "membership ended": lambda: Membership.objects.update(ended_at=timezone.now()),
    "person inactive": lambda: User.objects.update(is_active=False),
    "team closed": lambda: Team.objects.update(closed_at=timezone.now()),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_tokens_that_ended(made, ending):
    ENDINGS[ending]()

    with pytest.raises(AuthenticationFailed) as refusal:
        come(f"Bearer {made.secret}")

    assert str(refusal.value) == "The token is unknown, revoked or has expired."


def test_a_token_opens_its_own_team_alone(made, lead, team):
    other = make_team()
    make_membership(other, lead, Role.LEAD)

    person, _token = come(f"Bearer {made.secret}")

    assert list(teams_of(person)) == [{"team_id": team.pk}]


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [(Permission.READ, True), (Permission.TRIAGE, True), (Permission.REVIEW, False)],
)
def test_scopes_narrow_what_the_person_may(made, team, permission, allowed):
    person, _token = come(f"Bearer {made.secret}")

    assert access.may(person, permission, team) is allowed


def test_scopes_never_widen_what_the_person_may(made, team, lead):
    make_member(team, Role.LEAD)
    membership = Membership.objects.get(user=lead)
    services.change_role(membership=membership, role=Role.VIEWER, row_version=1, by=lead)

    person, _token = come(f"Bearer {made.secret}")

    assert not access.may(person, Permission.TRIAGE, team)


def test_use_is_noted_at_most_once_a_minute(made, django_assert_num_queries):
    with django_assert_num_queries(3):  # token, membership, note
        come(f"Bearer {made.secret}")
    first = ApiToken.objects.get().last_used_at

    with django_assert_num_queries(2):
        come(f"Bearer {made.secret}")

    assert ApiToken.objects.get().last_used_at == first


def test_use_is_noted_again_later(made):
    long_ago = timezone.now() - timedelta(minutes=2)
    ApiToken.objects.update(last_used_at=long_ago)

    come(f"Bearer {made.secret}")

    assert ApiToken.objects.get().last_used_at > long_ago


class Echo(APIView):
    def get(self, request):
        return Response({"who": request.user.email})


def test_the_answer_names_the_way_in(made):
    request = APIRequestFactory().get("/", headers={"Authorization": "Bearer corr_guess"})

    answer = Echo.as_view()(request)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_the_api_knows_the_person(made, lead):
    request = APIRequestFactory().get("/", headers={"Authorization": f"bearer {made.secret}"})

    assert Echo.as_view()(request).data == {"who": lead.email}


def test_the_api_description_tells_of_tokens():
    scheme = OpenApiAuthenticationExtension.get_match(BearerTokenAuthentication())

    assert scheme.get_security_definition(None)["scheme"] == "bearer"
