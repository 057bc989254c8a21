"""A real worker does a job, whichever broker carries the message."""

import pytest
from django.conf import settings
from kombu import pools

from jobs import services
from jobs.models import JobState
from jobs.workers import alive
from project.celery import app
from tests import servers
from tests.factories.teams import make_team
from tests.jobs import handlers  # noqa: F401  (its kinds of work must be known here, too)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]


@pytest.fixture(params=["folder", pytest.param("redis", marks=pytest.mark.redis)])
def broker(request):
    """The broker's address, for this process and the worker."""
    if request.param == "folder":
        yield settings.CELERY_BROKER_URL
        return
    url = f"redis+socket://{request.getfixturevalue('redis_socket')}"
    before = app.conf.broker_url, app.conf.broker_transport_options
    use(url, {"visibility_timeout": 3600})
    yield url
    use(*before)


def use(url, options):
    app.conf.update(broker_url=url, broker_write_url=url, broker_transport_options=options)
    pools.reset()  # a closed pool of the same address would be handed out again
    app._pool = app.amqp._producer_pool = None


def test_worker_beats_and_does_a_job(broker):
    team = make_team()

    with servers.worker_process("--include", "tests.jobs.handlers", CELERY_BROKER_URL=broker):
        job = services.enqueue(kind="test", team=team, subject_id=team.pk, by=None)
        servers.wait_for(lambda: is_done(job), "the end of the job")

        assert alive()
        assert (job.attempt, job.done, job.total) == (1, 1, 1)


def is_done(job):
    job.refresh_from_db()
    return job.state == JobState.DONE
