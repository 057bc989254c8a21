"""Who goes through a document's mentions."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import RuleError
from documents.models import Document
from documents.progress import progress_of
from documents.vocabularies import Triage
from history import services as history
from history.services import Change, Where
from teams.access import require
from teams.models import User
from teams.roles import Permission


@transaction.atomic
def start_triage(*, document: Document, row_version: int, by: User) -> Document:
    """`by` goes through it from now on; it may be taken over from somebody else, or again."""
    return _move(document, Triage.IN_TRIAGE, "document.triage_started", row_version, by)


@transaction.atomic
def finish_triage(*, document: Document, row_version: int, by: User) -> Document:
    """Each of its mentions was decided or set aside: RuleError if one is left."""
    left = progress_of([document.pk])[document.pk].left
    if left:
        message = ngettext(
            "%(left)s mention is not decided yet.", "%(left)s mentions are not decided yet.", left
        )
        raise RuleError(message % {"left": left})
    return _move(document, Triage.DONE, "document.triage_finished", row_version, by)


@transaction.atomic
def skip_triage(*, document: Document, row_version: int, by: User) -> Document:
    """Nobody needs to go through it."""
    return _move(document, Triage.SKIPPED, "document.triage_skipped", row_version, by)


def triage_out_of_sight(document: Document) -> list[Change]:
    """Have a document wait again if who goes through it may no longer read it.

    Part of the step that took it from them, which records the answered changes.
    """
    if document.triage != Triage.IN_TRIAGE or document.triage_by is None:
        return []
    if Document.objects.visible_to(document.triage_by).filter(pk=document.pk).exists():
        return []
    return [handed_back(document)]


def handed_back(document: Document) -> Change:
    """Nobody goes through it any more. Part of a step that records the answered change."""
    before = {"triage": document.triage, "triage_by": document.triage_by_id}
    document.change(row_version=document.row_version, triage=Triage.WAITING, triage_by=None)
    after = {"triage": document.triage, "triage_by": None}
    where = Where(document=document.pk)
    kind = "document.triage_handed_back"
    return Change(kind, document, before=before, after=after, where=where)


def _move(document: Document, to: Triage, kind: str, row_version: int, by: User) -> Document:
    """Raises RuleError for a withdrawn document, ConflictError if it was changed meanwhile."""
    require(by, Permission.TRIAGE, document.team)
    if document.is_withdrawn():
        raise RuleError(_("This document was withdrawn. Restore it first."))
    before = {"triage": document.triage, "triage_by": document.triage_by_id}
    triage_by = by if to == Triage.IN_TRIAGE else document.triage_by
    document.change(row_version=row_version, triage=to, triage_by=triage_by)
    after = {"triage": to, "triage_by": document.triage_by_id}
    change = Change(kind, document, before=before, after=after, where=Where(document=document.pk))
    history.record(change, team_id=document.team_id, by=by)
    return document
