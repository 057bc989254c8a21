"""A worker killed in the middle of a run: nothing half done, and done exactly once after it."""

from datetime import timedelta

import pytest

from claims.models import ExtractionRun, Mention
from documents import services, texts
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.sample import TEXT
from history.models import Event
from history.services import verify
from jobs import running
from jobs.models import Job, JobState
from teams.roles import Role
from tests import servers
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]

QUICK = {"JOB_BEAT_SECONDS": "1", "JOB_LOST_SECONDS": "2"}
# Long enough to be caught in the middle of it.
LONG = TEXT * 40


def test_worker_killed_in_the_middle_of_a_run(settings):
    settings.JOB_LOST_AFTER = timedelta(seconds=2)
    team = make_team()
    by = make_member(team, Role.CONTRIBUTOR)

    with servers.worker_process(**QUICK):
        services.add_document(team=team, draft=DocumentDraft(), source=texts.pasted(LONG), by=by)
        servers.wait_for(lambda: Job.objects.get().done, "a part of the run")

    assert Job.objects.get().state == JobState.RUNNING
    assert not Mention.objects.exists()
    assert not ExtractionRun.objects.exists()

    with servers.worker_process(**QUICK):
        servers.wait_for(is_over_after_looking, "the end of the run")

    job, run = Job.objects.get(), ExtractionRun.objects.get()
    assert (job.attempt, run.attempt) == (2, 2)
    assert Document.objects.get().processing == "ready"
    assert Mention.objects.count() == run.proposed > 0
    assert Event.objects.filter(kind="extraction_run.done").count() == 1
    assert verify(team.pk).broken_at is None


def is_over_after_looking():
    """What the schedule of the product does every half minute, and whether the job is done."""
    running.reconcile()
    return Job.objects.filter(state=JobState.DONE).exists()
