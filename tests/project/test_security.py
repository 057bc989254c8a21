"""What every answer carries, and how often one may knock."""

import pytest
from django.urls import reverse

from teams.models import User
from tests.factories.teams import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_policy_allows_nothing_inline_but_style_attributes(client):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["style-src-attr"] == "'unsafe-inline'"
    assert directives["object-src"] == directives["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in policy


def test_answers_are_not_framed_sniffed_or_referred(client):
    headers = client.get(reverse("account_login")).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_nobody_signs_up(client):
    form = {"email": "eve@example.org", "password1": PASSWORD}

    response = client.post("/accounts/signup/", form)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email="eve@example.org").exists()


def test_sixth_wrong_password_is_refused_although_it_is_right(client):
    make_user("ada@example.org", password=PASSWORD)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "ada@example.org", "password": "wrong"})

    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_thirty_first_sign_in_of_a_minute_is_refused(client):
    for number in range(30):
        form = {"login": f"person{number}@example.org", "password": "wrong"}
        client.post(reverse("account_login"), form)

    response = client.get(reverse("account_login"))
    refused = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})

    assert response.status_code == 200
    assert refused.status_code == 429
