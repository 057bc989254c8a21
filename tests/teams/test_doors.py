"""One sign-in for all: no other door lets anybody in, asks for less, or counts less."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories.teams import PASSWORD, make_member, make_team, make_user

pytestmark = pytest.mark.django_db
ADMIN = "/admin/login/"


@pytest.fixture
def lead():
    return make_member(make_team(), "lead", is_staff=True, password=PASSWORD)


def test_the_admin_shows_and_reads_no_form_of_its_own(client, lead):
    form = {"username": lead.email, "password": PASSWORD, "next": "/admin/claims/claim/"}

    for answer in (client.get(ADMIN, {"next": form["next"]}), client.post(ADMIN, form)):
        assert answer.url == f"{reverse('account_login')}?next=/admin/claims/claim/"
    assert "_auth_user_id" not in client.session


def test_staff_without_a_team_become_nobody_else(client, lead):
    staff = make_user(is_staff=True)
    client.force_login(staff)

    read = client.get(ADMIN)
    sent = client.post(ADMIN, {"username": lead.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(staff.pk)
    for answer in (read, sent):
        assert answer.status_code == 403
        assert "Curation is for staff who lead a team" in answer.text


def test_after_signing_in_the_page_asked_for_comes(client, lead):
    page = reverse("admin:claims_claim_changelist")
    asked = client.get(page, follow=True)
    assert asked.redirect_chain[-1][0] == f"{reverse('account_login')}?next={page}"

    answer = client.post(
        reverse("account_login"), {"login": lead.email, "password": PASSWORD, "next": page}
    )

    assert answer.url == page
    assert client.get(ADMIN, {"next": page}).url == page
    assert client.get(ADMIN, {"next": "https://elsewhere.example/"}).url == reverse("admin:index")


def test_the_second_factor_is_asked_on_the_way_to_the_admin(client, lead):
    Authenticator.objects.create(user=lead, type="totp", data={"secret": "x"})

    answer = client.post(
        reverse("account_login"), {"login": lead.email, "password": PASSWORD, "next": "/admin/"}
    )

    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert client.get("/admin/").status_code == 302


def test_the_admin_changes_no_password(client, lead):
    client.force_login(lead)

    answer = client.post(
        "/admin/password_change/",
        {
            "old_password": PASSWORD,
            "new_password1": "velmar quay 9",
            "new_password2": "velmar quay 9",
        },
    )

    assert answer.url == reverse("account_change_password")
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)


@pytest.mark.parametrize("route", ["account_reauthenticate", "account_change_password"])
def test_wrong_passwords_of_who_is_signed_in_are_counted_too(client, lead, route):
    client.force_login(lead)
    new = {"password1": "velmar quay 9", "password2": "velmar quay 9"}

    for _wrong in range(12):
        client.post(reverse(route), {"password": "wrong", "oldpassword": "wrong", **new})
    answer = client.post(reverse(route), {"password": PASSWORD, "oldpassword": PASSWORD, **new})

    assert answer.status_code in (200, 429)
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)
