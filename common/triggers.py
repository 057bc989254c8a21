"""Database triggers, declared beside the model they guard.

Django rebuilds a SQLite table when it alters it and its triggers are silently gone; a trigger that
reads another table breaks that table's next migration. So all declared triggers are dropped before
migrations run and made again after them, on both databases, and a system check compares what the
database has with what is declared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "guard_"
_declared: dict[str, "Trigger"] = {}


@dataclass(frozen=True)
class Trigger:
    """Refuses a statement on `table` with `message` where `condition` holds.

    event: "INSERT", "UPDATE" or "DELETE"; condition: SQL over OLD and NEW that both databases
    read, "" for always. Trigger names are made from `name`.
    """

    name: str
    table: str
    event: str
    message: str
    condition: str = ""

    @property
    def full_name(self) -> str:
        return PREFIX + self.name

    def sqlite(self) -> list[str]:
        when = f" WHEN {self.condition}" if self.condition else ""
        return [
            f'CREATE TRIGGER "{self.full_name}" BEFORE {self.event} ON "{self.table}"{when} '
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        ]

    def postgresql(self) -> list[str]:
        # A WHEN clause of PostgreSQL may not hold a subquery, so the condition goes into the body.
        test = f"IF {self.condition} THEN " if self.condition else ""
        end = "END IF; " if self.condition else ""
        passed = "OLD" if self.event == "DELETE" else "NEW"
        body = (
            f"BEGIN {test}RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; "
            f"{end}RETURN {passed}; END"
        )
        return [
            f'CREATE OR REPLACE FUNCTION "{self.full_name}"() RETURNS trigger '
            f"LANGUAGE plpgsql AS $guard$ {body} $guard$",
            f'CREATE TRIGGER "{self.full_name}" BEFORE {self.event} ON "{self.table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.full_name}"()',
        ]


@dataclass(frozen=True)
class TruncateGuard(Trigger):
    """PostgreSQL alone can empty a table without touching a row; SQLite has no such statement."""

    event: str = "TRUNCATE"
    message: str = ""

    def sqlite(self) -> list[str]:
        return []

    def postgresql(self) -> list[str]:
        function, trigger = super().postgresql()
        return [
            function.replace("RETURN NEW;", "RETURN NULL;"),
            trigger.replace("FOR EACH ROW", "FOR EACH STATEMENT"),
        ]


def declare(*triggers: Trigger) -> None:
    """Add `triggers` to what every database of the product must have. Called from models."""
    for trigger in triggers:
        _declared[trigger.full_name] = trigger


def append_only(table: str, *, unless_update: str = "") -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on `table`.

    unless_update: SQL over OLD and NEW of the one update that is allowed, "" for none.
    """
    condition = f"NOT ({unless_update})" if unless_update else ""
    declare(
        Trigger(f"{table}_update", table, "UPDATE", f"{table} is append-only", condition),
        Trigger(f"{table}_delete", table, "DELETE", f"{table} is append-only"),
        TruncateGuard(f"{table}_truncate", table, message=f"{table} is append-only"),
    )


def declared() -> list[Trigger]:
    return sorted(_declared.values(), key=lambda trigger: trigger.full_name)


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of our triggers that the database has."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of declared triggers that the database lacks, in order."""
    wanted = {t.full_name for t in declared() if getattr(t, connection.vendor)()}
    return sorted(wanted - present(connection))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every declared trigger anew. Safe to call again."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in declared():
            if trigger.table in tables:
                for statement in getattr(trigger, connection.vendor)():
                    cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove all of our triggers, also those of an earlier release."""
    with connection.cursor() as cursor:
        for name in present(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')


def drop_before_migrations(sender: Any, using: str, **_kwargs: Any) -> None:
    drop(connections[using])


def install_after_migrations(sender: Any, using: str, **_kwargs: Any) -> None:
    install(connections[using])


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the guards away for a moment: only for emptying a test database."""
    drop(connection)
    try:
        yield
    finally:
        install(connection)
