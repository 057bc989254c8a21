"""What somebody who owns the database could write into it, made from the models."""

import json
import uuid
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection, models, transaction

from common import triggers

FAR = 900_000


@contextmanager
def owning():
    """No trigger and no condition stands in the way, and nothing of it stays."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # What waits for the end of the transaction keeps its tables from being altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            triggers.drop(connection)
            for statement in _lifted():
                cursor.execute(statement)
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _lifted():
    if connection.vendor == "sqlite":
        return ["PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint "
            "WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace"
        )
        return [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in cursor.fetchall()]


def write(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def stored(model, pk):
    """The row as the database has it, by column."""
    meta = model._meta
    names = [field.column for field in meta.local_concrete_fields]
    chosen = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {chosen} FROM "{meta.db_table}" WHERE "{meta.pk.column}" = %s', [pk]
        )
        return dict(zip(names, cursor.fetchone(), strict=True))


def other(field, value):
    """Another value of the same kind than `value`, an unlikely one, as the database takes it."""
    if field.choices:
        return next(str(code) if isinstance(code, str) else code
                    for code, _label in field.flatchoices if code != value)  # fmt: skip
    match field:
        case models.BooleanField():
            return not value
        case models.JSONField():
            return json.dumps([value if isinstance(value, str) else "other", "and more"])
        case models.UUIDField():
            made = uuid.uuid4()
            return made.hex if connection.vendor == "sqlite" else str(made)
        case models.DateTimeField():
            return _later(value, datetime(2020, 1, 1))
        case models.DateField():
            return _later(value, date(2020, 1, 1))
        case models.FloatField():
            return (value or 0) + 0.25
        case models.ForeignKey() | models.IntegerField():
            small = isinstance(field, models.SmallIntegerField)
            return (value or 0) + (3 if small else FAR)
        case _:
            first, rest = (value or "")[:1], (value or "")[1:]
            return ("x" if first != "x" else "y") + rest


def _later(value, otherwise):
    if isinstance(value, str):
        return value.replace("20", "19", 1)
    return (value or otherwise) - timedelta(days=400)


def change(model, pk, field, value):
    table, key = model._meta.db_table, model._meta.pk.column
    return write(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', value, pk)


def copy_of(model, pk):
    """The row `pk` as another one, free of its unique keys."""
    row = stored(model, pk)
    last = {key.columns[-1] for key in triggers.unique_keys(model)} | _in_expressions(model)
    for field in model._meta.local_concrete_fields:
        if field.column in last:
            row[field.column] = other(field, row[field.column])
    return _as_json(model, row)


def _in_expressions(model):
    """Columns that unique constraints make something of, such as the lower case."""
    made = [each for one in model._meta.constraints for each in getattr(one, "expressions", ())]
    parts = [part for each in made if isinstance(each, models.Func) for part in each.flatten()]
    return {part.name for part in parts if isinstance(part, models.F)}


def insert(model, row, *, verb="INSERT", tail=""):
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    write(f'{verb} INTO "{model._meta.db_table}" ({names}) VALUES ({marks}) {tail}', *row.values())


def replace(model, pk, field, value):
    """Put another row in the place of `pk`, with `value` in `field`."""
    row = stored(model, pk) | {field.column: value}
    if connection.vendor == "sqlite":
        insert(model, row, verb="INSERT OR REPLACE")
        return
    key = model._meta.pk.column
    tail = f'ON CONFLICT ("{key}") DO UPDATE SET "{field.column}" = EXCLUDED."{field.column}"'
    insert(model, _as_json(model, row), tail=tail)


def _as_json(model, row):
    """JSON comes out of PostgreSQL as it goes in, but for its type."""
    plain = {
        field.column
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.JSONField)
    }
    return {
        name: json.dumps(value) if name in plain and not isinstance(value, str) else value
        for name, value in row.items()
    }
