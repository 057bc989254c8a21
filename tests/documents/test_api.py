"""Documents and jobs through the API."""

import pytest

from documents.models import Document
from documents.vocabularies import Processing
from jobs.models import JobState
from teams.roles import Scope
from tests.factories.api import api_as, api_of_nobody
from tests.factories.documents import make_document
from tests.factories.jobs import make_job
from tests.factories.teams import ANONYMOUS, OUTSIDER, make_cast, make_member, make_team

pytestmark = pytest.mark.django_db
TEXT = "The ferry office of Velmar said on Monday that no boat would leave before noon.\n"


def as_role(team, role, **options):
    """A program of the person in that role; an outsider's token is of their own team."""
    user = make_cast(team)[role]
    if user is None:
        return api_of_nobody(team)
    home = team if role != OUTSIDER else user.memberships.get().team
    return api_as(user, home, at=team, **options)


READ = [
    ("lead", 200),
    ("reviewer", 200),
    ("contributor", 200),
    ("viewer", 200),
    (OUTSIDER, 404),
    (ANONYMOUS, 401),
]
ADD = [
    ("lead", 201),
    ("reviewer", 201),
    ("contributor", 201),
    ("viewer", 403),
    (OUTSIDER, 404),
    (ANONYMOUS, 401),
]


@pytest.mark.parametrize("path", ["documents", "documents/{pk}", "documents/{pk}/versions/1"])
@pytest.mark.parametrize(("role", "expected"), READ)
def test_reading_by_role(role, expected, path):
    team = make_team()
    document = make_document(team)

    answer = as_role(team, role).get(path.format(pk=document.pk))

    assert answer.status_code == expected


@pytest.mark.parametrize(("role", "expected"), ADD)
def test_adding_by_role(role, expected):
    team = make_team()

    answer = as_role(team, role).post("documents", {"text": TEXT})

    assert answer.status_code == expected
    assert Document.objects.count() == (expected == 201)


def test_token_of_scope_read_adds_nothing():
    team = make_team()

    answer = as_role(team, "lead", scopes=[Scope.READ]).post("documents", {"text": TEXT})

    assert answer.status_code == 403
    assert answer.json()["code"] == "permission_denied"
    assert not Document.objects.exists()


def test_text_comes_back_character_for_character():
    team = make_team()
    client = as_role(team, "contributor")

    made = client.post("documents", {"text": "  One.\r\nTwo.\r", "published": "2026-10"}).json()
    version = client.get(f"documents/{made['id']}/versions/{made['version']}").json()

    assert version["text"] == "  One.\nTwo.\n"
    assert made["title"] == "One."
    assert (made["published"], made["published_precision"]) == ("2026-10", "month")


def test_sent_twice_makes_one():
    client = as_role(make_team(), "contributor")

    first, second = (client.post("documents", {"text": TEXT}) for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]


def test_same_text_elsewhere_names_the_existing_one():
    client = as_role(make_team(), "contributor")
    first = client.post("documents", {"text": TEXT, "url": "https://one.example/a"}).json()
    other = {"text": TEXT, "url": "https://two.example/b"}

    refused = client.post("documents", other)
    added = client.post("documents", {**other, "as_another": True})

    assert refused.status_code == 409
    assert refused.json()["code"] == "same_text"
    assert refused.json()["existing"]["id"] == first["id"]
    assert added.status_code == 201
    assert added.json()["origin"] is not None


def test_restricted_existing_one_is_not_given_away():
    team = make_team()
    hidden = make_document(team, text=TEXT, url="https://one.example/a", access="restricted")
    Document.objects.filter(pk=hidden.pk).update(canonical_url="https://one.example/a")

    answer = as_role(team, "contributor").post(
        "documents", {"text": TEXT, "url": "https://one.example/a"}
    )

    assert answer.status_code == 201
    assert "existing" not in answer.json()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 7},
        {"text": TEXT, "published": "someday"},
        {"text": TEXT, "kind": "leaflet"},
        {"text": TEXT, "topic_words": "bridge"},
        [],
    ],
)
def test_malformed_is_400_and_writes_nothing(body):
    answer = as_role(make_team(), "contributor").post("documents", body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert not Document.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2_000_001])
def test_text_against_the_rules_is_422(text):
    answer = as_role(make_team(), "contributor").post("documents", {"text": text})

    assert answer.status_code == 422
    assert answer.json()["code"] == "rule"


def test_edit_keeps_what_is_not_named():
    team = make_team()
    document = make_document(team, authors="Orla Quist", topic_words=["ferry"])

    answer = as_role(team, "contributor").patch(
        f"documents/{document.pk}", {"row_version": 1, "title": "Boats late"}
    )

    assert answer.status_code == 200
    found = answer.json()
    assert (found["title"], found["authors"]) == ("Boats late", "Orla Quist")
    assert (found["topic_words"], found["row_version"]) == (["ferry"], 2)


def test_stale_edit_answers_with_the_row_as_it_stands():
    team = make_team()
    document = make_document(team)
    client = as_role(team, "contributor")
    client.patch(f"documents/{document.pk}", {"row_version": 1, "title": "First"})

    answer = client.patch(f"documents/{document.pk}", {"row_version": 1, "title": "Second"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert answer.json()["current"]["title"] == "First"
    assert answer.json()["current"]["row_version"] == 2


def test_withdraw_and_restore():
    team = make_team()
    document = make_document(team)
    client = as_role(team, "lead")

    gone = client.post(f"documents/{document.pk}/withdraw", {"row_version": 1, "why": "Twice"})
    listed = client.every("documents")
    back = client.post(f"documents/{document.pk}/restore", {"row_version": 2})

    assert gone.json()["processing"] == Processing.WITHDRAWN
    assert listed == []
    assert back.json()["processing"] == Processing.READY


def test_withdraw_of_another_persons_document_is_for_leads():
    team = make_team()
    document = make_document(team)

    answer = as_role(team, "reviewer").post(
        f"documents/{document.pk}/withdraw", {"row_version": 1, "why": "Twice"}
    )

    assert answer.status_code == 403


def test_triage():
    team = make_team()
    document = make_document(team)
    client = as_role(team, "contributor")

    begun = client.post(f"documents/{document.pk}/start-triage", {"row_version": 1}).json()
    done = client.post(f"documents/{document.pk}/finish-triage", {"row_version": 2}).json()

    assert (begun["triage"], done["triage"]) == ("in_triage", "done")
    assert begun["triage_by"]["name"]


def test_restricted_documents_are_not_there():
    team = make_team()
    document = make_document(team, access="restricted", title="Hidden harbour")
    make_job(team, document_id=document.pk)
    client = as_role(team, "reviewer")

    paths = ("", "/versions", "/versions/1")
    codes = {client.get(f"documents/{document.pk}{path}").status_code for path in paths}

    assert codes == {404}
    assert client.every("documents") == []
    assert client.every("documents", q="Hidden") == []
    assert client.every("jobs") == []
    assert len(as_role(team, "lead").every("documents")) == 1


def test_restrict_to_named_people():
    team = make_team()
    document, reader = make_document(team), make_member(team, "viewer")

    as_role(team, "lead").post(
        f"documents/{document.pk}/restrict",
        {"row_version": 1, "access": "restricted", "readers": [reader.pk]},
    )

    assert api_as(reader, team).get(f"documents/{document.pk}").status_code == 200
    assert as_role(team, "viewer").get(f"documents/{document.pk}").status_code == 404


def test_new_version():
    team = make_team()
    document = make_document(team)
    client = as_role(team, "contributor")

    first = client.post(f"documents/{document.pk}/versions", {"text": TEXT})
    again = client.post(f"documents/{document.pk}/versions", {"text": TEXT})

    assert first.status_code == 201
    assert first.json() == again.json()
    assert [each["number"] for each in client.every(f"documents/{document.pk}/versions")] == [2, 1]


def test_retry_and_cancel_of_a_job():
    team = make_team()
    document = make_document(team)
    failed = make_job(team, document_id=document.pk, state=JobState.FAILED)
    client = as_role(team, "contributor")

    retried = client.post(f"jobs/{failed.pk}/retry")
    old = client.post(f"jobs/{failed.pk}/retry")
    stopped = client.post(f"jobs/{retried.json()['id']}/cancel")

    assert retried.status_code == 200
    assert retried.json()["state"] == "queued"
    assert old.status_code == 422
    assert stopped.json()["state"] == "cancelled"


def test_jobs_are_not_a_viewers_to_retry():
    team = make_team()
    job = make_job(team, document_id=make_document(team).pk, state=JobState.FAILED)

    answer = as_role(team, "viewer").post(f"jobs/{job.pk}/retry")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "query", [{"triage": "nowhere"}, {"published_from": "May"}, {"publisher": "x"}]
)
def test_filters_refuse_what_they_do_not_know(query):
    answer = as_role(make_team(), "viewer").get("documents", **query)

    assert answer.status_code == 400


def test_page_size_has_a_limit():
    team = make_team()
    for _document in range(3):
        make_document(team)
    client = as_role(team, "viewer")

    pages = [client.get("documents", page_size=size).json()["results"] for size in (2, 100000)]

    assert [len(page) for page in pages] == [2, 3]
    assert len(client.every("documents", page_size=1)) == 3


@pytest.mark.parametrize("path", ["documents", "jobs", "members", "documents/{pk}/versions"])
def test_lists_do_not_grow_in_queries(path, django_assert_max_num_queries):
    team = make_team()
    client, document = as_role(team, "viewer"), make_document(team)

    def fill(number):
        for _row in range(number):
            make_job(team, document_id=make_document(team).pk)
            make_member(team, "viewer")

    fill(20)
    client.get("members")
    with django_assert_max_num_queries(10) as few:
        client.get(path.format(pk=document.pk), page_size=200)
    fill(180)
    with django_assert_max_num_queries(len(few)):
        answer = client.get(path.format(pk=document.pk), page_size=200)

    assert answer.status_code == 200
