"""Bring database and page files to the state this version needs; quick where they are."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.utils import timezone

from heed.accounts.models import Organisation
from heed.accounts.operations import found_organisation
from heed.accounts.queries import system_user
from heed.expectations.operations.topics import STARTING_TOPICS, add_topics


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second start on this machine wait until the first has prepared everything."""
    settings.HEED_HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HEED_HOME / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@_one_at_a_time()
def prepare(found: Callable[..., object] | None = None) -> None:
    """Migrate, collect page files and set up an organisation where there is none.

    `found` makes it, as `found_organisation` with the company's own values does.
    """
    migrate()
    collect_page_files()
    with transaction.atomic():
        if not Organisation.objects.exists():
            found = found or partial(
                found_organisation, name="Heed", mail_address=settings.MAIL_ADDRESS
            )
            found(now=timezone.now())
            add_topics(topics=STARTING_TOPICS, actor=system_user())


def prepare_if_new() -> str:
    """Prepare a data folder or database that is used for the first time; say why it failed.

    A database that cannot be reached is left for the command to tell.
    """
    try:
        if not _is_new():
            return ""
    except (DatabaseError, OSError):
        return ""
    try:
        prepare()
    except (DatabaseError, OSError) as problem:
        return (
            f"Heed could not be prepared: {problem}. When that is mended, run the same command "
            "again; “heed check” says what is missing."
        )
    return ""


def _is_new() -> bool:
    """Whether there is no organisation, which preparing makes last; it may have been cut short."""
    tables = connection.introspection.table_names()
    return Organisation._meta.db_table not in tables or not Organisation.objects.exists()


def pending_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class _WholeMigrations(MigrationExecutor):
    """Records a migration in the transaction that makes its tables.

    Django records one with indexes after it: killed in between, it would be applied again, to
    tables that stand.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        *_: bool,
        **__: bool,
    ) -> ProjectState:
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.recorder.record_applied(migration.app_label, migration.name)
        return state


def migrate() -> None:
    if not pending_migrations():
        return
    executor = _WholeMigrations(connection)
    executor.loader.check_consistent_history(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def collect_page_files() -> None:
    """Copy and hash the static files, if any changed since the last time."""
    stamp = settings.STATIC_ROOT / ".stamp"
    present = _state_of_page_files()
    if stamp.exists() and stamp.read_text() == present:
        return
    call_command("collectstatic", verbosity=0, interactive=False, stdout=StringIO())
    stamp.write_text(present)


def _state_of_page_files() -> str:
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            changed_at = storage.get_modified_time(path).timestamp()
            state.update(f"{path} {storage.size(path)} {changed_at}\n".encode())
    return state.hexdigest()
