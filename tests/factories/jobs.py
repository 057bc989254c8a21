"""Background work without a broker."""

from itertools import count

from django.utils import timezone

from jobs.models import Job, Worker
from teams.models import Team

_subjects = count(1000)


def make_job(team: Team, **fields) -> Job:
    return Job.objects.create(
        team=team, **{"kind": "test", "subject_id": next(_subjects), **fields}
    )


def make_worker(name: str = "worker@velmar", **fields) -> Worker:
    """A worker that has just beaten."""
    return Worker.objects.create(name=name, **{"beat_at": timezone.now(), **fields})
