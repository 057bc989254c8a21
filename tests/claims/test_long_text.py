"""A text that takes long, read by a real worker: others are served, and it can be stopped."""

import pytest

from bench.awkward import KINDS
from documents import services, texts
from documents.drafts import DocumentDraft
from documents.sample import TEXT
from jobs import services as jobs
from jobs.models import Job, JobState
from teams.roles import Role
from tests import servers
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 240.0  # seconds, for a machine that has other things to do


def test_others_are_served_while_a_long_text_is_read_and_it_can_be_stopped(client):
    team = make_team()
    by = make_member(team, Role.CONTRIBUTOR)

    def add(text):
        source = texts.pasted(text)
        return services.add_document(
            team=team, draft=DocumentDraft(), source=source, by=by
        ).document

    def job_of(document):
        return Job.objects.get(document_id=document.pk)

    with servers.worker_process(JOB_BEAT_SECONDS="1"):
        long = add(KINDS["names saying"](600_000))
        servers.wait_for(lambda: job_of(long).done, "a part of the long text", within=PATIENCE)
        short = add(TEXT)
        servers.wait_for(
            lambda: job_of(short).state == JobState.DONE, "the short text", within=PATIENCE
        )
        meanwhile = job_of(long).state
        queue = client.get("/readyz").json()["queue"]
        jobs.cancel(job=job_of(long), by=by)
        servers.wait_for(
            lambda: job_of(long).state == JobState.CANCELLED, "the end of it", within=PATIENCE
        )

    assert (meanwhile, queue) == (JobState.RUNNING, "ok")
    assert not long.mentions.exists()
    assert short.mentions.exists()
