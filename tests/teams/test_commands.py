"""What whoever runs the installation does by command."""

from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from history.models import Event
from teams import tokens
from teams.models import ApiToken, Invitation, Membership, Team, User
from teams.roles import Role
from tests.factories.teams import make_member, make_team, make_user

pytestmark = pytest.mark.django_db


def run(capsys, *args, **options):
    call_command(*args, **options)
    return capsys.readouterr().out.strip()


def test_create_team_for_a_new_lead(capsys, client):
    told = run(capsys, "create_team", "Sandvik Lab", lead="mara@example.org", lead_name="Mara")

    person = User.objects.get(email="mara@example.org")
    link = urlsplit(told.split()[-1]).path
    assert Membership.objects.get(team__slug="sandvik-lab").user == person
    assert (person.name, person.has_usable_password()) == ("Mara", False)
    assert client.get(link, follow=True).status_code == 200
    assert set(Event.objects.values_list("by_id", "by_task")) == {(None, "create_team")}


def test_create_team_for_somebody_who_is_here(capsys):
    person = make_user("mara@example.org")

    told = run(capsys, "create_team", "Sandvik Lab", lead="MARA@example.org", slug="lab")

    assert Membership.objects.get(team__slug="lab").user == person
    assert "password" not in told


def test_create_team_at_a_taken_address_leaves_nothing(capsys):
    make_team(slug="lab")

    with pytest.raises(CommandError, match="taken"):
        call_command("create_team", "Lab", lead="new@example.org")

    assert (Team.objects.count(), User.objects.count()) == (1, 0)


def test_invite(capsys, client):
    make_team(slug="lab")

    link = run(capsys, "invite", "new@example.org", team="lab", role="reviewer")

    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by) == (Role.REVIEWER, None)
    assert client.get(urlsplit(link).path).status_code == 200


def test_invite_a_member():
    team = make_team(slug="lab")
    member = make_member(team)

    with pytest.raises(CommandError, match="already"):
        call_command("invite", member.email, team="lab")


@pytest.mark.parametrize(
    ("args", "options"),
    [
        (["invite", "new@example.org"], {"team": "nowhere"}),
        (["make_token", "nobody@example.org"], {"team": "lab"}),
        (["reset_link", "nobody@example.org"], {}),
    ],
)
def test_unknown_teams_and_people(args, options):
    make_team(slug="lab")

    with pytest.raises(CommandError):
        call_command(*args, **options)


def test_make_token(capsys):
    member = make_member(make_team(slug="lab"))

    secret = run(
        capsys, "make_token", member.email, team="lab", scope=["read", "documents"], days=7
    )

    token = ApiToken.objects.get()
    assert token.digest == tokens.digest_of(secret)
    assert (token.user, token.scopes) == (member, ["documents", "read"])


def test_reset_link_works_for_everybody(capsys, client):
    person = make_user(is_staff=True)

    link = run(capsys, "reset_link", person.email)

    assert "password1" in client.get(urlsplit(link).path, follow=True).content.decode()
