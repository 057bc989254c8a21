"""What the workers are sent. The names are wired in the project's schedule and in `lifecycle`."""

from celery import shared_task

from jobs import running


@shared_task(name="jobs.run")
def run(job_id: int) -> None:
    running.run(job_id)


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    running.reconcile()
