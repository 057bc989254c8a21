import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    # "ascii" parts words at spaces and punctuation of ASCII alone, of which ours have none but "_":
    # what a word is was decided before, and both databases have the same.
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_entry', content_rowid='id', tokenize="ascii tokenchars '_'"
    )
    """,
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
]
POSTGRESQL = [
    # Not to_tsvector: its parser would cut words in its own way.
    """
    CREATE FUNCTION search_vector(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT string_agg('''' || word || ''':' || least(place, 16383), ' ')::tsvector
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each (word, place)
        WHERE word <> ''
    $$
    """,
    """
    ALTER TABLE search_entry
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (search_vector(words)) STORED
    """,
    "CREATE INDEX search_entry_words ON search_entry USING gin (vector)",
]


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")
    else:
        schema_editor.execute("ALTER TABLE search_entry DROP COLUMN vector")
        schema_editor.execute("DROP FUNCTION search_vector(text)")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("teams", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.PositiveSmallIntegerField()),
                ("object_id", models.BigIntegerField()),
                ("words", models.TextField()),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [models.Index(fields=["kind", "object_id"], name="search_entry_of_row")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
