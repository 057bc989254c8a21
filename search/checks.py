"""A system check of the index."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from search import indexing, registry
from search.models import Entry


def index_is_whole(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Name the kinds of which rows are not in the index (a database not migrated yet passes)."""
    tables = connections["default"].introspection.table_names() if databases else []
    if Entry._meta.db_table not in tables:
        return []
    sources = registry.sources()
    lacking = [each.name for each in sources if indexing.unindexed(each).exists()]
    if not lacking:
        return []
    words = f"Search does not find every {', every '.join(lacking)}"
    hint = "Run `python manage.py rebuild_search`."
    return [Warning(words, hint=hint, id="search.W001")]
