"""Doing the work of a job: claim it, beat while it goes on, and end it exactly once."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from jobs import lifecycle, registry
from jobs.context import JobContext
from jobs.lifecycle import Stopped, Superseded
from jobs.models import Job, JobState

_log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Work on the job if it is still to be had. Safe to call twice, and for a row that is gone."""
    job = lifecycle.claim(job_id)
    if job is None:
        return
    with beating(job), suppress(Superseded):
        _work(job)


def _work(job: Job) -> None:
    """Let the handler work, and end the attempt by how that went.

    A broken rule will be broken again: the job fails at once. Anything else may pass: the job is
    tried again. Raises Superseded if the attempt is over, which nobody needs to hear.
    """
    try:
        registry.handler_of(job.kind).run(JobContext(job))
        # Nothing to end, and no harm, if the handler did so together with storing its result.
        lifecycle.finish(job, message=job.message)
    except Superseded:
        raise
    except Stopped:
        lifecycle.stop(job)
    except DomainError as error:
        lifecycle.fail(job, error=str(error))
    except Exception as error:
        _log.exception("job %s (%s), attempt %s", job.pk, job.kind, job.attempt)
        lifecycle.try_again(job, error=f"{type(error).__name__}: {error}"[:500])


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Keep the attempt's heartbeat going from a thread of its own while the block runs.

    The same thread ends the attempt when its time is up: a signal would not reach a worker's
    thread. The work finds out when it next asks; what it writes later is refused.
    """
    over = threading.Event()
    # The thread must not share the worker's row object.
    attempt = copy(job)
    until = time.monotonic() + registry.time_for(job.kind).total_seconds()

    def beat() -> None:
        while not over.wait(settings.JOB_BEAT_EVERY.total_seconds()):
            try:
                if time.monotonic() >= until:
                    lifecycle.fail(attempt, error=_too_long(job))
                if not lifecycle.beat(attempt):
                    break
            except Superseded:
                break
            except Error:
                # Locked or away for a moment. The next beat is soon enough.
                _log.warning("heartbeat of job %s", job.pk, exc_info=True)
        connection.close()

    thread = threading.Thread(target=beat, name=f"beat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _too_long(job: Job) -> str:
    reason = _(
        "It took longer than %(minutes)s minutes and was stopped, so that others need not wait. "
        "If it is a text, add it again in several parts."
    )
    return reason % {"minutes": round(registry.time_for(job.kind).total_seconds() / 60)}


def reconcile() -> int:
    """Take care of open jobs of which nothing was heard: how many there were.

    A message was lost, or a worker died. A queued job is sent again; a running one is given to
    the next attempt, ends if somebody asked it to stop, or fails after the last attempt.
    """
    jobs = lifecycle.lost(timezone.now())
    for job in jobs:
        with suppress(Superseded):
            if job.state == JobState.QUEUED:
                lifecycle.send_again(job, unheard_since=job.heartbeat_at)
            elif job.asked_to_stop:
                lifecycle.stop(job)
            else:
                lifecycle.try_again(job, error=_("The worker stopped in the middle of it."))
    return len(jobs)
