"""The theme's cookie and the gallery of parts."""

import pytest
from django.urls import reverse

from tests.factories.teams import make_user


def test_theme_is_remembered_and_leads_back(client):
    answer = client.post(reverse("theme"), {"theme": "dark", "next": "/gallery/?a=1"})

    assert answer.status_code == 302
    assert answer.url == "/gallery/?a=1"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["samesite"] == "Lax"


@pytest.mark.parametrize("choice", ["system", "", "<script>"])
def test_any_other_theme_forgets_the_cookie(client, choice):
    client.cookies["theme"] = "dark"

    answer = client.post(reverse("theme"), {"theme": choice})

    assert answer.cookies["theme"].value == ""
    assert answer.cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:x", ""]
)
def test_theme_never_leads_to_another_site(client, elsewhere):
    assert client.post(reverse("theme"), {"theme": "dark", "next": elsewhere}).url == "/"


def test_theme_is_changed_by_post_alone(client):
    assert client.get(reverse("theme")).status_code == 405


@pytest.mark.django_db
def test_gallery_shows_every_part_to_staff(client):
    client.force_login(make_user(is_staff=True))

    answer = client.get(reverse("gallery"))

    assert answer.status_code == 200
    assert b"No claim matches these filters" in answer.content


@pytest.mark.django_db
def test_gallery_is_not_for_others(client):
    client.force_login(make_user())

    answer = client.get(reverse("gallery"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_theme_of_the_cookie_is_in_the_page(client):
    client.cookies["theme"] = "dark"

    assert b'data-bs-theme="dark"' in client.get(reverse("account_login")).content


@pytest.mark.django_db
def test_unknown_theme_of_a_cookie_is_not_written_into_the_page(client):
    client.cookies["theme"] = '"><script>'

    page = client.get(reverse("account_login")).content

    assert b"data-bs-theme" not in page.split(b"<head>")[0]
