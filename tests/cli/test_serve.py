"""`heed serve`, really started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT, wait_until

pytestmark = pytest.mark.sqlite_only  # it keeps processes, whatever the database
HEED = (sys.executable, "-m", "heed.cli.main")


class Serving:
    """One `heed serve` in a data folder, and what can be seen of it from outside."""

    def __init__(self, home: Path, port: int, **settings: str) -> None:
        self.home, self.port = home, port
        names = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
        self.environment = names | {"HEED_HOME": str(home)} | settings
        self.said = home / "said.txt"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Serving":
        with self.said.open("ab") as said:
            command = (*HEED, "serve", "--port", str(self.port))
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=said, stderr=said
            )
        return self

    def children(self) -> dict[str, int]:
        """Process ids of the web process and of the worker, by name."""
        found = {}
        for pid in children_of(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found["web" if b"gunicorn" in words else "worker"] = pid
        return found

    def everyone(self) -> list[int]:
        """Process ids of the keeper and of all that it started."""
        return [self.process.pid, *descendants(self.process.pid)]

    def answers(self) -> bool:
        return status_of(f"http://127.0.0.1:{self.port}/") in {200, 302}

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in found.read_text().split()] if found.exists() else []


def descendants(pid: int) -> list[int]:
    children = children_of(pid)
    return children + [each for child in children for each in descendants(child)]


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def serving(tmp_path):
    made = Serving(tmp_path, free_port()).start()
    try:
        wait_until(made.answers)
        wait_until(lambda: set(made.children()) == {"web", "worker"})
        yield made
    finally:
        made.process.kill()
        made.process.wait()


def test_what_dies_is_started_again_and_all_ends_together(serving):
    before = serving.children()

    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: set(serving.children().values()).isdisjoint(before.values()))
    wait_until(lambda: set(serving.children()) == {"web", "worker"})
    wait_until(serving.answers)
    after, everyone = serving.children(), serving.everyone()

    assert set(after.values()).isdisjoint(before.values())
    assert serving.end() == 0
    assert [pid for pid in everyone if is_alive(pid)] == []
    assert not serving.answers()


def test_where_the_keeper_is_killed_nothing_is_left_behind(serving):
    everyone = serving.everyone()

    serving.end(signal.SIGKILL)

    wait_until(lambda: not any(is_alive(pid) for pid in everyone))


def test_a_restart_answers_soon(serving):
    serving.end()

    started = time.monotonic()
    serving.start()
    wait_until(serving.answers)

    assert (
        time.monotonic() - started < 15
    )  # bench/start_and_memory.py measures it on a quiet machine


def test_a_taken_port_is_refused_with_a_way_out(serving):
    second = subprocess.run(
        (*HEED, "serve", "--port", str(serving.port)),
        env=serving.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert (
        f"port {serving.port}: Address already in use. Choose another with --port" in second.stderr
    )
    assert serving.answers()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEED_DATABASE_URL", "mysql://root@db/heed"),
        ("HEED_SMTP_URL", "mail.example.org"),
        ("HEED_BASE_URL", "desk.example.org"),
        ("HEED_WEB_THREADS", "many"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(tmp_path, name, value):
    serving = Serving(tmp_path, free_port(), **{name: value}).start()

    assert serving.process.wait(timeout=30) == 1
    assert f"{name} is '{value}', but must be" in serving.said.read_text()
