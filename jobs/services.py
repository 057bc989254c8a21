"""Asking for background work. What the work itself writes is in `lifecycle`."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import lifecycle, registry
from jobs.models import Job, JobState
from teams import access
from teams.models import Team, User
from teams.roles import Permission

OPEN = [JobState.QUEUED, JobState.RUNNING]


@transaction.atomic
def enqueue(
    *,
    kind: str,
    team: Team,
    subject_id: int,
    document_id: int | None = None,
    options: dict[str, Any] | None = None,
    by: User | None,
) -> Job:
    """Ask for work of `kind` on the row `subject_id`; the message goes out on commit.

    Authorises nothing: that is up to the service on whose behalf it is called. While such a job
    is open a second call answers with that one.
    """
    same = Job.objects.filter(kind=kind, subject_id=subject_id)
    already = same.filter(state__in=OPEN).first()
    if already:
        return already
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                team=team,
                subject_id=subject_id,
                document_id=document_id,
                options=options or {},
                by=by,
            )
    except IntegrityError:
        # Somebody was quicker; theirs may even be over by now, which is as good.
        return same.latest("pk")
    registry.tell(job)
    lifecycle.send(job)
    return job


@transaction.atomic
def retry(*, job: Job, by: User) -> Job:
    """Ask anew for the work of a job: a new job with its options, or the open one.

    Also of one that is done: work is safe to run twice, and a newer engine may find more.
    """
    access.require(by, Permission.ADD_DOCUMENT, job.team)
    return enqueue(
        kind=job.kind,
        team=job.team,
        subject_id=job.subject_id,
        document_id=job.document_id,
        options=job.options,
        by=by,
    )


@transaction.atomic
def cancel(*, job: Job, by: User) -> Job:
    """Stop the work: at once while it waits, at its next step while it runs.

    A job that is over stays as it is.
    """
    access.require(by, Permission.ADD_DOCUMENT, job.team)
    now = timezone.now()
    row = Job.objects.filter(pk=job.pk)
    values = {"state": JobState.CANCELLED, "finished_at": now, "asked_to_stop": True}
    if row.filter(state=JobState.QUEUED).update(**values):
        job.refresh_from_db()
        registry.tell(job)
    else:
        row.filter(state=JobState.RUNNING).update(asked_to_stop=True)
        job.refresh_from_db()
    return job
