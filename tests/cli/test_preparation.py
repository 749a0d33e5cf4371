"""Migrations as preparing applies them."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from heed.cli.preparation import _WholeMigrations

TABLE = "cli_shelf"


class Shelf(migrations.Migration):
    operations = (
        migrations.CreateModel(
            "Shelf",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=20, db_index=True)),  # made after the table
            ],
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_a_migration_cut_short_before_it_is_recorded_leaves_no_table(monkeypatch):
    executor = _WholeMigrations(connection)
    monkeypatch.setattr(executor.recorder, "record_applied", cut_short)

    with pytest.raises(KeyboardInterrupt):
        executor.apply_migration(ProjectState(), Shelf("0001_shelf", "cli"))

    assert TABLE not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_a_migration_is_recorded_with_its_tables_and_indexes():
    executor = _WholeMigrations(connection)
    migration = Shelf("0001_shelf", "cli")

    executor.apply_migration(ProjectState(), migration)

    try:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, TABLE)
        assert any(constraint["columns"] == ["name"] for constraint in constraints.values())
        assert ("cli", "0001_shelf") in executor.recorder.applied_migrations()
    finally:
        executor.unapply_migration(ProjectState(), migration)
    assert TABLE not in connection.introspection.table_names()


def cut_short(app: str, name: str) -> None:
    raise KeyboardInterrupt
