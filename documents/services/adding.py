"""Taking in documents and texts, each once."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.errors import DuplicateError, RuleError
from common.names import require_visible, visible
from documents import addresses
from documents.drafts import DocumentDraft
from documents.models import Document, DocumentVersion, Origin
from documents.publishers import Publisher, known_publisher, publisher_of
from documents.signals import version_ready
from documents.texts import SourceText, first_line
from documents.vocabularies import Processing
from history import services as history
from history.services import Change, Where
from jobs import services as jobs
from jobs.models import Job
from teams.access import require
from teams.models import Team, User
from teams.roles import Permission


@dataclass(frozen=True)
class Added:
    """What adding came to: a new document, or the one that was here already."""

    document: Document
    is_new: bool


class SameAddress(DuplicateError):
    """The document at this address is here with another text: open it, or add a version."""

    code = "same_address"


class SameText(DuplicateError):
    """The same text is here elsewhere: open that one, or add this as another publication."""

    code = "same_text"


@transaction.atomic
def add_document(
    *,
    team: Team,
    draft: DocumentDraft,
    source: SourceText,
    by: User,
    as_another: bool = False,
) -> Added:
    """Take in a publication with its text and have it read.

    The same address with the same text, or the same form sent twice, answers with the document
    that is here. Raises SameAddress if its text differs, SameText if the text is here under
    another address; `as_another` adds it all the same, as another publication of one origin.
    """
    require(by, Permission.ADD_DOCUMENT, team)
    draft = _titled(draft, source)
    _wait_for_others(team)
    known = _known(team, draft, source, by)
    if known:
        return Added(known, is_new=False)
    twin = _documents(team, by).filter(versions__text_sha256=source.sha256).first()
    if twin and not as_another:
        raise SameText(_("The same text is here already."), existing=twin)
    document = _insert(team, draft, by)
    version = _insert_version(document, source, number=1, by=by)
    changes = [_added(document, version)]
    if twin:
        changes += _share_origin(twin, document, by=by)
    history.record(*changes, team_id=team.pk, by=by)
    return Added(document, is_new=True)


@transaction.atomic
def add_version(*, document: Document, source: SourceText, by: User) -> DocumentVersion:
    """Keep `source` as the newest text of `document` and have it read.

    The text that is the newest already is answered as it is. Raises RuleError for a withdrawn
    document.
    """
    require(by, Permission.ADD_DOCUMENT, document.team)
    _wait_for_others(document.team)
    newest = document.versions.latest("number")
    if newest.text_sha256 == source.sha256:
        return newest
    _stop_reading(document, by=by)
    live = Document.objects.filter(pk=document.pk).live()
    if not live.update(processing=Processing.QUEUED, failure=""):
        raise RuleError(_("This document was withdrawn. Restore it first."))
    version = _insert_version(document, source, number=newest.number + 1, by=by)
    where = Where(document=document.pk)
    added = Change("version.added", version, after=_told(version), where=where)
    history.record(added, team_id=document.team_id, by=by)
    return version


def _titled(draft: DocumentDraft, source: SourceText) -> DocumentDraft:
    title = visible(draft.title).strip() or visible(first_line(source.text))
    require_visible(draft.publisher, draft.authors)
    return replace(draft, title=title)


def _wait_for_others(team: Team) -> None:
    """Two people who add the same at once come one after the other, so the second sees it."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def _documents(team: Team, by: User) -> QuerySet[Document]:
    """Those that may be told about: a restricted one is not given away by its double."""
    return Document.objects.visible_to(by).filter(team=team).order_by("pk")


def _known(team: Team, draft: DocumentDraft, source: SourceText, by: User) -> Document | None:
    """The document that `draft` is already. Raises SameAddress if its text differs."""
    address = canonical_address(draft.url)
    same_text = _documents(team, by).filter(versions__text_sha256=source.sha256)
    if address:
        same = same_text.filter(canonical_url=address).first()
        if same is None:
            refuse_same_address(team, address, by=by)
        return same
    publisher = known_publisher(team, draft.publisher, by=by)
    return same_text.filter(
        added_by=by,
        canonical_url="",
        title=draft.title,
        kind=draft.kind,
        publisher=publisher.actor,
        publisher_words=publisher.words,
        published_on=draft.published.on,
    ).first()


def canonical_address(url: str) -> str:
    try:
        return addresses.canonical(url)
    except ValueError:
        raise RuleError(
            _("“%(url)s” is no web address. It begins with https:// or http://.") % {"url": url}
        ) from None


def refuse_same_address(team: Team, address: str, *, by: User, but: Document | None = None) -> None:
    """Raise SameAddress if another document has it."""
    taken = _documents(team, by).filter(canonical_url=address)
    same = (taken.exclude(pk=but.pk) if but else taken).first() if address else None
    if same:
        raise SameAddress(_("The document at this address is here already."), existing=same)


def facts(draft: DocumentDraft, publisher: Publisher) -> dict[str, Any]:
    """The columns of a document that `draft` says."""
    return {
        "kind": draft.kind,
        "title": draft.title,
        "url": draft.url.strip(),
        "canonical_url": canonical_address(draft.url),
        "publisher": publisher.actor,
        "publisher_words": publisher.words,
        "authors": draft.authors.strip(),
        "published_on": draft.published.on,
        "published_precision": draft.published.precision,
        "language": draft.language,
        "topic_words": list(draft.topic_words),
        "content_warning": draft.content_warning.strip(),
    }


def _insert(team: Team, draft: DocumentDraft, by: User) -> Document:
    """Insert the row. Somebody's edit may have taken the address just now: SameAddress then."""
    values = facts(draft, publisher_of(team, draft.publisher, by=by))
    try:
        with transaction.atomic():
            return Document.objects.create(team=team, added_by=by, **values)
    except IntegrityError:
        refuse_same_address(team, values["canonical_url"], by=by)
        raise


def _insert_version(
    document: Document, source: SourceText, *, number: int, by: User
) -> DocumentVersion:
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        text=source.text,
        text_sha256=source.sha256,
        raw_sha256=source.raw_sha256,
        raw_encoding=source.encoding,
        made=source.made,
        made_by=by,
        file_name=source.file_name,
    )
    version_ready.send(DocumentVersion, version=version, by=by)
    return version


def _stop_reading(document: Document, *, by: User) -> None:
    """Whoever reads an older text need not go on."""
    for job in Job.objects.filter(document_id=document.pk, state__in=jobs.OPEN):
        jobs.cancel(job=job, by=by)


def _share_origin(twin: Document, document: Document, *, by: User) -> list[Change]:
    """Give both the one origin, the twin's if it has one."""
    changes = []
    twin = Document.objects.select_for_update(no_key=True).get(pk=twin.pk)
    origin = twin.origin
    if origin is None:
        origin = Origin.objects.create(team_id=twin.team_id, label=document.title, added_by=by)
        twin.change(row_version=twin.row_version, origin=origin)
        changes = [Change("origin.added", origin, after={"label": origin.label})]
        changes.append(_origin_set(twin, origin))
    document.change(row_version=document.row_version, origin=origin)
    return [*changes, _origin_set(document, origin)]


def _origin_set(document: Document, origin: Origin) -> Change:
    where = Where(document=document.pk)
    return Change("document.origin_set", document, after={"origin": origin}, where=where)


def _added(document: Document, version: DocumentVersion) -> Change:
    after = {
        "title": document.title,
        "kind": document.kind,
        "url": document.url,
        "publisher": document.publisher_id,
        "published_on": document.published_on,
        "published_precision": document.published_precision,
        "version": _told(version),
    }
    return Change("document.added", document, after=after, where=Where(document=document.pk))


def _told(version: DocumentVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "number": version.number,
        "text_sha256": version.text_sha256,
        "raw_sha256": version.raw_sha256,
        "made": version.made,
    }
