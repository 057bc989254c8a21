from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jobs import workers
from jobs.models import Job
from project import health
from tests.factories.jobs import make_job, make_worker
from tests.factories.teams import make_team

pytestmark = pytest.mark.django_db


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_tells_all_well(client):
    workers.beat("one")

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True, "database": "ok", "migrations": "ok", "worker": "ok", "queue": "ok",
    }  # fmt: skip


def test_readyz_without_a_worker_still_serves_people(client):
    make_worker(beat_at=timezone.now() - timedelta(minutes=1))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["worker"] == "none"


def test_readyz_tells_a_queue_that_stands_still(client):
    make_job(make_team())
    Job.objects.update(queued_at=timezone.now() - timedelta(minutes=6))

    response = client.get("/readyz")

    assert response.json()["queue"] == "stuck"


def test_readyz_does_not_call_a_queue_stuck_behind_a_long_job(client):
    make_job(make_team())
    Job.objects.update(queued_at=timezone.now() - timedelta(minutes=6))
    running = make_job(make_team(), state="running", attempt=1, heartbeat_at=timezone.now())

    beaten = client.get("/readyz").json()["queue"]
    Job.objects.filter(pk=running.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=6))
    silent = client.get("/readyz").json()["queue"]

    assert (beaten, silent) == ("ok", "stuck")


def test_readyz_refuses_a_database_that_is_not_migrated(client):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("teams")
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "ok", "migrations": "missing"}


def test_health_is_not_cached_and_only_read(client):
    assert client.post("/healthz").status_code == 405
    assert "no-store" in client.get("/readyz").headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_monitors_are_answered_under_any_name_and_without_tls(client, settings, address):
    settings.ALLOWED_HOSTS = ["claims.example.org"]
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(address, headers={"host": "127.0.0.1:8000"})
    page = client.get("/", headers={"host": "127.0.0.1:8000"})
    secured = client.get("/", headers={"host": "claims.example.org"})

    assert answer.status_code == 200
    assert answer.cookies == {}
    assert page.status_code == 400
    assert secured.headers["Location"] == "https://claims.example.org/"


def test_a_session_or_a_language_changes_nothing(client, django_assert_num_queries):
    client.cookies["corroborate_session"] = "x" * 32

    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"accept-language": "de"})

    assert "Vary" not in answer.headers


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_readyz_tells_no_more_than_that_the_database_is_down(client, monkeypatch, error):
    def away():
        raise error("host=db.internal user=claims refused")

    monkeypatch.setattr(health, "_migrations", away)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "down"}
