"""Documents with a text, as adding one leaves them, without history or background work."""

import hashlib
from itertools import count

from documents.models import Document, DocumentVersion
from documents.vocabularies import Processing, VersionMade
from teams.models import Team, User

TEXT = "The mayor of Velmar said on Tuesday that the bridge would open in May.\n"
_numbers = count(1)


def make_document(team: Team, *, by: User | None = None, text: str = TEXT, **fields) -> Document:
    """A ready document with one version of `text`, added by `by` or by somebody unknown."""
    number = next(_numbers)
    fields = {"title": f"Document {number}", "processing": Processing.READY, **fields}
    by = by or fields.pop("added_by", None) or _somebody(number)
    document = Document.objects.create(team=team, added_by=by, **fields)
    make_version(document, text=text)
    return document


def make_version(document: Document, *, text: str = TEXT, **fields) -> DocumentVersion:
    digest = hashlib.sha256(text.encode()).hexdigest()
    number = document.versions.count() + 1
    values = {"number": number, "text_sha256": digest, "raw_sha256": digest, **fields}
    values = {"made": VersionMade.PASTED, "made_by_id": document.added_by_id, **values}
    return DocumentVersion.objects.create(document=document, text=text, **values)


def _somebody(number: int) -> User:
    return User.objects.create(email=f"adder{number}@velmar.example", name=f"Adder {number}")
