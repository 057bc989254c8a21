from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from jobs import workers
from jobs.models import Job
from tests.factories.jobs import make_job, make_worker
from tests.factories.teams import make_team

pytestmark = pytest.mark.django_db


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("healthz"))

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_tells_all_well(client):
    workers.beat("one")

    response = client.get(reverse("readyz"))

    assert response.status_code == 200
    assert response.json() == {
        "ready": True, "database": "ok", "migrations": "ok", "worker": "ok", "queue": "ok",
    }  # fmt: skip


def test_readyz_without_a_worker_still_serves_people(client):
    make_worker(beat_at=timezone.now() - timedelta(minutes=1))

    response = client.get(reverse("readyz"))

    assert response.status_code == 200
    assert response.json()["worker"] == "none"


def test_readyz_tells_a_queue_that_stands_still(client):
    make_job(make_team())
    Job.objects.update(queued_at=timezone.now() - timedelta(minutes=6))

    response = client.get(reverse("readyz"))

    assert response.json()["queue"] == "stuck"


def test_readyz_refuses_a_database_that_is_not_migrated(client):
    MigrationRecorder(connection).record_unapplied("teams", "0002_news_mail")

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "ok", "migrations": "missing"}


def test_health_is_not_cached_and_only_read(client):
    assert client.post(reverse("healthz")).status_code == 405
    assert "no-store" in client.get(reverse("readyz")).headers["Cache-Control"]
