"""Empties the database after a test that committed: only what holds rows, in one transaction.

Django's own way empties every table, makes permissions and types anew and has all triggers
installed twice; here that would be most of what a test that commits costs.
"""

from django.db import transaction

from common import triggers

# What migrations and their signals put there, and every test may rely on.
KEPT = frozenset({"auth_permission", "django_content_type", "django_migrations", "django_site"})


def empty(connection):
    """Delete the rows of all tables but KEPT, past the guards of append-only tables."""
    tables = filled(connection)
    if tables and connection.vendor == "sqlite":
        _empty_sqlite(connection, tables)
    elif tables:
        _empty_postgresql(connection, tables)


def filled(connection):
    """Names of the tables that hold rows. One query."""
    tables = [
        table
        for table in connection.introspection.django_table_names(only_existing=True)
        if table not in KEPT
    ]
    each = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [table for (table,) in cursor.fetchall()]


def _empty_sqlite(connection, tables):
    guards = [
        trigger
        for trigger in triggers.declared()
        if trigger.table in tables and trigger.event == "DELETE"
    ]
    statements = [f'DROP TRIGGER "{guard.full_name}"' for guard in guards]
    statements += [f'DELETE FROM "{table}"' for table in tables]
    statements += [statement for guard in guards for statement in guard.sqlite()]
    # Foreign keys can only be let go of outside a transaction.
    with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
        _execute(connection, statements)


def _empty_postgresql(connection, tables):
    """As a replica does, which neither fires triggers nor looks at foreign keys."""
    statements = ["SET LOCAL session_replication_role = replica"]
    with transaction.atomic(using=connection.alias):
        _execute(connection, statements + [f'DELETE FROM "{table}"' for table in tables])


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
