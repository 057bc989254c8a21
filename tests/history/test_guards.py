"""What is append-only or kept cannot be replaced either."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from claims.vocabularies import ClaimState
from common import triggers
from review import services
from teams.vocabularies import SecondReview
from tests.factories.review import make_sighting

pytestmark = pytest.mark.django_db

GUARDED = sorted(
    {each.table for each in triggers.declared() if isinstance(each, triggers.ReplaceGuard)}
)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return cursor.fetchall()


def model_of(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def columns_of(table):
    return [field.column for field in model_of(table)._meta.local_concrete_fields]


def others(table):
    """Unique keys of the table but for the primary one."""
    model = model_of(table)
    pk = model._meta.pk.column
    return [key for key in triggers.unique_keys(model) if pk not in key.columns]


def count(source):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {source}")
        return cursor.fetchone()[0]


def refused(sql, *values):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.constraint_checks_disabled(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


def test_every_table_that_is_never_deleted_from_is_guarded():
    kept = {
        each.table
        for each in triggers.declared()
        if each.event == "DELETE" and not each.condition and type(each) is triggers.Trigger
    }

    assert kept == set(GUARDED)
    assert len(kept) >= 14


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can replace rows")
@pytest.mark.parametrize("table", GUARDED)
def test_no_row_takes_the_place_of_another(here, table):
    desk = here.desk
    claim = desk.at(ClaimState.SECOND_REVIEW, mode=SecondReview.SIGN_OFF)
    services.return_review(
        claim=claim, comment="Cite the log.", by=desk.second, row_version=claim.row_version
    )
    make_sighting(claim, author=desk.first, person=desk.viewer)
    before = rows(table)
    assert before, f"the furnished team has no row in {table}"
    every = columns_of(table)
    pk = model_of(table)._meta.pk.column
    quoted = ", ".join(f'"{column}"' for column in every)

    refused(f'INSERT OR REPLACE INTO "{table}" ({quoted}) SELECT {quoted} FROM "{table}"')
    for key in others(table):
        # The same unique key under another id.
        chosen = ", ".join(f'"{c}" + 900000' if c == pk else f'"{c}"' for c in every)
        filled = " AND ".join(f'"{column}" IS NOT NULL' for column in key.columns)
        source = f'"{table}" WHERE {filled} AND {key.condition or "TRUE"}'
        if count(source):
            refused(f'INSERT OR REPLACE INTO "{table}" ({quoted}) SELECT {chosen} FROM {source}')

    assert rows(table) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can replace rows")
def test_no_mention_moves_onto_the_key_of_another(here):
    before = rows("claims_mention")
    first, second = here.row("mention:proposed"), here.row("mention:accepted")

    refused("UPDATE OR REPLACE claims_mention SET id = %s WHERE id = %s", first.pk, second.pk)

    assert rows("claims_mention") == before
