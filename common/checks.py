"""System checks of what the database must hold."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError

from common import triggers


def triggers_present(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Compare the database's guards with the declared ones (a database not migrated yet passes)."""
    found: list[CheckMessage] = []
    for alias in databases or ["default"]:
        connection = connections[alias]
        try:
            if "history_event" not in connection.introspection.table_names():
                continue
            absent = triggers.missing(connection)
        except (OperationalError, ProgrammingError) as error:
            found.append(Error(f"The database cannot be read: {error}", id="common.E001"))
            continue
        if absent:
            names = ", ".join(absent)
            hint = "Run `python manage.py migrate`, which makes them anew."
            found.append(Error(f"Guards are missing: {names}", hint=hint, id="common.E002"))
    return found
