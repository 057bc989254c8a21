"""What a handler has in hand while it works."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from jobs import lifecycle
from jobs.models import Job, JobState


class JobContext:
    """One attempt of one job.

    Read the rows you need by the ids of `job`; a deleted one is no error, return then.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.attempt = job.attempt

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is. Call it between steps: it also ends work nobody wants.

        Raises Stopped if a person asked to stop, Superseded if the attempt is over: let both
        through, they are answered by the runner.
        """
        lifecycle.progress(self.job, done=done, total=total, message=message)

    def cancelled(self) -> bool:
        """Whether to stop now: asked to, or no longer ours. One query."""
        wanted = Job.objects.filter(
            pk=self.job.pk, state=JobState.RUNNING, attempt=self.attempt, asked_to_stop=False
        )
        return not wanted.exists()

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A transaction that only this attempt may write in.

        Nobody can take the job away until it ends. Raises Superseded, having written nothing, if
        somebody has done so already.
        """
        with transaction.atomic():
            lifecycle.hold(self.job)
            yield

    @contextmanager
    def finishing(self, message: str = "") -> Iterator[None]:
        """The transaction that stores the result and ends the job: both happen, or neither.

        The job's row and the one that follows it are written first, so that history can come
        last. Raises Superseded, having written nothing, if the attempt is over.
        """
        with transaction.atomic():
            lifecycle.finish(self.job, message=message)
            yield
