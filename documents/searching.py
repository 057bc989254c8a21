"""What of documents is searched: what is said of them, and their newest text."""

from collections.abc import Collection, Iterator

from django.db.models import Max

from actors.searching import mark
from documents.models import Document, DocumentVersion
from search.registry import Text

NAME = "document"
TOLD = ("pk", "team_id", "title", "authors", "publisher_words", "publisher_id")


def texts(ids: Collection[int]) -> Iterator[Text]:
    newest = newest_texts(ids)
    rows = Document.objects.filter(pk__in=ids).values_list(*TOLD)
    for pk, team_id, title, authors, publisher, actor_id in rows:
        pieces = (title, authors, publisher, newest.get(pk, ""))
        yield Text(pk, team_id, pieces, (mark(actor_id),) if actor_id else ())


def newest_texts(ids: Collection[int]) -> dict[int, str]:
    """The newest text of each document. One query."""
    versions = DocumentVersion.objects.filter(document__in=ids).order_by()
    newest = versions.values("document").annotate(newest=Max("pk")).values("newest")
    rows = DocumentVersion.objects.filter(pk__in=newest)
    return dict(rows.values_list("document_id", "text"))
