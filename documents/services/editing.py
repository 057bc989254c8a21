"""Changing what is said about a document, and who may read it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.errors import DuplicateError, RuleError
from common.names import require_visible, visible
from documents import registry
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.publishers import Publisher, publisher_of
from documents.services.adding import canonical_address, facts, refuse_same_address
from documents.services.triage import triage_out_of_sight
from history import services as history
from history.services import Change, Where
from teams.access import require
from teams.circles import Members, lines_of
from teams.models import Membership, User
from teams.roles import Permission
from teams.vocabularies import Access


@transaction.atomic
def edit_document(
    *, document: Document, draft: DocumentDraft, row_version: int, by: User
) -> Document:
    """Write what `draft` says of the document. Saying what is there already writes nothing.

    Raises ConflictError if somebody changed it since `row_version`, SameAddress if another
    document has the address, RuleError without a title.
    """
    require(by, Permission.ADD_DOCUMENT, document.team)
    draft = replace(draft, title=visible(draft.title).strip())
    if not draft.title:
        raise RuleError(_("Give it a title."))
    require_visible(draft.publisher, draft.authors)
    refuse_same_address(document.team, canonical_address(draft.url), by=by, but=document)
    values = facts(draft, _publisher(document, draft, by))
    new = {name: value for name, value in values.items() if getattr(document, name) != value}
    if new:
        before = {name: getattr(document, name) for name in new}
        _change(document, row_version, **new)
        _record("document.edited", document, by, before=before, after=new)
    return document


def _publisher(document: Document, draft: DocumentDraft, by: User) -> Publisher:
    """The one it has if the name was left as it is: a protected one's label is not its name."""
    if document.publisher and draft.publisher == document.publisher_name:
        return Publisher(document.publisher)
    return publisher_of(document.team, draft.publisher, by=by)


@transaction.atomic
def restrict_document(
    *, document: Document, access: str, readers: Collection[User], row_version: int, by: User
) -> Document:
    """Say who may read it: the team, or leads, its author and `readers`.

    Work that people have in hand on it and can no longer read goes back to the queue. Readers are
    members of the team: RuleError otherwise. ConflictError if somebody changed the document since
    `row_version`.
    """
    require(by, Permission.PROTECT, document.team)
    readers = readers if access == Access.RESTRICTED else []
    members = Membership.objects.active().filter(team=document.team, user__in=readers)
    if members.count() != len(set(readers)):
        raise RuleError(_("Only members of the team can be named."))
    before = {"access": document.access, "readers": _ids(document)}
    _change(document, row_version, access=access)
    document.set_many("readers", readers)
    after = {"access": access, "readers": _ids(document)}
    where = Where(document=document.pk)
    change = Change("document.restricted", document, before=before, after=after, where=where)
    changes = [change, *triage_out_of_sight(document), *registry.followed(document, by)]
    history.record(*changes, team_id=document.team_id, by=by)
    return document


def outlook(document: Document, access: str, readers: Collection[User]) -> list[str]:
    """What `restrict_document` would open and close, in sentences; none if nothing.

    For leads: it tells of claims and people whatever else may be read.
    """
    members, named = Members(document.team_id), _ids(document)
    now = members.within(document.access, document.added_by_id, named)
    then = members.within(access, document.added_by_id, [person.pk for person in readers])
    if now == then:
        return []
    return [*lines_of(now, then), *registry.outlook_on(document, then)]


def _ids(document: Document) -> list[int]:
    return sorted(document.readers.values_list("pk", flat=True))


def _change(document: Document, row_version: int, **values: Any) -> None:
    try:
        with transaction.atomic():
            document.change(row_version=row_version, **values)
    except IntegrityError:
        # Only the address can be taken, by a document added or opened to the team just now.
        same = Document.objects.filter(
            team=document.team, canonical_url=values.get("canonical_url", document.canonical_url)
        ).exclude(pk=document.pk)
        message = _("Another document of the team has this address by now.")
        raise DuplicateError(message, existing=same.first()) from None


def _record(kind: str, document: Document, by: User, **content: Any) -> None:
    change = Change(kind, document, where=Where(document=document.pk), **content)
    history.record(change, team_id=document.team_id, by=by)
