"""How each kind of change is taken back: by the service that does the opposite."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

from actors import services as actors
from actors.models import Actor
from claims import services as claims
from claims.models import Claim
from claims.services import SpeakerDraft
from claims.services.claims import EDITABLE
from common.errors import RuleError
from documents import services as documents
from documents.dates import Published
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.publishers import known_publisher
from history.models import Event
from history.services import plain
from review.models import Evidence
from review.services import access as narrowing
from review.services import evidence as evidencing
from review.services import states
from review.services.judgements import EvidenceDraft, said_of
from teams.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

Values = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One event to be taken back: the row it changed, as it is now, and what the event wrote."""

    event: Event
    row: Any
    before: Values
    after: Values
    by: User


def now(row: Model, name: str) -> Any:
    """A column of `row` as history writes it, and as its reader sees it."""
    if hasattr(row, f"shown_{name}"):
        return plain(getattr(row, f"shown_{name}"))
    return plain(getattr(row, row._meta.get_field(name).attname))


def edit_claim(asked: Asked) -> None:
    changes = {
        name: Claim._meta.get_field(name).to_python(value)
        for name, value in asked.before.items()
        if name in EDITABLE
    }
    claims.edit_claim(
        claim=asked.row, by=asked.by, row_version=asked.row.row_version, changes=changes
    )


def set_speakers(asked: Asked) -> None:
    ids = [row["actor"] for row in asked.before["speakers"] if "actor" in row]
    known = Actor.objects.visible_to(asked.by).in_bulk(ids)
    drafts = []
    for row in asked.before["speakers"]:
        actor = known.get(row.get("actor", 0))
        if "actor" in row and actor is None:
            raise RuleError(_("A speaker of before cannot be named any more."))
        drafts.append(SpeakerDraft(actor, row.get("words", "")))
    claims.set_claim_speakers(
        claim=asked.row, by=asked.by, row_version=asked.row.row_version, speakers=drafts
    )


def put_on_record(asked: Asked) -> None:
    claim, before = asked.row, asked.before.get("priority", asked.row.priority)
    states.put_on_record(claim=claim, by=asked.by, row_version=claim.row_version)
    states.set_priority(claim=claim, priority=before, by=asked.by, row_version=claim.row_version)


def mark_to_check(asked: Asked) -> None:
    claim = asked.row
    states.mark_to_check(
        claim=claim, priority=claim.priority, by=asked.by, row_version=claim.row_version
    )


def set_priority(asked: Asked) -> None:
    claim = asked.row
    states.set_priority(
        claim=claim,
        priority=asked.before["priority"],
        by=asked.by,
        row_version=claim.row_version,
    )


def set_due(asked: Asked) -> None:
    due_on = Claim._meta.get_field("due_on").to_python(asked.before["due_on"])
    states.set_due(claim=asked.row, due_on=due_on, by=asked.by, row_version=asked.row.row_version)


def edit_document(asked: Asked) -> None:
    document: Document = asked.row
    said = {name: now(document, name) for name in OF_DRAFT} | asked.before
    publisher = _publisher_before(asked) if "publisher" in asked.before else None
    draft = DocumentDraft(
        **{name: said[name] for name in ("title", "kind", "url", "authors", "language")},
        publisher=document.publisher_name if publisher is None else publisher,
        published=Published(
            Document._meta.get_field("published_on").to_python(said["published_on"]),
            said["published_precision"],
        ),
        topic_words=tuple(said["topic_words"]),
        content_warning=said["content_warning"],
    )
    documents.edit_document(
        document=document, draft=draft, row_version=document.row_version, by=asked.by
    )


OF_DRAFT = (
    "title",
    "kind",
    "url",
    "authors",
    "language",
    "published_on",
    "published_precision",
    "topic_words",
    "content_warning",
)


def _publisher_before(asked: Asked) -> str:
    """The name that leads back to the publisher of before. Raises RuleError if none does."""
    pk = asked.before["publisher"]
    if pk is None:
        return str(asked.before.get("publisher_words", asked.row.publisher_words))
    actor = Actor.objects.named_to(asked.by).filter(pk=pk).first()
    found = known_publisher(asked.row.team, actor.name, by=asked.by) if actor else None
    if actor is None or found is None or found.actor != actor:
        raise RuleError(_("The publisher of before cannot be named any more."))
    return str(actor.name)


def restrict_document(asked: Asked) -> None:
    documents.restrict_document(
        document=asked.row,
        access=asked.before["access"],
        readers=list(User.objects.filter(pk__in=asked.before["readers"])),
        row_version=asked.row.row_version,
        by=asked.by,
    )


def restrict_claim(asked: Asked) -> None:
    narrowing.restrict_claim(
        claim=asked.row,
        access=asked.before["access"],
        readers=list(User.objects.filter(pk__in=asked.before["readers"])),
        row_version=asked.row.row_version,
        by=asked.by,
    )


def restore_document(asked: Asked) -> None:
    documents.restore_document(document=asked.row, row_version=asked.row.row_version, by=asked.by)


def edit_evidence(asked: Asked) -> None:
    said = said_of(asked.row)
    for name, value in asked.before.items():
        column = Evidence._meta.get_field(name)
        said[name] = value
        if column.is_relation and value is not None:
            said[name] = _readable(column.related_model, asked.by).filter(pk=value).first()
        elif not column.is_relation:
            said[name] = column.to_python(value)
    evidencing.edit_evidence(
        evidence=asked.row,
        item=EvidenceDraft(**said),
        by=asked.by,
        row_version=asked.row.row_version,
    )


def _readable(model: Any, by: User) -> "QuerySet[Any]":
    return model.objects.visible_to(by) if hasattr(model.objects, "visible_to") else model.objects


def restore_evidence(asked: Asked) -> None:
    evidencing.restore_evidence(evidence=asked.row, by=asked.by, row_version=asked.row.row_version)


def undo_mention(asked: Asked) -> None:
    claims.undo_mention(mention=asked.row, by=asked.by, row_version=asked.row.row_version)


def undo_set_aside(asked: Asked) -> None:
    claims.undo_set_aside_rest(document=asked.row.document, by=asked.by, action=asked.event.action)


def retire_alias(asked: Asked) -> None:
    actors.retire_alias(alias=asked.row, row_version=asked.row.row_version, by=asked.by)


def add_alias(asked: Asked) -> None:
    alias = asked.row
    actors.add_alias(actor=alias.actor, name=alias.name, language=alias.language, by=asked.by)
