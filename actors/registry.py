"""What the apps above tell this one at start, because it may not import them.

Called in their modules `registering.py`. Why so: docs/decisions/0005-upper-apps-register-below.md.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from teams.models import User

DocumentIds = Callable[["User"], "QuerySet[Any]"]
_document_ids: list[DocumentIds] = []


def set_visible_documents(ids: DocumentIds) -> None:
    """Hide unnamed sources of documents that are not among `ids(user)`, a subquery of ids."""
    _document_ids[:] = [ids]


def visible_documents() -> DocumentIds | None:
    return _document_ids[0] if _document_ids else None
