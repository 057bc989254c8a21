"""Claiming, fencing, ending and picking up what was lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import lifecycle, registry, running
from jobs.context import JobContext
from jobs.lifecycle import Stopped, Superseded
from jobs.models import Job, JobState
from teams.models import Team
from tests.factories.jobs import make_job
from tests.factories.teams import make_team
from tests.jobs import handlers  # noqa: F401  (registers the kinds of work)

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def handled(monkeypatch):
    """Register a handler for kind "test" for this test alone; gives the states followed."""
    followed = []

    def use(run):
        handler = registry.Handler(run, lambda job: followed.append((job.state, job.error)))
        monkeypatch.setitem(registry._handlers, "test", handler)
        return followed

    return use


def silent(**fields):
    """A job of which nothing was heard for an hour."""
    long_ago = timezone.now() - timedelta(hours=1)
    return make_job(make_team(), queued_at=long_ago, heartbeat_at=long_ago, **fields)


def test_run_ends_done_and_the_subject_follows(handled):
    followed = handled(lambda context: context.progress(2, 4, "halfway"))
    job = make_job(make_team())

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.total) == ("done", 1, 2, 4)
    assert job.finished_at is not None
    assert followed == [("running", ""), ("done", "")]


def test_run_twice_works_once(handled):
    worked = []
    handled(worked.append)
    job = make_job(make_team())

    running.run(job.pk)
    running.run(job.pk)

    assert len(worked) == 1


def test_run_of_a_row_that_is_gone():
    running.run(10**9)

    assert not Job.objects.exists()


def test_run_whose_row_is_deleted_meanwhile(handled):
    handled(lambda context: Job.objects.filter(pk=context.job.pk).delete())

    running.run(make_job(make_team()).pk)

    assert not Job.objects.exists()


def test_broken_rule_fails_at_once_with_its_message():
    job = make_job(make_team(), kind="test.break_rule")

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error, job.attempt) == ("failed", "The text is empty.", 1)


def test_unknown_kind_fails_after_its_attempts():
    job = make_job(make_team(), kind="nobody knows it")

    for _ in range(4):
        running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempt) == ("failed", 3)


def test_crash_is_tried_three_times_and_leaves_no_half_result(django_capture_on_commit_callbacks):
    team = make_team(name="before")
    job = make_job(team, kind="test.crash", subject_id=team.pk)

    states = []
    with django_capture_on_commit_callbacks() as sent:
        for _ in range(4):
            running.run(job.pk)
            job.refresh_from_db()
            states.append((job.state, job.attempt))

    assert states == [("queued", 1), ("queued", 2), ("failed", 3), ("failed", 3)]
    assert len(sent) == 2
    assert "tried 3 times" in job.error
    assert "the disk is full" in job.error
    assert Team.objects.get(pk=team.pk).name == "before"


def test_asked_to_stop_ends_at_the_next_step(handled):
    def work(context):
        Job.objects.filter(pk=context.job.pk).update(asked_to_stop=True)
        context.progress(1, 2)

    followed = handled(work)
    job = make_job(make_team())

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 0)
    assert followed[-1] == ("cancelled", "")


def revived():
    """The context of a first attempt whose job is in its second by now."""
    job = make_job(make_team())
    first = lifecycle.claim(job.pk)
    lifecycle.try_again(lifecycle.claim(job.pk) or first, error="silent")
    second = lifecycle.claim(job.pk)
    return JobContext(first), JobContext(second)


def test_fence_lets_only_the_newest_attempt_write():
    old, new = revived()

    assert not lifecycle.beat(old.job)
    with pytest.raises(Superseded):
        old.progress(1, 2)
    with pytest.raises(Superseded), old.fenced():
        pytest.fail("an attempt that is over wrote")
    with pytest.raises(Superseded), old.finishing():
        pytest.fail("an attempt that is over finished")
    with pytest.raises(Superseded):
        lifecycle.fail(old.job, error="late")
    assert old.cancelled()
    with new.fenced(), new.finishing():
        pass
    assert Job.objects.get().state == JobState.DONE


def test_fence_holds_between_two_attempts():
    job = make_job(make_team())
    first = JobContext(lifecycle.claim(job.pk))
    lifecycle.try_again(first.job, error="silent")

    with pytest.raises(Superseded), first.finishing():
        pytest.fail("an attempt that is over finished")

    assert Job.objects.get().state == JobState.QUEUED


def test_finishing_is_undone_with_the_result():
    context = JobContext(lifecycle.claim(make_job(make_team()).pk))

    with pytest.raises(OSError, match="full"), context.finishing():
        raise OSError("the disk is full")

    assert Job.objects.get().state == JobState.RUNNING


def test_progress_after_asked_to_stop():
    job = lifecycle.claim(make_job(make_team(), asked_to_stop=True).pk)

    with pytest.raises(Stopped):
        JobContext(job).progress(1, 2)


def test_reconcile_sends_a_lost_message_again(django_capture_on_commit_callbacks):
    job = silent()

    with django_capture_on_commit_callbacks() as sent:
        assert running.reconcile() == 1
        assert running.reconcile() == 0

    assert len(sent) == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 0)


def test_reconcile_gives_a_silent_job_to_the_next_attempt(django_capture_on_commit_callbacks):
    job = silent(state=JobState.RUNNING, attempt=1)

    with django_capture_on_commit_callbacks() as sent:
        running.reconcile()

    job.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 1)
    assert len(sent) == 1


def test_reconcile_fails_a_job_after_its_last_attempt(handled):
    followed = handled(lambda context: None)
    job = silent(state=JobState.RUNNING, attempt=3)

    running.reconcile()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "The worker stopped" in job.error
    assert followed == [("failed", job.error)]


def test_reconcile_ends_a_silent_job_that_was_asked_to_stop():
    job = silent(state=JobState.RUNNING, attempt=1, asked_to_stop=True)

    running.reconcile()

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_reconcile_leaves_alone_what_lives(state):
    job = make_job(make_team(), state=state, attempt=1, heartbeat_at=timezone.now())

    assert running.reconcile() == 0

    job.refresh_from_db()
    assert job.state == state


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_reconcile_leaves_alone_what_is_over(state):
    silent(state=state)

    assert running.reconcile() == 0
