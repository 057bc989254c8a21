"""What is sent without a session, with an old token, or into a broken server: kept, not lost."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Document
from review import services as review
from review.models import Comment
from teams import kept
from tests.factories.review import make_desk
from tests.factories.teams import PASSWORD, make_user

pytestmark = pytest.mark.django_db

WORDS = "Nobody on the pier saw the lamp."
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def desk():
    return make_desk("none")


@pytest.fixture
def claim(desk):
    return desk.claim()


@pytest.fixture
def comments(claim):
    return reverse("review:add_comment", args=[claim.team.slug, claim.pk])


def form_for(person, **fields):
    return {kept.MARK: kept.mark_of(person), "text": WORDS, **fields}


def test_a_form_waits_for_its_person_and_goes_by_one_click(client, desk, claim, comments):
    referer = "http://testserver" + claim.get_absolute_url()
    answer = client.post(comments, form_for(desk.first), headers={"Referer": referer})
    assert answer.url == "/accounts/login/?next=/account/kept/"

    client.force_login(desk.first)
    page = client.get("/account/kept/")
    fields = {field.name: field.value for field in page.context["kept"].fields()}
    assert WORDS in page.content.decode()
    assert Comment.objects.count() == 0
    client.post(comments, {**fields, "kept": page.context["kept"].key})

    assert Comment.objects.get().by == desk.first
    assert client.get("/account/kept/").url == "/"


def test_it_can_be_dropped_and_leads_back(client, desk, claim, comments):
    referer = "http://testserver" + claim.get_absolute_url()
    client.post(comments, form_for(desk.first), headers={"Referer": referer})
    client.force_login(desk.first)

    answer = client.post("/account/kept/")

    assert answer.url == claim.get_absolute_url()
    assert kept.SESSION_KEY not in client.session


def test_nobody_else_reads_it_and_it_waits_on(client, desk, comments):
    client.post(comments, form_for(desk.first))
    client.force_login(desk.second)

    others = client.get("/account/kept/")
    tried = client.post("/account/kept/")
    client.logout()
    client.post(comments, form_for(desk.second, text="Mine"))
    client.force_login(desk.second)

    assert (others.status_code, tried.status_code) == (403, 403)
    assert WORDS not in others.content.decode()
    assert "Mine" in client.get("/account/kept/").content.decode()


def test_it_survives_that_somebody_else_signs_in_and_out(client, desk, comments):
    make_user("eve@example.org", password=PASSWORD)
    client.post(comments, form_for(desk.first))

    client.post("/accounts/login/", {"login": "eve@example.org", "password": PASSWORD})
    client.post("/accounts/logout/")
    client.force_login(desk.first)

    assert WORDS in client.get("/account/kept/").content.decode()


@pytest.mark.parametrize("mark", ["", "1", "1:forged", None])
def test_strangers_put_nothing_into_the_store(client, comments, mark):
    form = {"text": WORDS} | ({kept.MARK: mark} if mark is not None else {})

    answer = client.post(comments, form, headers={"Referer": "http://elsewhere.example/x"})

    assert answer.url == "/accounts/login/?next=/"
    assert kept.SESSION_KEY not in client.session


def test_the_way_back_is_a_page_that_can_be_opened(client, claim, comments):
    referer = "http://testserver" + claim.get_absolute_url() + "?judging=first"

    answer = client.post(comments, {"text": WORDS}, headers={"Referer": referer})

    assert answer.url == f"/accounts/login/?next={claim.get_absolute_url()}%3Fjudging%3Dfirst"


def test_passwords_and_too_much_are_not_kept(client, desk, comments):
    client.post(comments, form_for(desk.first, password=PASSWORD, code="123456"))
    stored = json.dumps(client.session[kept.SESSION_KEY])
    client.session.flush()
    client.cookies.clear()

    client.post(comments, form_for(desk.first, text="x" * (kept.MOST + 1)))

    assert WORDS in stored
    assert PASSWORD not in stored
    assert "123456" not in stored
    assert kept.SESSION_KEY not in client.session


def test_after_an_hour_it_is_gone(client, desk, comments, monkeypatch):
    client.post(comments, form_for(desk.first))
    client.force_login(desk.first)
    later = kept.time.time() + kept.LASTS.total_seconds() + 1
    monkeypatch.setattr(kept.time, "time", lambda: later)

    assert client.get("/account/kept/").url == "/"


def test_a_file_has_to_be_chosen_again_and_the_page_says_so(client, desk):
    add = reverse("documents:add", args=[desk.team.slug])
    file = SimpleUploadedFile("pier.txt", WORDS.encode())
    client.post(add, form_for(desk.first, title="The pier", text="", file=file))
    client.force_login(desk.first)

    page = client.get("/account/kept/").content.decode()

    assert "Choose the file again" in page
    assert 'enctype="multipart/form-data"' in page
    assert Document.objects.count() == 0


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_is_never_the_sign_in_page(client, comments, headers, method):
    answer = getattr(client, method)(comments, headers=headers)

    assert answer.status_code == 401
    assert answer.content == b""
    assert "Location" not in answer.headers


def test_who_is_signed_in_is_told_to_scripts_alone(client, desk):
    ask = {"HX-Request": "true"}
    nobody = client.get("/account/session/", headers=ask).json()
    client.force_login(desk.first)
    somebody = client.get("/account/session/", headers=ask).json()
    page = client.get("/account/session/")

    assert (nobody["person"], nobody["name"]) == ("", "")
    assert kept.person_of(somebody["person"]) == desk.first.pk
    assert "You are signed in" in page.content.decode()


# --- the token ------------------------------------------------------------------------------------


@pytest.fixture
def strict(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.first)
    return client


def test_with_an_old_token_the_words_come_back(strict, desk, comments):
    page = strict.post(comments, form_for(desk.first), headers=HERE)

    assert page.status_code == 403
    assert WORDS in page.content.decode()
    assert "Send it now" in page.content.decode()
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_from_elsewhere_nothing_is_offered_to_be_sent(strict, desk, comments, headers):
    page = strict.post(comments, form_for(desk.first), headers=headers)

    assert page.status_code == 403
    assert WORDS not in page.content.decode()


def test_the_form_of_another_is_not_offered(strict, desk, comments):
    page = strict.post(comments, form_for(desk.second), headers=HERE)

    assert page.status_code == 403
    assert WORDS not in page.content.decode()
    assert "Nothing was sent in your name" in page.content.decode()


def test_without_session_and_token_it_waits(desk, comments):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(comments, form_for(desk.first), headers=HERE)
    part = client.post(comments, form_for(desk.first), headers={**HERE, "HX-Request": "true"})

    assert answer.url == "/accounts/login/?next=/account/kept/"
    assert part.status_code == 401


def test_a_part_of_a_page_is_told_that_its_token_is_old(strict, comments):
    answer = strict.post(comments, {"text": WORDS}, headers={**HERE, "HX-Request": "true"})

    assert (answer.status_code, answer.headers["X-Refused"]) == (403, "token")


# --- the server's own fault -----------------------------------------------------------------------


def test_a_broken_server_gives_the_words_back(desk, comments, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(desk.first)
    monkeypatch.setattr(review, "add_comment", lambda **_given: 1 / 0)

    page = client.post(comments, form_for(desk.first))
    plain = client.post(comments, {"text": WORDS})

    assert (page.status_code, plain.status_code) == (500, 500)
    assert WORDS in page.content.decode()
    assert "Send it now" in page.content.decode()


# --- copies ---------------------------------------------------------------------------------------


def test_pages_of_somebody_signed_in_stay_in_no_cache(client, desk, claim):
    team = desk.team.slug
    paths = ["/teams/", "/account/", f"/t/{team}/claims/", claim.get_absolute_url()]
    paths += [f"/api/v1/t/{team}/claims", f"/t/{team}/claims/export", "/nowhere/"]
    client.force_login(desk.lead)

    faults = [path for path in paths if "no-store" not in client.get(path)["Cache-Control"]]

    assert not faults
