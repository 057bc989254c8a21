"""Asking for work, asking again, asking to stop."""

import pytest
from django.core.exceptions import PermissionDenied

from common.writing import Written
from jobs import services
from jobs.models import Job, JobState
from teams.roles import Role
from tests.factories.jobs import make_job
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


def ask(team, **fields):
    return services.enqueue(**{"kind": "test", "team": team, "subject_id": 7, "by": None, **fields})


def test_enqueue_sends_the_message_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        job = ask(make_team(), document_id=3, options={"engine": "rules"})

    assert (job.state, job.document_id, job.options) == ("queued", 3, {"engine": "rules"})
    assert len([each for each in sent if not isinstance(each, Written)]) == 1


def test_enqueue_twice_answers_with_the_open_job(django_capture_on_commit_callbacks):
    team = make_team()
    first = ask(team)

    with django_capture_on_commit_callbacks() as sent:
        second = ask(team)

    assert second == first
    assert not sent
    assert Job.objects.count() == 1


@pytest.mark.parametrize("fields", [{"kind": "other"}, {"subject_id": 8}])
def test_enqueue_other_work_beside_an_open_job(fields):
    team = make_team()

    assert ask(team) != ask(team, **fields)


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED, JobState.DONE])
def test_retry_makes_a_new_job_of_the_same_work(state):
    team = make_team()
    job = make_job(team, state=state, attempt=3, options={"a": 1}, error="x", document_id=5)

    again = services.retry(job=job, by=make_member(team, Role.CONTRIBUTOR))

    assert (again.state, again.attempt, again.options) == ("queued", 0, {"a": 1})
    assert (again.subject_id, again.document_id) == (job.subject_id, 5)
    job.refresh_from_db()
    assert job.state == state


@pytest.mark.parametrize("act", [services.retry, services.cancel])
def test_viewers_may_not(act):
    team = make_team()
    job = make_job(team)

    with pytest.raises(PermissionDenied):
        act(job=job, by=make_member(team, Role.VIEWER))

    job.refresh_from_db()
    assert (job.state, job.asked_to_stop) == ("queued", False)


def test_cancel_a_queued_job_ends_it():
    team = make_team()

    job = services.cancel(job=make_job(team), by=make_member(team, Role.CONTRIBUTOR))

    assert (job.state, job.finished_at is None) == ("cancelled", False)


def test_cancel_a_running_job_asks_it_to_stop():
    team = make_team()
    job = make_job(team, state=JobState.RUNNING, attempt=1)

    job = services.cancel(job=job, by=make_member(team, Role.CONTRIBUTOR))

    assert (job.state, job.asked_to_stop) == ("running", True)


def test_cancel_a_finished_job_changes_nothing():
    team = make_team()
    job = make_job(team, state=JobState.DONE)

    job = services.cancel(job=job, by=make_member(team, Role.CONTRIBUTOR))

    assert (job.state, job.asked_to_stop) == ("done", False)
