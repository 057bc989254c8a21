"""What the apps above tell this one at start, because it may not import them.

Called in their modules `registering.py`. Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from teams.models import User

DocumentIds = Callable[["User"], "QuerySet[Any]"]
Documents = Callable[["User", Collection[int]], dict[int, Model]]
_document_ids: list[DocumentIds] = []
_documents: list[Documents] = []


def set_visible_documents(ids: DocumentIds, documents: Documents) -> None:
    """Hide unnamed sources of documents that are not among `ids(user)`, a subquery of ids.

    documents: of such ids those that a person may read, by id; each has a title and an address.
    """
    _document_ids[:] = [ids]
    _documents[:] = [documents]


def visible_documents() -> DocumentIds | None:
    return _document_ids[0] if _document_ids else None


def documents_of(user: "User", ids: Collection[int]) -> dict[int, Model]:
    """The documents that unnamed sources belong to, by id, as far as `user` may read them."""
    return _documents[0](user, ids) if ids and _documents else {}
