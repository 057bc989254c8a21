"""Teams, members, invitations, tokens and accounts: what may be done, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import ConflictError, DuplicateError, RuleError
from history.models import Event, EventPayload
from history.services import Change, verify
from teams import registry, services, tokens
from teams.models import ApiToken, Invitation, Membership, Team, User
from teams.roles import Role
from tests.factories.teams import (
    make_cast,
    make_invitation,
    make_member,
    make_membership,
    make_team,
    make_token,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]
POLICY = {"second_review_normal": "blind", "second_review_high": "", "grading": "asked"}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def lead(team):
    return make_member(team, Role.LEAD)


def kinds():
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def membership_of(person, team):
    return Membership.objects.get(user=person, team=team)


# --- teams ---------------------------------------------------------------------------------------


def test_create_team():
    person = make_user()

    team = services.create_team(name="Sandvik Lab", lead=person, task="create_team")

    assert (team.slug, membership_of(person, team).role) == ("sandvik-lab", Role.LEAD)
    assert kinds() == ["team.created", "membership.begun"]
    assert verify(team.pk).broken_at is None


def test_create_team_at_a_taken_address(team):
    with pytest.raises(DuplicateError) as refusal:
        services.create_team(name="Other", slug=team.slug, lead=make_user(), task="create_team")

    assert refusal.value.existing == team
    assert (Team.objects.count(), Event.objects.count()) == (1, 0)


def test_create_team_is_not_for_leads(lead):
    with pytest.raises(PermissionDenied):
        services.create_team(name="Mine", lead=lead, by=lead)


def test_close_team_frees_its_address(team):
    slug, member = team.slug, make_member(team)

    services.close_team(team=team, new_slug="old", task="reset_demo")

    again = services.create_team(name="Again", slug=slug, lead=member, task="create_team")
    content = EventPayload.objects.get(event__kind="team.closed").content
    assert (team.slug, again.slug) == ("old", slug)
    assert (content["before"]["slug"], content["after"]["slug"]) == (slug, "old")
    assert list(Team.objects.of(member)) == [again]


def test_close_team_twice(team):
    services.close_team(team=team, new_slug="old", task="reset_demo")

    with pytest.raises(ConflictError):
        services.close_team(team=team, new_slug="older", task="reset_demo")

    team.refresh_from_db()
    assert (team.slug, kinds()) == ("old", ["team.closed"])


def test_close_team_at_a_taken_address(team):
    other = make_team()

    with pytest.raises(DuplicateError):
        services.close_team(team=team, new_slug=other.slug, task="reset_demo")

    team.refresh_from_db()
    assert (team.closed_at, kinds()) == (None, [])


def test_close_team_is_not_for_leads(team, lead):
    with pytest.raises(PermissionDenied):
        services.close_team(team=team, new_slug="old", by=lead)


def test_rename_team_keeps_the_address(team, lead):
    slug = team.slug

    services.rename_team(team=team, name="Night Desk", row_version=1, by=lead)

    team.refresh_from_db()
    assert (team.name, team.slug, kinds()) == ("Night Desk", slug, ["team.renamed"])


TURNED = "Night \u202eksed"


def test_no_name_of_people_teams_or_tokens_turns_words_round(team, lead):
    made = services.invite(team=team, email="new@example.org", role=Role.VIEWER, by=lead)
    account = {"language": "en", "time_zone": "UTC", "news_mail": "never"}
    tries = [
        lambda: services.rename_team(team=team, name=TURNED, row_version=1, by=lead),
        lambda: services.create_team(name=TURNED, lead=lead, task="create_team"),
        lambda: services.update_account(by=lead, name=TURNED, **account),
        lambda: services.make_person(email="other@example.org", name=TURNED),
        lambda: services.accept_as_new_person(
            secret=made.secret, name=TURNED, password="quiet-harbour-42"
        ),
        lambda: services.make_token(
            team=team, user=lead, name=TURNED, scopes=["read"], days=30, by=lead
        ),
    ]

    for attempt in tries:
        with pytest.raises(RuleError, match="not seen"):
            attempt()

    assert kinds() == ["invitation.made"]


def test_update_policy(team, lead):
    services.update_policy(team=team, row_version=1, by=lead, **POLICY)

    team.refresh_from_db()
    content = EventPayload.objects.get().content
    assert team.second_review_normal == "blind"
    assert (content["before"]["grading"], content["after"]["grading"]) == ("off", "asked")


def test_update_policy_conflict(team, lead):
    services.update_policy(team=team, row_version=1, by=lead, **POLICY)

    with pytest.raises(ConflictError):
        services.update_policy(team=team, row_version=1, by=lead, **POLICY | {"grading": "off"})

    team.refresh_from_db()
    assert (team.grading, kinds()) == ("asked", ["team.policy_changed"])


@pytest.mark.parametrize("role", ["reviewer", "contributor", "viewer", "lead of another team"])
def test_settings_are_for_leads(team, role):
    person, member = make_cast(team)[role], membership_of(make_member(team), team)
    tries = [
        lambda: services.rename_team(team=team, name="X", row_version=1, by=person),
        lambda: services.update_policy(team=team, row_version=1, by=person, **POLICY),
        lambda: services.invite(team=team, email="a@example.org", role="viewer", by=person),
        lambda: services.revoke_invitation(invitation=make_invitation(team), by=person),
        lambda: services.change_role(membership=member, role="lead", row_version=1, by=person),
        lambda: services.deactivate_member(membership=member, row_version=1, by=person),
        lambda: services.reactivate_member(membership=member, row_version=1, by=person),
        lambda: services.reset_link(membership=member, by=person),
        lambda: services.make_token(
            team=team, user=person, name="t", scopes=["read"], days=1, by=person
        ),
        lambda: services.revoke_token(token=make_token(team, member.user), by=person),
    ]

    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()

    assert not Event.objects.exists()


# --- members -------------------------------------------------------------------------------------


def test_change_role(team, lead):
    membership = membership_of(make_member(team, Role.VIEWER), team)

    services.change_role(membership=membership, role=Role.REVIEWER, row_version=1, by=lead)

    assert membership.role == Role.REVIEWER
    assert kinds() == ["membership.role_changed"]


def test_change_role_conflict(team, lead):
    membership = membership_of(make_member(team), team)
    services.change_role(membership=membership, role=Role.REVIEWER, row_version=1, by=lead)

    with pytest.raises(ConflictError):
        services.change_role(membership=membership, role=Role.VIEWER, row_version=1, by=lead)

    membership.refresh_from_db()
    assert membership.role == Role.REVIEWER


def test_the_last_lead_stays(team, lead):
    own = membership_of(lead, team)
    make_member(team, Role.LEAD, is_active=False)

    with pytest.raises(RuleError):
        services.change_role(membership=own, role=Role.VIEWER, row_version=1, by=lead)
    with pytest.raises(RuleError):
        services.deactivate_member(membership=own, row_version=1, by=lead)

    own.refresh_from_db()
    assert (own.role, own.ended_at, Event.objects.count()) == (Role.LEAD, None, 0)


def test_a_lead_may_go_when_another_stays(team, lead):
    make_member(team, Role.LEAD)

    services.deactivate_member(membership=membership_of(lead, team), row_version=1, by=lead)

    assert kinds() == ["membership.ended"]


def test_a_member_may_leave(team, lead):
    person = make_member(team, Role.VIEWER)

    services.deactivate_member(membership=membership_of(person, team), row_version=1, by=person)

    assert not Membership.objects.active().filter(user=person).exists()


def test_deactivate_and_reactivate(team, lead):
    person = make_member(team, Role.REVIEWER)
    membership = membership_of(person, team)

    services.deactivate_member(membership=membership, row_version=1, by=lead, why="Moved on")
    services.reactivate_member(membership=membership, row_version=2, by=lead)

    membership.refresh_from_db()
    assert (membership.ended_at, membership.role) == (None, Role.REVIEWER)
    assert kinds() == ["membership.ended", "membership.restored"]
    assert EventPayload.objects.order_by("pk").first().content["why"] == "Moved on"


@pytest.fixture
def departure(monkeypatch):
    """A departure that notes whom it was asked about and tells of one changed row."""
    asked = []

    def hand_back(*, membership, by):
        asked.append((membership.user, by))
        return [Change("assignment.ended", membership)]

    monkeypatch.setattr(registry, "_departures", [hand_back])
    return asked


def test_who_leaves_hands_open_work_back(team, lead, departure):
    person = make_member(team, Role.REVIEWER)

    services.deactivate_member(membership=membership_of(person, team), row_version=1, by=lead)

    assert departure == [(person, lead)]
    assert kinds() == ["membership.ended", "assignment.ended"]
    assert len(set(Event.objects.values_list("action"))) == 1


@pytest.mark.parametrize(("role", "times"), [(Role.LEAD, 0), (Role.CONTRIBUTOR, 1)])
def test_who_may_no_longer_review_hands_open_work_back(team, lead, departure, role, times):
    membership = membership_of(make_member(team, Role.REVIEWER), team)

    services.change_role(membership=membership, role=role, row_version=1, by=lead)

    assert len(departure) == times


def test_a_refused_departure_hands_nothing_back(team, lead, departure):
    with pytest.raises(RuleError):
        services.deactivate_member(membership=membership_of(lead, team), row_version=1, by=lead)

    assert departure == []


# --- invitations ---------------------------------------------------------------------------------


def test_invite_keeps_a_digest_alone(team, lead):
    made = services.invite(team=team, email="New@Example.org", role=Role.REVIEWER, by=lead)

    assert made.row.digest == tokens.digest_of(made.secret)
    assert made.secret not in str(Invitation.objects.values().get())
    assert "example" not in str(EventPayload.objects.get().content).lower()
    assert kinds() == ["invitation.made"]


def test_invite_again_ends_the_first(team, lead):
    first = services.invite(team=team, email="new@example.org", role=Role.REVIEWER, by=lead)

    second = services.invite(team=team, email="NEW@example.org", role=Role.VIEWER, by=lead)

    first.row.refresh_from_db()
    assert (first.row.is_open(), second.row.is_open()) == (False, True)
    assert kinds() == ["invitation.made", "invitation.revoked", "invitation.made"]


def test_invite_a_member(team, lead):
    member = make_member(team)

    with pytest.raises(RuleError):
        services.invite(team=team, email=member.email.upper(), role=Role.VIEWER, by=lead)

    assert not Invitation.objects.exists()


def test_accept_as_a_new_person(team, lead):
    made = services.invite(team=team, email="new@example.org", role=Role.REVIEWER, by=lead)

    membership = services.accept_as_new_person(
        secret=made.secret, name="Ola Rind", password="quiet-harbour-42"
    )

    person = User.objects.get(email="new@example.org")
    assert (membership.user, membership.role) == (person, Role.REVIEWER)
    assert person.check_password("quiet-harbour-42")
    assert kinds() == ["invitation.made", "invitation.accepted", "membership.begun"]


def test_accept_as_somebody_who_has_an_account(team, lead):
    person = make_user("guest@example.org")
    made = services.invite(team=team, email="Guest@example.org", role=Role.VIEWER, by=lead)

    membership = services.accept_invitation(secret=made.secret, by=person)

    made.row.refresh_from_db()
    assert (made.row.accepted_by, membership.user) == (person, person)


def test_an_account_is_not_made_twice(team, lead):
    make_user("guest@example.org", password="before-12345")
    made = services.invite(team=team, email="guest@example.org", role=Role.VIEWER, by=lead)

    with pytest.raises(RuleError):
        services.accept_as_new_person(secret=made.secret, name="X", password="after-12345")

    assert User.objects.get(email="guest@example.org").check_password("before-12345")
    assert made.row.is_open()


def test_accept_an_invitation_of_somebody_else(team, lead):
    made = services.invite(team=team, email="new@example.org", role=Role.LEAD, by=lead)

    with pytest.raises(RuleError):
        services.accept_invitation(secret=made.secret, by=make_user())

    assert Membership.objects.count() == 1


def test_accept_twice(team, lead):
    person = make_user("guest@example.org")
    made = services.invite(team=team, email=person.email, role=Role.VIEWER, by=lead)
    services.accept_invitation(secret=made.secret, by=person)

    with pytest.raises(RuleError):
        services.accept_invitation(secret=made.secret, by=person)

    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(
    "ending",
    [
        {"expires_at": timezone.now() - timedelta(minutes=1)},
        {"revoked_at": timezone.now()},
        {"digest": "0" * 64},
    ],
)
def test_accept_what_is_no_longer_open(team, lead, ending):
    made = services.invite(team=team, email="new@example.org", role=Role.LEAD, by=lead)
    Invitation.objects.filter(pk=made.row.pk).update(**ending)

    with pytest.raises(RuleError):
        services.accept_as_new_person(secret=made.secret, name="X", password="quiet-42-lamp")

    assert not User.objects.filter(email="new@example.org").exists()


def test_accept_into_a_closed_team(team, lead):
    made = services.invite(team=team, email="new@example.org", role=Role.LEAD, by=lead)
    Team.objects.filter(pk=team.pk).update(closed_at=timezone.now())

    with pytest.raises(RuleError):
        services.accept_as_new_person(secret=made.secret, name="X", password="quiet-42-lamp")


def test_accept_takes_a_former_member_back(team, lead):
    person = make_user()
    make_membership(team, person, Role.LEAD, ended_at=timezone.now())
    made = services.invite(team=team, email=person.email, role=Role.VIEWER, by=lead)

    membership = services.accept_invitation(secret=made.secret, by=person)

    assert (membership.ended_at, membership.role) == (None, Role.VIEWER)
    assert kinds()[-1] == "membership.restored"


def test_revoke_an_invitation_that_was_used(team, lead):
    person = make_user()
    made = services.invite(team=team, email=person.email, role=Role.VIEWER, by=lead)
    services.accept_invitation(secret=made.secret, by=person)

    with pytest.raises(ConflictError):
        services.revoke_invitation(invitation=made.row, by=lead)

    made.row.refresh_from_db()
    assert made.row.revoked_at is None


# --- tokens and accounts -------------------------------------------------------------------------


def token_values(team, person, **changes):
    values = {"team": team, "user": person, "name": "Script", "scopes": ["read"], "days": 30}
    return {**values, "by": person, **changes}


def test_make_token_keeps_a_digest_alone(team, lead):
    made = services.make_token(**token_values(team, lead))

    row = ApiToken.objects.get()
    assert made.secret.startswith("corr_")
    assert (row.digest, row.prefix) == (tokens.digest_of(made.secret), made.secret[:12])
    assert made.secret not in str(ApiToken.objects.values().get())
    assert kinds() == ["token.made"]


def test_make_token_of_a_name_in_use(team, lead):
    services.make_token(**token_values(team, lead))

    with pytest.raises(DuplicateError):
        services.make_token(**token_values(team, lead))

    assert (ApiToken.objects.count(), kinds()) == (1, ["token.made"])


@pytest.mark.parametrize("scopes", [[], ["everything"], ["read", "admin"]])
def test_make_token_of_unknown_scopes(team, lead, scopes):
    with pytest.raises(RuleError):
        services.make_token(**token_values(team, lead, scopes=scopes))

    assert not ApiToken.objects.exists()


def test_make_token_for_a_colleague(team, lead):
    with pytest.raises(PermissionDenied):
        services.make_token(**token_values(team, make_member(team), by=lead))


def test_make_token_by_command_needs_a_member(team):
    with pytest.raises(RuleError):
        services.make_token(**token_values(team, make_user(), by=None, task="make_token"))


def test_revoke_token(team, lead):
    token = make_token(team, make_member(team))

    services.revoke_token(token=token, by=lead)
    with pytest.raises(ConflictError):
        services.revoke_token(token=token, by=lead)

    token.refresh_from_db()
    assert (token.is_live(), kinds()) == (False, ["token.revoked"])


def test_reset_link(team, lead, client):
    membership, other = membership_of(make_member(team), team), make_member(team, Role.LEAD)

    asked = services.reset_link(membership=membership, by=lead)
    link = services.reset_link(membership=membership, by=other)

    assert asked == ""
    assert link.startswith("http://127.0.0.1:8000/accounts/password/reset/key/")
    assert kinds() == ["membership.reset_link_asked", "membership.reset_link_made"]


@pytest.mark.parametrize(
    "fields", [{"is_staff": True}, {"is_superuser": True}, {"is_demo": True}, {"is_active": False}]
)
def test_reset_link_is_refused_for_some(team, lead, fields):
    membership = membership_of(make_member(team, **fields), team)

    with pytest.raises(RuleError):
        services.reset_link(membership=membership, by=lead)

    assert not Event.objects.exists()


def test_reset_link_of_members_of_two_teams(team, lead):
    person = make_member(team)
    elsewhere = make_membership(make_team(), person, Role.VIEWER)
    make_member(team, Role.LEAD)
    membership = membership_of(person, team)

    with pytest.raises(RuleError):
        services.reset_link(membership=membership, by=lead)
    elsewhere.ended_at = timezone.now()
    elsewhere.save()

    services.reset_link(membership=membership, by=lead)
    assert services.reset_link(membership=membership, by=make_member(team, Role.LEAD))


def test_reset_link_of_former_members(team, lead):
    membership = make_membership(team, make_user(), ended_at=timezone.now())

    with pytest.raises(RuleError):
        services.reset_link(membership=membership, by=lead)


def test_update_account():
    person = make_user()

    values = {"language": "de", "time_zone": "Europe/Oslo", "news_mail": "never"}
    services.update_account(by=person, name="Mara", wants_heads=True, **values)

    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Mara", "de", "Europe/Oslo")
    assert person.wants_heads
