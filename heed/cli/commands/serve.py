"""One small process that keeps the web process and the worker alive.

It does not load Django, so it costs next to nothing.
"""

import argparse
import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from heed.cli.output import complain, say
from heed.config import env

EXAMPLE = "heed serve --port 8000"
HEED = (sys.executable, "-m", "heed.cli.main")
PACKAGE = Path(__file__).resolve().parents[2]
QUICK_DEATH_SECONDS = 10
MOST_QUICK_DEATHS = 3
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux, prctl(2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--no-worker", action="store_true", help="a worker runs elsewhere")


def run(options: argparse.Namespace) -> int:
    return serve(options.host, options.port, with_worker=not options.no_worker)


def why_not_free(host: str, port: int) -> str:
    """Why nothing can listen there, or an empty text."""
    try:
        family, kind, number, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, number) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (OSError, OverflowError) as problem:
        return str(getattr(problem, "strerror", None) or problem)
    return ""


def web_command(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "heed.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread"),
        *("--workers", os.environ.get("HEED_WEB_WORKERS") or "1"),
        *("--threads", os.environ.get("HEED_WEB_THREADS") or "8"),
        *("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning"),
        *("--limit-request-line", "8190", "--no-control-socket"),
    ]


def serve(host: str, port: int, *, with_worker: bool) -> int:
    """Prepare, then run the processes until a signal comes; one that dies is started again.

    Where this version has prepared this data folder before, the pages do not wait for it.
    """
    if problem := why_not_free(host, port):
        complain(
            f"Heed cannot listen on {host}, port {port}: {problem}. "
            "Choose another with --port, or end what listens there."
        )
        return 1
    keeper = Keeper()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, keeper.stop)
    state = state_of_version()
    if was_prepared(state):
        keeper.start("web", web_command(host, port))
    prepared = subprocess.run(
        [*HEED, "prepare", "--quiet"],
        check=False,
        preexec_fn=_give_way if keeper.processes else None,
    )
    if prepared.returncode:
        keeper.end()
        complain("Heed was not started: preparing the database failed, as said above.")
        return prepared.returncode
    stamp().write_text(state)
    if "web" not in keeper.processes:
        keeper.start("web", web_command(host, port))
    if with_worker:
        keeper.start("worker", [*HEED, "worker"])
    say(f"Heed is served at http://{host}:{port} (Ctrl-C ends it).")
    return keeper.run()


def stamp() -> Path:
    return env.home() / "prepared"


def was_prepared(state: str) -> bool:
    return stamp().exists() and stamp().read_text() == state


def state_of_version() -> str:
    """What preparing depends on: the tables and page files of this version, and the database."""
    files = (path for kind in ("migrations/*.py", "static/**/*") for path in PACKAGE.rglob(kind))
    seen = [f"{path} {path.stat().st_mtime_ns}" for path in sorted(files)]
    seen += [sys.prefix, os.environ.get("HEED_DATABASE_URL", "")]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


class Keeper:
    """Starts commands, starts again what dies, and ends all of them together."""

    def __init__(self) -> None:
        self.commands: dict[str, list[str]] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.started_at: dict[str, float] = {}
        self.quick_deaths: dict[str, int] = {}
        self.is_stopping = False

    def run(self) -> int:
        while not self.is_stopping:
            for name, process in list(self.processes.items()):
                if process.poll() is not None and not self._revive(name, process):
                    self.end()
                    return 1
            time.sleep(0.2)
        self.end()
        return 0

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str, command: list[str]) -> None:
        self.commands[name] = command
        self._start(name)

    def _start(self, name: str) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"}
        self.processes[name] = subprocess.Popen(
            self.commands[name],
            env=environment,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - there are no threads here
        )
        self.started_at[name] = time.monotonic()

    def _revive(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        """Start a process again, unless it died at once; return whether it was started."""
        if self.is_stopping:
            return True
        lived = time.monotonic() - self.started_at[name]
        deaths = self.quick_deaths.get(name, 0) + 1 if lived < QUICK_DEATH_SECONDS else 0
        self.quick_deaths[name] = deaths
        if deaths >= MOST_QUICK_DEATHS:
            complain(f"The {name} process ends again and again, see above; Heed has ended.")
            return False
        complain(f"The {name} process ended (exit {process.returncode}) and is started again.")
        self._start(name)
        return True


def _give_way() -> None:
    """Let the pages, which are being started beside it, come first."""
    os.nice(10)


def _end_with_parent() -> None:
    """Have Linux end this process when the one that keeps it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
