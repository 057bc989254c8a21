"""Guards survive migrations, and their absence is noticed."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from common import checks, triggers
from documents.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


def test_every_declared_guard_is_in_the_database():
    assert triggers.declared()
    assert triggers.missing(connection) == []
    assert checks.triggers_present(None) == []


def test_a_missing_guard_is_named_by_the_check():
    gone = next(t for t in triggers.declared() if t.event == "UPDATE")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{gone.full_name}"')
        else:
            cursor.execute(f'DROP FUNCTION "{gone.full_name}"() CASCADE')

    found = checks.triggers_present(None)

    assert [error.id for error in found] == ["common.E002"]
    assert gone.full_name in found[0].msg


def test_install_again_changes_nothing():
    before = triggers.present(connection)

    triggers.install(connection)

    assert triggers.present(connection) == before


@pytest.mark.django_db(transaction=True)
def test_a_guard_outlives_the_rebuilding_of_its_table():
    field = models.CharField(max_length=301)
    field.set_attributes_from_name("title")
    field.model = Document
    triggers.drop(connection)  # as pre_migrate does, or PostgreSQL and SQLite refuse the change
    with connection.schema_editor() as editor:
        editor.alter_field(Document, Document._meta.get_field("title"), field)
        editor.alter_field(Document, field, Document._meta.get_field("title"))

    call_command("migrate", verbosity=0)

    assert triggers.missing(connection) == []
