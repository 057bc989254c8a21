"""A document's processing state follows the job that reads it."""

from documents.models import Document
from documents.vocabularies import Processing
from history import services as history
from history.services import Change, Where
from jobs.models import Job, JobState

_FOLLOWS = {
    JobState.QUEUED: Processing.QUEUED,
    JobState.RUNNING: Processing.EXTRACTING,
    JobState.DONE: Processing.READY,
    JobState.FAILED: Processing.FAILED,
    JobState.CANCELLED: Processing.STOPPED,
}


def follow(job: Job) -> None:
    """Called in the transaction of each change of `job`'s state.

    A withdrawn document stays withdrawn, and of several jobs the newest counts. Nobody's
    `row_version` moves: what people edit is not touched. A failure is an event; the steps on the
    way are not, and what a run found is the run's event.
    """
    pk = job.document_id
    if pk is None or Job.objects.filter(document_id=pk, pk__gt=job.pk).exists():
        return
    open_ones = Document.objects.filter(pk=pk).exclude(processing=Processing.WITHDRAWN)
    why = job.error if job.state == JobState.FAILED else ""
    followed = open_ones.update(processing=_FOLLOWS[JobState(job.state)], failure=why)
    if followed and job.state == JobState.FAILED:
        document = Document.objects.get(pk=pk)
        failed = Change(
            "document.failed", document, why=job.error, where=Where(document=document.pk)
        )
        history.record(failed, team_id=document.team_id, by=None, task=job.kind)
