"""Wrong passwords slow down without shutting the owner out; tokens end with a password."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from history.models import Event
from teams import knocking
from teams.models import ApiToken
from teams.services.accounts import password_link
from tests.factories.api import api_as
from tests.factories.teams import PASSWORD, make_member, make_team, make_user

pytestmark = pytest.mark.django_db
NEW = "velmar quay 9"


def attempt(client, login, password="", address="10.0.0.1"):
    form = {"login": login, "password": password or "wrong"}
    return client.post(reverse("account_login"), form, REMOTE_ADDR=address)


def is_in(client):
    return "_auth_user_id" in client.session


def guess_from_everywhere(login, times=14):
    """As a botnet does: each time from another address, without cookies."""
    answers = []
    for number in range(times):
        answers.append(attempt(Client(), login, address=f"10.0.{number // 200}.{number % 200 + 2}"))
    return answers


def is_refused(answer):
    return "Too many wrong passwords" in answer.text


def test_five_wrong_ones_at_one_address_leave_another_address_alone(client):
    ada = make_user(password=PASSWORD)
    for _wrong in range(6):
        refused = attempt(client, ada.email)
    assert is_refused(refused)

    attempt(client, ada.email, PASSWORD, address="10.9.9.9")

    assert is_in(client)


def test_guessing_from_everywhere_waits_longer_each_time():
    ada = make_user(password=PASSWORD)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = guess_from_everywhere(ada.email)
        assert [is_refused(answer) for answer in answers] == [False] * 11 + [True] * 3
        passed = 0
        for number in range(40):
            clock.shift(timedelta(minutes=3))
            passed += not is_refused(attempt(Client(), ada.email, address=f"10.1.0.{number}"))
    assert 5 < passed < 16


def test_the_right_password_in_a_new_browser_waits_too():
    ada = make_user(password=PASSWORD)
    guess_from_everywhere(ada.email)
    new = Client()

    assert is_refused(attempt(new, ada.email, PASSWORD, address="10.9.9.9"))
    assert not is_in(new)


def test_a_browser_that_was_here_before_does_not_wait(client):
    ada = make_user(password=PASSWORD)
    attempt(client, ada.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert not is_in(client)
    for _wrong in range(12):  # at the owner's own network address as well
        attempt(Client(), ada.email)
    guess_from_everywhere(ada.email)

    attempt(client, ada.email, PASSWORD)

    assert is_in(client)


def test_a_browser_that_was_here_before_cannot_guess_on_and_on(client):
    ada, eve = make_user(password=PASSWORD), make_user(password=PASSWORD)
    attempt(client, ada.email, PASSWORD)
    client.post(reverse("account_logout"))

    refused = [is_refused(attempt(client, ada.email)) for _wrong in range(6)]

    assert refused == [False] * 5 + [True]
    assert knocking.known_device(client.get(reverse("account_login")).wsgi_request, eve.email) == ""


def test_the_link_for_a_new_password_lets_the_owner_in(client):
    ada = make_user(password=PASSWORD)
    guess_from_everywhere(ada.email)

    set_password(client, ada, NEW)
    attempt(client, ada.email, NEW, address="10.9.9.9")

    assert is_in(client)


def test_answers_are_the_same_for_accounts_that_are_not_there():
    ada = make_user(password=PASSWORD)

    with time_machine.travel(timezone.now(), tick=False):
        known, unknown = (
            [(answer.status_code, is_refused(answer)) for answer in guess_from_everywhere(login)]
            for login in (ada.email, "nobody@velmar.example")
        )

    assert known == unknown


def set_password(client, person, password, **more):
    opened = client.get(password_link(person).partition("127.0.0.1:8000")[2], follow=True)
    form = {"password1": password, "password2": password, **more}
    return client.post(opened.redirect_chain[-1][0], form)


@pytest.mark.parametrize(("more", "live"), [({}, 0), ({"keep_tokens": "on"}, 1)])
def test_tokens_end_with_a_reset_password_unless_the_person_keeps_them(client, more, live):
    team = make_team()
    ada = make_member(team, "reviewer", password=PASSWORD)
    other = api_as(make_member(team), team)
    api = api_as(ada, team)

    set_password(client, ada, NEW, **more)

    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert ApiToken.objects.filter(user=ada, revoked_at=None).count() == live
    assert api.get("claims").status_code == (200 if live else 401)
    assert other.get("claims").status_code == 200
    assert Event.objects.filter(kind="token.revoked", by_id=ada.pk).count() == 1 - live


def test_a_changed_password_asks_only_who_has_tokens(client):
    team = make_team()
    ada = make_member(team, "reviewer", password=PASSWORD)
    client.force_login(ada)
    page = reverse("account_change_password")
    assert "keep_tokens" not in client.get(page).text

    api_as(ada, team)
    assert "keep_tokens" in client.get(page).text
    client.post(page, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert not ApiToken.objects.filter(revoked_at=None).exists()
