"""Database triggers, declared beside the model they guard.

Django rebuilds a SQLite table when it alters it and its triggers are silently gone; a trigger that
reads another table breaks that table's next migration. So all declared triggers are dropped before
migrations run and made again after them, on both databases, and a system check compares what the
database has with what is declared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint

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


@dataclass(frozen=True)
class ReplaceGuard(Trigger):
    """Refuses an INSERT or UPDATE that would take the place of another row.

    SQLite's `INSERT OR REPLACE` deletes the row of the same id or unique key and fires no trigger
    of DELETE; PostgreSQL has no such statement.
    """

    def sqlite(self) -> list[str]:
        model = next(each for each in apps.get_models() if each._meta.db_table == self.table)
        taken = " OR ".join(_taken(model, key, self.event) for key in unique_keys(model))
        return replace(self, condition=taken).as_declared()

    def as_declared(self) -> list[str]:
        return Trigger.sqlite(self)

    def postgresql(self) -> list[str]:
        return []


@dataclass(frozen=True)
class UniqueKey:
    """Columns that no two rows share; `condition`: SQL over the columns, "" for every row."""

    columns: tuple[str, ...]
    condition: str = ""


def unique_keys(model: type[Model]) -> list[UniqueKey]:
    """The primary key first; without those of expressions, which no guarded table has."""
    meta = model._meta
    keys = [UniqueKey((meta.pk.column,))]
    keys += [UniqueKey((each.column,)) for each in meta.local_concrete_fields if _is_alone(each)]
    editor = connection.SchemaEditorClass(connection)
    for each in meta.constraints:
        if isinstance(each, UniqueConstraint) and each.fields:
            condition = each._get_condition_sql(model, editor) or ""
            columns = tuple(meta.get_field(name).column for name in each.fields)
            keys.append(UniqueKey(columns, condition))
    return keys


def _is_alone(field: Any) -> bool:
    return field.unique and not field.primary_key


def _taken(model: type[Model], key: UniqueKey, event: str) -> str:
    """SQL: another row of the table has this key of NEW."""
    table, pk = model._meta.db_table, model._meta.pk.column
    tests = [f'x."{column}" = NEW."{column}"' for column in key.columns]
    if event == "UPDATE":
        tests.append(f'x."{pk}" <> OLD."{pk}"')
    taken = f'EXISTS (SELECT 1 FROM "{table}" x WHERE {" AND ".join(tests)}'  # noqa: S608 (our own names)
    if not key.condition:
        return f"{taken})"
    new = ", ".join(f'NEW."{field.column}" AS "{field.column}"' for field in _columns(model))
    both = f"EXISTS (SELECT 1 FROM (SELECT {new}) WHERE {key.condition})"  # noqa: S608 (our own names)
    return f"({taken} AND ({key.condition})) AND {both})"


def _columns(model: type[Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)


def append_only(table: str) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and replacement on `table`."""
    message = f"{table} is append-only"
    declare(Trigger(f"{table}_update", table, "UPDATE", message))
    _keep(table, message)


def kept(table: str, message: str) -> None:
    """Refuse with `message` whatever takes a row out of `table`."""
    declare(ReplaceGuard(f"{table}_moved", table, "UPDATE", message))
    _keep(table, message)


def _keep(table: str, message: str) -> None:
    declare(
        Trigger(f"{table}_delete", table, "DELETE", message),
        TruncateGuard(f"{table}_truncate", table, message=message),
        ReplaceGuard(f"{table}_replaced", table, "INSERT", message),
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
