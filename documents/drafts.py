"""What a person says about a document, validated, before it is one."""

from dataclasses import dataclass

from documents.dates import UNKNOWN, Published
from documents.vocabularies import DocumentKind


@dataclass(frozen=True)
class DocumentDraft:
    """The facts about a publication. An empty title becomes the first line of its text.

    publisher: a name; `documents.publishers` says what becomes of it.
    """

    title: str = ""
    kind: str = DocumentKind.ARTICLE
    url: str = ""
    publisher: str = ""
    authors: str = ""
    published: Published = UNKNOWN
    language: str = "en"
    topic_words: tuple[str, ...] = ()
    content_warning: str = ""
