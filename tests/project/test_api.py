"""The API as a whole: its description, its errors, who comes in."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from documents.models import Document
from tests.factories.api import api_as
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db
ALWAYS = ("400", "401", "403", "404", "429")


def test_description_is_whole_and_valid(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yaml"))

    told = (tmp_path / "api.yaml").read_text()
    assert "bearerFormat" in told
    assert "/api/v1/t/{team}/claims/{id}/submit-review" in told


def test_page_and_description_are_for_those_signed_in(client):
    page, description = reverse("api:docs"), reverse("api:schema")

    assert client.get(page).status_code == 302
    assert client.get(description).status_code == 401

    client.force_login(make_member(make_team()))
    assert client.get(page).status_code == 200
    schema = client.get(description).json()
    codes = schema["paths"]["/api/v1/t/{team}/documents"]["post"]["responses"]
    assert set(codes) == {"200", "201", *ALWAYS, "409", "413", "415", "422"}
    assert {"ClaimState", "Holds", "DocumentKind", "Error"} <= set(schema["components"]["schemas"])


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "bearer corr_x", "Basic eDp5"])
def test_bad_tokens_are_401(header):
    team = make_team()

    answer = Client(headers={"Authorization": header}).get(f"/api/v1/t/{team.slug}/claims")

    assert answer.status_code == 401
    assert set(answer.json()) == {"code", "detail"}
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_token_opens_its_own_team_alone():
    one, other = make_team(), make_team()
    user = make_member(one, "lead")
    other.memberships.create(user=user, role="lead")

    assert api_as(user, one).get("claims").status_code == 200
    assert api_as(user, one, at=other).get("claims").status_code == 404


def test_session_reads_and_writes_only_with_the_csrf_token():
    team = make_team()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_member(team, "contributor"))
    url = f"/api/v1/t/{team.slug}/documents"
    body = {"text": "A clerk of Velmar said that the quay was shut.\n"}

    read = browser.get(url)
    forged = browser.post(url, body, content_type="application/json")
    browser.get(reverse("api:docs"))
    secret = browser.cookies["corroborate_csrf"].value
    sent = browser.post(url, body, content_type="application/json", headers={"X-CSRFToken": secret})

    assert read.status_code == 200
    assert (forged.status_code, forged.json()["code"]) == (403, "permission_denied")
    assert sent.status_code == 201
    assert Document.objects.count() == 1


def test_forms_are_not_taken():
    team = make_team()
    api = api_as(make_member(team, "contributor"), team)

    answer = api.client.post(api.url("documents"), {"text": "Some words."})

    assert answer.status_code == 415


def test_broken_json_is_400():
    team = make_team()
    api = api_as(make_member(team, "contributor"), team)

    answer = api.client.post(api.url("documents"), "{", content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["code"] == "parse_error"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("mentions", {"document": 10**30}),
        ("mentions", {"claim": 2**63}),
        ("documents", {"publisher": 10**30}),
        ("claims", {"speaker": 10**30}),
        ("claims/export", {"speaker": 10**30}),
        ("events", {"claim": 10**30}),
        ("evidence", {"round": 10**30}),
        ("jobs", {"document": "1.5"}),
    ],
)
def test_numbers_that_no_row_has_are_malformed(path, query):
    team = make_team()
    api = api_as(make_member(team, "viewer"), team)

    assert api.get(path, **query).status_code == 400
    assert api.get(f"claims/{10**30}").status_code == 404


def test_words_with_a_nul_are_malformed():
    team = make_team()
    api = api_as(make_member(team, "viewer"), team)

    assert [api.get(path, q="a\0b").status_code for path in ("claims", "actors")] == [400, 400]


def test_numbers_in_a_body_that_no_row_has_are_malformed():
    team = make_team()
    api = api_as(make_member(team, "reviewer"), team)
    body = {"statement": "It rained.", "speakers": [{"actor": 10**30}]}

    assert api.post("claims", body).status_code == 400


def test_broken_cursors_are_refused():
    team = make_team()
    api = api_as(make_member(team, "viewer"), team)

    assert api.get("claims", cursor="nonsense").status_code == 404


def test_too_many_exports_are_429():
    team = make_team()
    api = api_as(make_member(team, "viewer"), team)

    codes = [api.get("claims/export").status_code for _request in range(21)]

    assert codes == [200] * 20 + [429]
