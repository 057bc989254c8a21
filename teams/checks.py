"""System checks of people and teams."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error
from django.db import connections

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def demo_refusal(bind: str) -> str:
    """Why the server must not listen on `bind`, "" if it may.

    The passwords of demo accounts are in the documentation, so with such accounts nobody but
    this machine may reach the server. One query beyond loopback.
    """
    demo = get_user_model().objects.filter(is_demo=True, is_active=True)
    if bind in LOOPBACK or not demo.exists():
        return ""
    return (
        f"There are demo accounts, whose passwords everybody knows, so the server does not listen "
        f"on {bind}. Leave BIND at 127.0.0.1, or use a data folder without the demo."
    )


def demo_stays_here(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Refuse demo accounts on a server that others can reach (a database not migrated passes)."""
    if databases is None or "default" not in databases:
        return []
    if get_user_model()._meta.db_table not in connections["default"].introspection.table_names():
        return []
    refusal = demo_refusal(settings.BIND)
    return [Error(refusal, id="teams.E001")] if refusal else []
