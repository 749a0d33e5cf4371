"""Databases that processes of their own share, on the database engine of this test run."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something to become true; fail loudly where it does not."""
    ends_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends_at, "what was waited for did not happen in time"
        time.sleep(0.05)


@dataclass
class Place:
    """A data folder with a database of its own, and the processes that work on it."""

    home: Path
    url: str
    processes: list[subprocess.Popen] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        names = {"HEED_HOME": str(self.home), "HEED_DATABASE_URL": self.url}
        names["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
        names["TRACES"] = str(self.home / "traces")
        return os.environ | names

    def run(self, code: str) -> None:
        """Run a line of Python with Django set up, to its end."""
        subprocess.run(python(code), check=True, env=self.environment(), cwd=ROOT)

    def start(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen(command, env=self.environment(), cwd=ROOT)
        self.processes.append(process)
        return process

    def start_worker(self) -> subprocess.Popen:
        return self.start(*python("from tests.faults import workers; workers.work()"))

    def start_workers(self, count: int) -> None:
        """Start workers and wait until all of them are at work."""
        for _ in range(count):
            self.start_worker()
        wait_until(lambda: len(list((self.home / "traces").glob("ready-*"))) == count)

    def publish(self, **counts: int) -> None:
        self.run(f"from tests.faults import workers; workers.publish(**{counts!r})")

    def rows(self, statement: str) -> list[tuple]:
        return rows(self.url, statement)

    def one(self, statement: str):
        return self.rows(statement)[0][0]

    def traces(self) -> list[str]:
        """Who did what: `number-process-moment`, once for each time a task was begun."""
        return [path.name for path in (self.home / "traces").glob("[0-9]*")]

    def end(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import django; django.setup(); {code}")


def rows(url: str, statement: str) -> list[tuple]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(urlsplit(url).path[1:], timeout=20, isolation_level=None)
    else:
        connection = psycopg.connect(url, autocommit=True)
    try:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def is_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


def server_url(database: str) -> str:
    """The address of another database on the server this run uses."""
    known = settings.DATABASES["default"]
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    if str(known["HOST"]).startswith("/"):
        return f"postgresql://{who}@/{database}?host={known['HOST']}"
    return f"postgresql://{who}@{known['HOST']}:{known['PORT'] or 5432}/{database}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A database as `heed prepare` leaves it, to copy: a file, or the name of a database."""
    home = tmp_path_factory.mktemp("migrated")
    name = f"heed_migrated_{token_hex(4)}"
    url = f"sqlite:////{home / 'heed.sqlite3'}" if is_sqlite() else server_url(name)
    if not is_sqlite():
        rows(server_url("postgres"), f"CREATE DATABASE {name}")
    Place(home, url).run("from heed.cli.preparation import prepare; prepare()")
    yield home / "heed.sqlite3" if is_sqlite() else name
    if not is_sqlite():
        rows(server_url("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def place(migrated, tmp_path):
    (tmp_path / "traces").mkdir()
    name = f"heed_fault_{token_hex(4)}"
    if is_sqlite():
        shutil.copy(migrated, tmp_path / "heed.sqlite3")
        made = Place(tmp_path, f"sqlite:////{tmp_path / 'heed.sqlite3'}")
    else:
        rows(server_url("postgres"), f"CREATE DATABASE {name} TEMPLATE {migrated}")
        made = Place(tmp_path, server_url(name))
    yield made
    made.end()
    if not is_sqlite():
        rows(server_url("postgres"), f"DROP DATABASE {name} WITH (FORCE)")
