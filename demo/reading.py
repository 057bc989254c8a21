"""Bringing the demo's articles in, and finding in them what the engine found."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from claims.models import Mention
from demo.people import Desk
from documents import services as documents
from documents import texts
from documents.dates import Published
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.vocabularies import DatePrecision, DocumentKind
from jobs import running
from jobs.models import Job, JobState
from teams.models import User

ARTICLES = Path(__file__).resolve().parent / "articles"


class DemoBroken(Exception):
    """The engine did not find what the demo goes on from; the message says what."""


def add(
    desk: Desk,
    article: str,
    *,
    by: User,
    days_ago: int,
    kind: str = DocumentKind.ARTICLE,
    publisher: str = "",
    url: str = "",
    title: str = "",
    authors: str = "",
    topic: str,
    as_another: bool = False,
) -> Document:
    """Add the text `article` to the team. It is read when `read` is called."""
    draft = DocumentDraft(
        title=title,
        kind=kind,
        url=url,
        publisher=publisher,
        authors=authors,
        published=Published(timezone.localdate() - timedelta(days=days_ago), DatePrecision.DAY),
        topic_words=(topic,),
    )
    source = texts.pasted((ARTICLES / f"{article}.txt").read_text(encoding="utf-8"))
    added = documents.add_document(
        team=desk.team, draft=draft, source=source, by=by, as_another=as_another
    )
    return added.document


def read(document: Document) -> Document:
    """Do the work of the document's job here and now, as a worker would.

    Raises DemoBroken if it does not end well.
    """
    job = Job.objects.get(document_id=document.pk)
    running.run(job.pk)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise DemoBroken(f"“{document.title}” could not be read: {job.error or job.state}")
    document.refresh_from_db()
    return document


def mention(document: Document, words: str) -> Mention:
    """The mention of the document whose content holds `words`; the shortest where several do.

    Raises DemoBroken if there is none.
    """
    found = Mention.objects.filter(document=document).to_do().select_related("document", "version")
    wanted = words.casefold()
    holding = [each for each in found if wanted in " ".join(each.content_words.split()).casefold()]
    if not holding:
        raise DemoBroken(f"Nothing was found in “{document.title}” that holds “{words}”.")
    return min(holding, key=lambda each: (len(each.content_words), each.pk))
