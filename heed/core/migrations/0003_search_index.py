"""The full-text index over the tokens, kept by the database itself: no write passes it by."""

import django.db.models.deletion
from django.db import migrations, models

POSTGRESQL = [
    """
    ALTER TABLE core_searchdocument ADD COLUMN words tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED
    """,
    """
    CREATE INDEX search_document_words ON core_searchdocument
    USING gin (words) WITH (fastupdate = off)
    """,
]
POSTGRESQL_BACK = ["ALTER TABLE core_searchdocument DROP COLUMN words"]

# The ascii tokenizer takes every character beyond ASCII as part of a word, so that our tokens
# stay whole; positions are not kept, since no query asks for phrases.
SQLITE = [
    """
    CREATE VIRTUAL TABLE core_searchindex USING fts5(
        tokens, content='core_searchdocument', content_rowid='id', detail=none,
        tokenize="ascii tokenchars '=@._+-%'", prefix='1 2 3 4'
    )
    """,
    """
    CREATE TRIGGER core_searchdocument_added AFTER INSERT ON core_searchdocument BEGIN
        INSERT INTO core_searchindex (rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER core_searchdocument_deleted AFTER DELETE ON core_searchdocument BEGIN
        INSERT INTO core_searchindex (core_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER core_searchdocument_changed
    AFTER UPDATE OF id, tokens ON core_searchdocument BEGIN
        INSERT INTO core_searchindex (core_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
        INSERT INTO core_searchindex (rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    "INSERT INTO core_searchindex (core_searchindex) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER core_searchdocument_added",
    "DROP TRIGGER core_searchdocument_deleted",
    "DROP TRIGGER core_searchdocument_changed",
    "DROP TABLE core_searchindex",
]


def create_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if is_sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outgoing_mail_sender")]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="name",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="team_id",
            field=models.BigIntegerField(null=True, verbose_name="team"),
        ),
        migrations.CreateModel(
            name="SearchNameGram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.CharField(max_length=3, verbose_name="three letters")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_grams",
                        to="core.searchdocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("gram", "document"), name="search_name_gram_once"
                    )
                ],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
