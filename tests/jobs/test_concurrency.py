"""The same moments with real threads and real processes."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest

from history.models import Event
from jobs import lifecycle, registry, running, services
from jobs.models import Job, JobState
from teams.models import Team
from tests import servers
from tests.factories.jobs import make_job
from tests.factories.teams import make_team
from tests.jobs import handlers
from tests.threads import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]


def test_claim_by_20_at_once_is_won_by_one():
    job = make_job(make_team())

    claimed = all_at_once(lambda _: lifecycle.claim(job.pk), range(20))

    assert len([one for one in claimed if one]) == 1
    assert Job.objects.get().attempt == 1


def test_enqueue_by_20_at_once_makes_one_job():
    team = make_team()

    jobs = all_at_once(
        lambda _: services.enqueue(kind="test", team=team, subject_id=1, by=None), range(20)
    )

    assert len({job.pk for job in jobs}) == 1


def test_reconcile_by_8_at_once_gives_the_job_away_once():
    job = make_job(make_team(), state=JobState.RUNNING, attempt=1)
    Job.objects.update(queued_at="2020-01-01T00:00Z", heartbeat_at="2020-01-01T00:00Z")

    all_at_once(lambda _: running.reconcile(), range(8))

    job.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 1)


def test_heartbeat_goes_on_while_the_handler_works(settings):
    settings.JOB_BEAT_EVERY = settings.JOB_BEAT_EVERY / 500
    job = lifecycle.claim(make_job(make_team()).pk)
    Job.objects.update(heartbeat_at=None)

    with running.beating(job):
        beaten = servers.wait_for(
            lambda: Job.objects.filter(heartbeat_at__isnull=False).exists(), "a beat"
        )

    assert beaten


def test_an_attempt_whose_time_is_up_ends_in_words(settings, monkeypatch):
    settings.JOB_BEAT_EVERY = settings.JOB_BEAT_EVERY / 500
    over = []

    def work(context):
        """Asks again and again, as reading does within a piece, and writes nothing itself."""
        over.append(servers.wait_for(context.cancelled, "the end of its time"))
        with context.finishing("too late"):
            Team.objects.update(name="changed")

    handler = registry.Handler(work, lambda job: None, within=timedelta(0))
    monkeypatch.setitem(registry._handlers, "test", handler)
    job = make_job(make_team())

    running.run(job.pk)

    job.refresh_from_db()
    assert over == [True]
    assert (job.state, job.attempt) == ("failed", 1)
    assert "in several parts" in job.error
    assert not Team.objects.filter(name="changed").exists()


def celery_worker(log):
    command = [sys.executable, "-m", "celery", "--app", "project", "--quiet", "worker"]
    command += ["--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    command += ["--without-mingle", "--without-gossip", "--include", "tests.jobs.handlers"]
    quick = servers.environment(JOB_BEAT_SECONDS="1", JOB_LOST_SECONDS="2")
    return subprocess.Popen(command, cwd=servers.ROOT, env=quick, stdout=log, stderr=log)


def test_worker_killed_in_the_middle_leaves_nothing_half_done(settings):
    settings.JOB_LOST_AFTER = timedelta(seconds=2)
    team = make_team(name="before")
    with open(f"{settings.DATA_DIR}/killed.log", "ab") as log:
        with killed_at_the_end(celery_worker(log)):
            job = services.enqueue(
                kind="test.rename_slowly", team=team, subject_id=team.pk, by=None
            )
            servers.wait_for(handlers.marks(job.pk).exists, "the first attempt")

        assert Team.objects.get().name == "before"
        assert Job.objects.get().state == JobState.RUNNING

        with killed_at_the_end(celery_worker(log)):
            servers.wait_for(lambda: is_over_after_looking(job), "the end of the job")

    job.refresh_from_db()
    assert (job.state, job.attempt, job.message) == ("done", 2, "renamed")
    assert Team.objects.get().name == "whole"
    assert Event.objects.filter(kind="team.renamed").count() == 1


@contextmanager
def killed_at_the_end(worker):
    try:
        yield
    finally:
        worker.kill()
        worker.wait()


def is_over_after_looking(job):
    """What the schedule of the product does every half minute, and whether the job is done."""
    running.reconcile()
    return Job.objects.filter(pk=job.pk, state=JobState.DONE).exists()
