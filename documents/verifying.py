"""Whether texts are those that their digests say."""

from collections.abc import Iterator

from django.db.models import Q

from documents.models import Document, DocumentVersion
from documents.texts import sha256
from documents.vocabularies import Processing
from history.breaks import Break, Kind
from history.verifying import Step


def texts(team_id: int, step: Step) -> Iterator[Break]:
    """Versions whose text has another SHA-256 than they say. Few texts are in memory at a time."""
    versions = DocumentVersion.objects.filter(document__team_id=team_id).order_by("pk")
    for version in versions.iterator(chunk_size=10):
        found = sha256(version.text)
        if found != version.text_sha256:
            row = f"documentversion {version.pk}"
            yield Break(Kind.CONTENT, row, "text", version.text_sha256, found)
        step(1)


def withdrawals(team_id: int, step: Step) -> Iterator[Break]:
    """Documents that are withdrawn without a reason, or have one and are not."""
    withdrawn = Q(processing=Processing.WITHDRAWN)
    documents = Document.objects.filter(team_id=team_id)
    odd = documents.filter((withdrawn & Q(withdrawn_why="")) | (~withdrawn & ~Q(withdrawn_why="")))
    for document in odd.order_by("pk").iterator():
        expected = Processing.WITHDRAWN if document.withdrawn_why else "another state"
        row = f"document {document.pk}"
        yield Break(Kind.CONTENT, row, "processing", expected, document.processing)
    step(documents.count())
