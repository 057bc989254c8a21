"""Taking a document out of the team's work, and back. Nothing of it is deleted."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import RuleError
from documents.access import may_withdraw
from documents.models import Document
from documents.vocabularies import Processing
from history import services as history
from history.services import Change, Where
from jobs import services as jobs
from jobs.models import Job, JobState
from jobs.selectors import latest_jobs
from teams.models import User


@transaction.atomic
def withdraw_document(*, document: Document, why: str, row_version: int, by: User) -> Document:
    """Take it out of the team's work; what still reads it stops.

    Raises RuleError without a reason, or if it is withdrawn already; ConflictError if somebody
    changed it since `row_version`.
    """
    _require(by, document)
    if not why.strip():
        raise RuleError(_("Say why it is withdrawn."))
    if document.is_withdrawn():
        raise RuleError(_("It is withdrawn already."))
    for job in Job.objects.filter(document_id=document.pk, state__in=jobs.OPEN):
        jobs.cancel(job=job, by=by)
    document.change(
        row_version=row_version,
        processing=Processing.WITHDRAWN,
        withdrawn_why=why.strip()[:500],
    )
    _record("document.withdrawn", document, by, why=document.withdrawn_why)
    return document


@transaction.atomic
def restore_document(*, document: Document, row_version: int, by: User) -> Document:
    """Take it back into the team's work.

    It is ready if it was read before; otherwise it was stopped and can be read when wanted. Raises
    RuleError if it is not withdrawn, ConflictError if it was changed since `row_version`.
    """
    _require(by, document)
    if not document.is_withdrawn():
        raise RuleError(_("It is not withdrawn."))
    job = latest_jobs([document.pk]).get(document.pk)
    was_read = job is None or job.state == JobState.DONE
    document.change(
        row_version=row_version,
        where={"processing": Processing.WITHDRAWN},
        processing=Processing.READY if was_read else Processing.STOPPED,
        failure="" if was_read else _("It was withdrawn before it was read."),
        withdrawn_why="",
    )
    _record("document.restored", document, by)
    return document


def _require(by: User, document: Document) -> None:
    if not may_withdraw(by, document):
        raise PermissionDenied


def _record(kind: str, document: Document, by: User, why: str = "") -> None:
    change = Change(kind, document, why=why, where=Where(document=document.pk))
    history.record(change, team_id=document.team_id, by=by)
