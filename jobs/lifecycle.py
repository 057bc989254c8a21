"""Every change of a job's state, each one conditional UPDATE on the state it leaves.

Whoever loses such an update has changed nothing. `attempt` is the fence: the work of an attempt
that was given to another worker cannot write any more.
"""

from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import registry
from jobs.models import Job, JobState

MOST_ATTEMPTS = 3


class Superseded(Exception):
    """This attempt is over: the job ended, was deleted or was given to another worker."""


class Stopped(Exception):
    """A person asked the work to stop."""


def send(job: Job) -> None:
    """Tell the workers, once the transaction is committed.

    A broker that is away takes nothing with it: the row waits and `reconcile` sends again.
    """
    transaction.on_commit(
        lambda: current_app.send_task("jobs.run", args=[job.pk]),
        robust=True,
    )


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Begin the next attempt of a queued job; None if it is not to be had (any more).

    Of any number of workers that try at once exactly one gets it.
    """
    now = timezone.now()
    won = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        started_at=now,
        heartbeat_at=now,
        done=0,
        total=0,
        message="",
        error="",
    )
    if not won:
        return None
    job = Job.objects.select_related("team").get(pk=job_id)
    registry.tell(job)
    return job


def beat(job: Job) -> bool:
    """Say that the attempt lives. False if it is over."""
    return bool(_attempt(job).update(heartbeat_at=timezone.now()))


def progress(job: Job, *, done: int, total: int, message: str) -> None:
    """Note how far the attempt is. Raises Stopped or Superseded if it should not go on."""
    values = {"done": done, "total": total, "message": message[:300]}
    if not _attempt(job).filter(asked_to_stop=False).update(heartbeat_at=timezone.now(), **values):
        raise Stopped if _attempt(job).exists() else Superseded


def hold(job: Job) -> None:
    """Lock the attempt's row to the end of the transaction. Raises Superseded if it is over."""
    if not _attempt(job).select_for_update(no_key=True).exists():
        raise Superseded


def finish(job: Job, *, message: str = "") -> None:
    _end(job, JobState.DONE, message=message[:300])


def fail(job: Job, *, error: str) -> None:
    _end(job, JobState.FAILED, error=error)


def stop(job: Job) -> None:
    _end(job, JobState.CANCELLED, message="")


@transaction.atomic
def try_again(job: Job, *, error: str) -> None:
    """Queue the job for another attempt, or fail it with `error` after the last one.

    Raises Superseded if the attempt is over.
    """
    if job.attempt >= MOST_ATTEMPTS:
        reason = _("It was tried %(times)s times. The last time: %(error)s")
        return fail(job, error=reason % {"times": job.attempt, "error": error})
    now = timezone.now()
    _change(job, state=JobState.QUEUED, queued_at=now, heartbeat_at=now, error=error)
    return send(job)


def lost(now: datetime) -> list[Job]:
    """Open jobs of which nothing was heard for too long, oldest first."""
    silent = now - settings.JOB_LOST_AFTER
    unheard = Q(heartbeat_at__lt=silent) | Q(heartbeat_at=None, queued_at__lt=silent)
    opened = Job.objects.filter(unheard, state__in=[JobState.QUEUED, JobState.RUNNING])
    return list(opened.order_by("pk"))


@transaction.atomic
def send_again(job: Job, *, unheard_since: datetime | None) -> None:
    """Send the message of a queued job anew, unless somebody else did so meanwhile."""
    waiting = Job.objects.filter(
        pk=job.pk, state=JobState.QUEUED, heartbeat_at=unheard_since, attempt=job.attempt
    )
    if waiting.update(heartbeat_at=timezone.now()):
        send(job)


def _attempt(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


@transaction.atomic
def _end(job: Job, state: JobState, **values: str) -> None:
    _change(job, state=state, finished_at=timezone.now(), **values)


def _change(job: Job, **values: object) -> None:
    """Move the running attempt on and let its subject follow. Raises Superseded if it is over."""
    if not _attempt(job).update(**values):
        raise Superseded
    for name, value in values.items():
        setattr(job, name, value)
    registry.tell(job)
