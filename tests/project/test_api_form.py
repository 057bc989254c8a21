"""Whatever is sent below /api/ is answered in JSON of the documented form, and 4xx is never 5xx."""

import json

import pytest
from django.test import Client

from tests.factories.api import api_as
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db
NUMBERS = [0, -1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, "9" * 5000, "१२", "1.5", "NaN", "٣"]
DEEP = "[" * 200_000


@pytest.fixture
def api():
    team = make_team()
    return api_as(make_member(team, "lead"), team)


def assert_problem(answer, *codes):
    assert answer.status_code in codes, (answer.status_code, answer.content[:300])
    assert answer.headers["Content-Type"].startswith("application/json")
    told = json.loads(answer.content)
    assert {"code", "detail"} <= set(told) <= {
        "code", "detail", "errors", "missing", "current", "existing"
    }  # fmt: skip
    assert told["code"]
    assert isinstance(told["detail"], str)


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_rows_of_any_size_and_sign(api, number):
    for path in ("claims", "documents", "mentions", "events", "jobs", "evidence", "comments"):
        assert_problem(api.get(f"{path}/{number}"), 404)
    assert_problem(api.get(f"documents/1/versions/{number}"), 404)
    assert_problem(api.post(f"claims/{number}/take", {"row_version": 1}), 404)
    for path, name in (("mentions", "document"), ("claims", "speaker"), ("events", "claim")):
        answer = api.get(path, **{name: number})
        assert answer.status_code == 200 or assert_problem(answer, 400) is None


@pytest.mark.parametrize("number", [-1, 2**63, 10**30, 1e300, 1.5, "9" * 5000, True, None, [], {}])
def test_numbers_in_bodies(api, number):
    claim = api.post(
        "claims", {"statement": "It rained in Velmar.", "speakers": [{"words": "A diver"}]}
    ).json()["id"]
    row_version = {"row_version": 1}

    for path, body in {
        "claims": {"statement": "It rained.", "speakers": [{"actor": number, "words": "A diver"}]},
        f"claims/{claim}/mark-to-check": {"row_version": number, "priority": "high"},
        f"claims/{claim}/submit-review": {**row_version, "cited": [number]},
        "comments": {"claim": number, "text": "Well."},
        "notifications/read": {"up_to": number},
        "mentions": {"document": number, "content_spans": [[number, number]]},
    }.items():
        answer = api.post(path, body)
        assert answer.status_code < 300 or assert_problem(answer, 400, 409, 422) is None


@pytest.mark.parametrize(
    "cursor",
    ["cD1h", "cD1OYU4=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "cD0tMQ==", "bz0x", "nonsense", "%00",
     "cj0xJnA9AA==", "cD3wn5GN", "=", "WyJ4IiwxXQ"],
)  # fmt: skip
def test_cursors_broken_or_of_another_kind(api, cursor):
    for path in ("claims", "documents", "members", "events", "search"):
        answer = api.get(path, cursor=cursor)
        assert answer.status_code == 200 or assert_problem(answer, 404) is None
    for name in ("after", "before"):
        assert api.get("timeline", **{name: cursor}).status_code == 200


@pytest.mark.parametrize(
    ("body", "media", "code"),
    [
        (DEEP, "application/json", 400),
        ('{"text":' * 2000, "application/json", 400),
        ('{"text": NaN}', "application/json", 400),
        ('{"text": "\\ud800"}', "application/json", 400),
        ('{"title": "a\\u0000b", "text": "Words."}', "application/json", 400),
        (b'{"text": "\xff\xfe"}', "application/json", 400),
        (b"\xef\xbb\xbf{}", "application/json", 400),
        ("[]", "application/json", 400),
        ('"words"', "application/json", 400),
        ("9" * 5000, "application/json", 400),
        ("", "application/json", 400),
        ('{"text": "Words."}'.encode("utf-16"), "application/json; charset=utf-16", 415),
        ('{"text": "Words."}', "application/json; charset=iso-8859-1", 415),
        ('{"text": "Words."}', "text/plain", 415),
        ("text=Words.", "application/x-www-form-urlencoded", 415),
        ("--x\r\n", "multipart/form-data; boundary=x", 415),
        ("--x\r\n", "multipart/form-data", 415),
        ('{"text": "Words."}', "", 415),
        ('{"text": "Words."}', "\xff/\x00", 415),
    ],
)
def test_bodies_that_are_no_json_of_ours(api, body, media, code):
    answer = api.client.generic("POST", api.url("documents"), body, content_type=media)

    assert_problem(answer, code)


def test_body_too_large_is_413(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = api.post("documents", {"text": "x" * 2000})

    assert_problem(answer, 413)
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/t/", "/api/v1/nothing", "/api/v1/t/-/"]
)
def test_unknown_addresses(api, path):
    for method in ("GET", "POST", "DELETE", "BREW"):
        assert_problem(api.client.generic(method, path), 404)


def test_unknown_team_and_route(api):
    for path in ("/api/v1/t/nobody/claims", api.url("nothing"), api.url("claims/"), api.url("%00")):
        assert_problem(api.client.get(path), 404)


def test_methods_that_are_not_there(api):
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "BREW"):
        answer = api.client.generic(method, api.url("claims"))
        assert_problem(answer, 405)
        assert "GET" in answer.headers["Allow"]
    assert api.client.head(api.url("claims")).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "localhost:port", "x" * 300, ""])
def test_wrong_host(host):
    assert_problem(Client(headers={"Host": host}).get("/api/v1/t/nobody/claims"), 400)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense", "*", "", "a/b;q=x"])
def test_accept_changes_nothing(api, accept):
    answer = api.client.get(api.url("claims"), headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("key", ["x" * 256, "a\x01b", "\x7f"])
def test_bad_idempotency_keys(api, key):
    document = api.post("documents", {"text": "A clerk said that the quay was shut."}).json()["id"]

    answer = api.post(
        "comments", {"document": document, "text": "Is it?"}, **{"Idempotency-Key": key}
    )

    assert_problem(answer, 400)


def test_a_failure_of_the_server_is_told_in_json_too(api, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("no")

    monkeypatch.setattr("documents.api.views.selectors.readable_documents", fail)
    api.client.raise_request_exception = False

    assert_problem(api.get("documents"), 500)


def test_pages_keep_their_own_errors(client):
    assert client.get("/nothing").headers["Content-Type"].startswith("text/html")
