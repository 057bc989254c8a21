"""The pages of teams: who gets which, what they show, and what their forms do."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from history.models import Event
from teams import registry, services
from teams.models import ApiToken, Invitation, Membership, User
from teams.roles import Role
from tests.factories.teams import (
    OUTSIDER,
    make_cast,
    make_invitation,
    make_member,
    make_membership,
    make_team,
    make_token,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
PAGES = ["teams:start", "teams:settings", "teams:help"]
READERS = [
    ("lead", 200),
    ("reviewer", 200),
    ("contributor", 200),
    ("viewer", 200),
    (OUTSIDER, 404),
    ("anonymous", 302),
]
LEADS = [
    ("reviewer", 403),
    ("contributor", 403),
    ("viewer", 403),
    (OUTSIDER, 404),
    ("anonymous", 302),
]
POLICY = {
    "second_review_normal": "none",
    "second_review_high": "blind",
    "grading": "off",
    "row_version": 1,
}


@pytest.fixture
def team():
    return make_team("Coastline Desk")


@pytest.fixture
def lead(team):
    return make_member(team, Role.LEAD, name="Mara Oyelin")


@pytest.fixture
def as_lead(client, lead):
    return sign_in(client, lead)


def settings_url(team):
    return reverse("teams:settings", args=[team.slug])


def member_url(name, membership):
    return reverse(f"teams:{name}", args=[membership.team.slug, membership.pk])


def handed_over(answer):
    """What the page shows this once, in its field to copy from."""
    return re.search(r'id="handover" value="([^"]+)"', answer.content.decode()).group(1)


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "expected"), READERS)
@pytest.mark.parametrize("page", PAGES)
def test_reading_by_role(client, team, page, role, expected):
    person = make_cast(team)[role]

    answer = sign_in(client, person).get(reverse(page, args=[team.slug]))

    assert answer.status_code == expected


@pytest.mark.parametrize(("role", "expected"), LEADS)
def test_changing_by_role(client, team, role, expected):
    person = make_cast(team)[role]
    member = Membership.objects.get(user=make_member(team))
    urls = [
        reverse("teams:rename", args=[team.slug]),
        reverse("teams:change_policy", args=[team.slug]),
        reverse("teams:invite", args=[team.slug]),
        reverse("teams:make_token", args=[team.slug]),
        reverse("teams:revoke_invitation", args=[team.slug, make_invitation(team).pk]),
        reverse("teams:revoke_token", args=[team.slug, make_token(team, member.user).pk]),
        *[
            member_url(name, member)
            for name in ("change_role", "deactivate", "reactivate", "reset_link")
        ],
    ]
    sign_in(client, person)

    answers = {url: client.post(url).status_code for url in urls}

    assert answers == dict.fromkeys(urls, expected)
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["rename", "change_policy", "invite", "make_token"])
def test_changes_are_posted(as_lead, team, name):
    assert as_lead.get(reverse(f"teams:{name}", args=[team.slug])).status_code == 405


def test_rows_of_other_teams_are_not_found(as_lead, team):
    other = make_team()
    stranger = Membership.objects.get(user=make_member(other))
    urls = [
        reverse("teams:deactivate", args=[team.slug, stranger.pk]),
        reverse("teams:reset_link", args=[team.slug, stranger.pk]),
        reverse("teams:revoke_invitation", args=[team.slug, make_invitation(other).pk]),
        reverse("teams:revoke_token", args=[team.slug, make_token(other, stranger.user).pk]),
    ]

    assert [as_lead.post(url).status_code for url in urls] == [404] * 4


def test_members_read_settings_without_what_is_for_leads(client, team, lead):
    viewer = make_member(team, Role.VIEWER)
    make_invitation(team, email="guest@example.org", by=lead)
    make_token(team, lead, name="Nightly import")

    page = sign_in(client, viewer).get(settings_url(team)).content.decode()

    assert "Mara Oyelin" in page
    assert "guest@example.org" not in page
    assert "Nightly import" not in page


# --- landing -------------------------------------------------------------------------------------


def test_home_leads_to_the_one_team(as_lead, team):
    assert as_lead.get("/").url == f"/t/{team.slug}/"


@pytest.mark.parametrize("teams", [0, 2])
def test_home_leads_to_the_list(client, teams):
    person = make_user()
    for _number in range(teams):
        make_membership(make_team(), person)

    assert sign_in(client, person).get("/").url == reverse("teams:list")


def test_the_list_holds_own_open_teams_alone(as_lead, team):
    make_team("Night Desk")
    make_member(team, is_active=False)

    page = as_lead.get(reverse("teams:list")).content.decode()

    assert "Coastline Desk" in page
    assert "1 person" in page
    assert "Night Desk" not in page


def test_a_team_with_documents_goes_on_to_its_work(as_lead, team, monkeypatch):
    monkeypatch.setattr(registry, "_signs_of_work", [lambda asked: asked == team])

    answer = as_lead.get(reverse("teams:start", args=[team.slug]))

    assert answer.url == reverse("review:my_work", args=[team.slug])


def test_viewers_are_not_asked_to_add(client, team):
    page = sign_in(client, make_member(team, Role.VIEWER)).get(f"/t/{team.slug}/")

    assert b"<textarea" not in page.content


@pytest.mark.parametrize("number", [20, 200])
def test_list_queries_do_not_grow(client, django_assert_max_num_queries, number):
    person = make_user()
    for _number in range(number):
        make_membership(make_team(), person)
    sign_in(client, person)

    with django_assert_max_num_queries(5):  # session, user, memberships, teams, teams of the bar
        client.get(reverse("teams:list"))


@pytest.mark.parametrize("number", [20, 200])
def test_settings_queries_do_not_grow(as_lead, team, django_assert_max_num_queries, number):
    for _number in range(number):
        make_member(team)
    for _number in range(number // 10):
        person = make_member(team)
        make_invitation(team, by=person)
        make_token(team, person)

    with django_assert_max_num_queries(17):
        as_lead.get(settings_url(team))


def test_help_shows_what_was_registered(as_lead, team, monkeypatch):
    vocabulary = registry.Vocabulary("Tides", Role, {Role.LEAD: "Comes in twice a day."})
    monkeypatch.setattr(registry, "_vocabularies", [vocabulary])

    page = as_lead.get(reverse("teams:help", args=[team.slug])).content.decode()

    assert "Tides" in page
    assert "Comes in twice a day." in page


def test_counts_of_the_frame_are_asked_once(as_lead, team, lead, monkeypatch):
    asked = []
    monkeypatch.setattr(registry, "_counters", {"my_work": lambda *who: asked.append(who) or 7})

    page = as_lead.get(settings_url(team)).content.decode()

    assert '<span class="count count-due">7</span>' in page
    assert asked == [(lead, team)]


# --- settings ------------------------------------------------------------------------------------


def test_rename(as_lead, team):
    url = reverse("teams:rename", args=[team.slug])

    answer = as_lead.post(url, {"name": "Night Desk", "row_version": 1})

    team.refresh_from_db()
    assert (answer.status_code, team.name) == (302, "Night Desk")


def test_policy_from_an_old_page(as_lead, team, lead):
    services.rename_team(team=team, name="Night Desk", row_version=1, by=lead)

    answer = as_lead.post(reverse("teams:change_policy", args=[team.slug]), POLICY)

    team.refresh_from_db()
    assert (answer.status_code, team.second_review_high) == (409, "")
    assert "Somebody else changed this meanwhile" in answer.content.decode()


def test_policy(as_lead, team):
    answer = as_lead.post(reverse("teams:change_policy", args=[team.slug]), POLICY)

    team.refresh_from_db()
    assert (answer.status_code, team.second_review_normal) == (302, "none")


def test_policy_of_unknown_codes(as_lead, team):
    values = {**POLICY, "second_review_normal": "lottery"}

    answer = as_lead.post(reverse("teams:change_policy", args=[team.slug]), values)

    assert (answer.status_code, Event.objects.count()) == (422, 0)


def test_change_role(as_lead, team):
    membership = Membership.objects.get(user=make_member(team, Role.VIEWER))

    answer = as_lead.post(
        member_url("change_role", membership), {"role": "reviewer", "row_version": 1}
    )

    membership.refresh_from_db()
    assert (answer.status_code, membership.role) == (302, Role.REVIEWER)


def test_change_role_from_an_old_page(as_lead, team):
    membership = Membership.objects.get(user=make_member(team, Role.VIEWER))

    answer = as_lead.post(
        member_url("change_role", membership), {"role": "reviewer", "row_version": 7}
    )

    assert answer.status_code == 409


def test_end_a_membership_and_undo(as_lead, team):
    membership = Membership.objects.get(user=make_member(team))

    page = as_lead.post(member_url("deactivate", membership), {"row_version": 1}, follow=True)
    undo = member_url("reactivate", membership)
    ended = Membership.objects.get(pk=membership.pk).ended_at
    as_lead.post(undo)

    membership.refresh_from_db()
    assert f'action="{undo}"' in page.content.decode()
    assert ended
    assert membership.ended_at is None


def test_the_last_lead_is_told(as_lead, team, lead):
    own = Membership.objects.get(user=lead)

    answer = as_lead.post(member_url("deactivate", own), {"row_version": 1})

    assert answer.status_code == 422
    assert "A team needs a lead" in answer.content.decode()


def test_leave(client, team, lead):
    viewer = make_member(team, Role.VIEWER)
    own = Membership.objects.get(user=viewer)

    answer = sign_in(client, viewer).post(member_url("deactivate", own), {"row_version": 1})

    assert answer.url == reverse("teams:list")
    assert client.get(settings_url(team)).status_code == 404


def test_a_token_is_shown_once(as_lead, team):
    values = {"token_name": "Script", "scopes": ["read", "documents"], "days": 30}

    made = as_lead.post(reverse("teams:make_token", args=[team.slug]), values)
    secret = handed_over(made)
    later = as_lead.get(settings_url(team))

    assert made.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert secret not in later.content.decode()
    assert ApiToken.objects.get().prefix in later.content.decode()


def test_a_token_form_sent_twice_makes_one(as_lead, team):
    values = {"token_name": "Script", "scopes": ["read"], "days": 30}
    url = reverse("teams:make_token", args=[team.slug])

    statuses = [as_lead.post(url, values).status_code for _ in range(2)]

    assert (statuses, ApiToken.objects.count()) == ([200, 409], 1)


def test_revoke_a_token(as_lead, team, lead):
    token = make_token(team, lead)

    as_lead.post(reverse("teams:revoke_token", args=[team.slug, token.pk]))

    token.refresh_from_db()
    assert not token.is_live()


def test_a_reset_link_sets_a_password(as_lead, client, team):
    person = make_member(team)
    membership = Membership.objects.get(user=person)

    services.reset_link(membership=membership, by=make_member(team, "lead"))

    link = urlsplit(handed_over(as_lead.post(member_url("reset_link", membership)))).path
    as_lead.logout()
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "quiet-harbour-42", "password2": "quiet-harbour-42"},
    )

    person.refresh_from_db()
    assert person.check_password("quiet-harbour-42")


def test_a_reset_link_that_is_refused(as_lead, team):
    membership = Membership.objects.get(user=make_member(team, is_staff=True))

    answer = as_lead.post(member_url("reset_link", membership))

    assert answer.status_code == 422
    assert 'id="handover"' not in answer.content.decode()


# --- invitations ---------------------------------------------------------------------------------


@pytest.fixture
def link(as_lead, team):
    """The path of an invitation for new@example.org, and nobody signed in."""
    values = {"email": "new@example.org", "role": "reviewer"}
    made = as_lead.post(reverse("teams:invite", args=[team.slug]), values)
    as_lead.logout()
    return urlsplit(handed_over(made)).path


def test_invite_a_member_again(as_lead, team, lead):
    values = {"email": lead.email, "role": "viewer"}

    answer = as_lead.post(reverse("teams:invite", args=[team.slug]), values)

    assert answer.status_code == 422
    assert "in the team already" in answer.content.decode()


def test_a_new_person_comes_in(client, team, link):
    page = client.get(link)

    answer = client.post(link, {"name": "Ola Rind", "password": "quiet-harbour-42"})

    person = User.objects.get(email="new@example.org")
    assert "new@example.org" in page.content.decode()
    assert answer.url == f"/t/{team.slug}/"
    assert Membership.objects.get(user=person).role == Role.REVIEWER
    assert client.get(settings_url(team)).status_code == 200


@pytest.mark.parametrize("password", ["short", "password", "12345678901", "new@example.org", ""])
def test_a_weak_password_is_refused(client, link, password):
    answer = client.post(link, {"name": "Ola Rind", "password": password})

    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_link_is_used_once(client, link):
    client.post(link, {"name": "Ola Rind", "password": "quiet-harbour-42"})
    client.logout()

    again = [client.get(link), client.post(link, {"name": "X", "password": "quiet-harbour-43"})]

    assert [answer.status_code for answer in again] == [410, 410]
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_unknown_links(client):
    assert client.get(reverse("teams:invitation", args=["guess"])).status_code == 410


def test_a_revoked_link(client, team, lead, link):
    url = reverse("teams:revoke_invitation", args=[team.slug, Invitation.objects.get().pk])
    sign_in(client, lead).post(url)

    assert client.get(link).status_code == 410


def test_somebody_with_an_account_signs_in_first(client, link):
    person = make_user("new@example.org")

    asked = client.get(link)
    answer = sign_in(client, person).post(link)

    assert f"{reverse('account_login')}?next={link}" in asked.content.decode()
    assert answer.status_code == 302
    assert Membership.objects.get(user=person).role == Role.REVIEWER


def test_somebody_else_is_told(client, link):
    person = sign_in(client, make_user("else@example.org"))

    answers = [person.get(link), person.post(link)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "else@example.org" in answers[0].content.decode()
    assert Invitation.objects.get().is_open()


# --- account -------------------------------------------------------------------------------------


def test_account(as_lead, lead):
    values = {"name": "M. Oyelin", "language": "en", "time_zone": "Asia/Kathmandu"}
    values |= {"news_mail": "at_once"}

    as_lead.post(reverse("teams:account"), values)

    lead.refresh_from_db()
    assert (lead.name, lead.time_zone) == ("M. Oyelin", "Asia/Kathmandu")


def test_account_of_an_unknown_zone(as_lead, lead):
    values = {"name": "M. Oyelin", "language": "en", "time_zone": "Mars/Base"}

    answer = as_lead.post(reverse("teams:account"), values)

    lead.refresh_from_db()
    assert (answer.status_code, lead.name) == (422, "Mara Oyelin")


def test_account_of_nobody(client):
    assert client.get(reverse("teams:account")).status_code == 302
