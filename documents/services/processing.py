"""Having a document read again, or no longer."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import RuleError
from documents.models import Document
from history import services as history
from history.services import Change, Where
from jobs import services as jobs
from jobs.models import Job
from jobs.selectors import latest_jobs
from teams.access import require
from teams.models import User
from teams.roles import Permission


@transaction.atomic
def retry_processing(*, document: Document, by: User) -> Job:
    """Ask anew for the work that failed or was stopped. Asking twice makes one job."""
    require(by, Permission.ADD_DOCUMENT, document.team)
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)  # one after the other
    before = _job_of(document)
    job = jobs.retry(job=before, by=by)
    if job != before:
        _record("document.retried", document, by)
    return job


@transaction.atomic
def cancel_processing(*, document: Document, by: User) -> Job:
    """Stop reading it: at once while it waits, soon while a worker is on it."""
    require(by, Permission.ADD_DOCUMENT, document.team)
    job = _job_of(document)
    if not job.is_open():
        raise RuleError(_("It is not being read: there is nothing to stop."))
    job = jobs.cancel(job=job, by=by)
    _record("document.stopped", document, by)
    return job


def _job_of(document: Document) -> Job:
    """The newest work on a document. Raises RuleError if there is none to speak of."""
    if document.is_withdrawn():
        raise RuleError(_("This document was withdrawn. Restore it first."))
    job = latest_jobs([document.pk]).get(document.pk)
    if job is None:
        raise RuleError(_("This document was never given to a worker."))
    return job


def _record(kind: str, document: Document, by: User) -> None:
    change = Change(kind, document, where=Where(document=document.pk))
    history.record(change, team_id=document.team_id, by=by)
