"""How long a newcomer waits for the first page, how long a restart takes, and what Heed holds idle.

It copies the tree into an empty folder and runs `make demo` there, so the packages come from
the machine's cache. With `--quick` it starts the demo of this tree with a small company instead.
Memory is the proportional set size (PSS) of the keeper, the web process and the worker together.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 600
IDLE_SECONDS = 15
RESTARTS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="use this tree's own environment")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heed-bench-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        if not options.quick:
            copy_tree(place)
        first = quick_demo(place) if options.quick else make_demo(place)
        figures = {} if options.quick else {"make_demo_seconds": first}
        binary = ROOT if options.quick else place
        serve = (str(binary / ".venv" / "bin" / "heed"), "serve")
        waits = []
        for _ in range(RESTARTS):
            with served(serve, place) as (seconds, keeper):
                waits.append(seconds)
                time.sleep(IDLE_SECONDS)
                parts = {name_of(pid): pss_mb(pid) for pid in everyone(keeper)}
        figures |= {
            "restart_seconds": round(sorted(waits)[RESTARTS // 2], 2),
            "idle_pss_mb": round(sum(parts.values())),
        }
    print(json.dumps({"bench": "start_and_memory", **figures}))


def copy_tree(place: Path) -> None:
    listed = subprocess.run(
        ("git", "ls-files", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in listed.stdout.splitlines():
        if (ROOT / line).is_file():
            (place / line).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / line, place / line)


def make_demo(place: Path) -> float:
    with served(("make", "-C", str(place), "demo"), place, variable=True) as (seconds, _keeper):
        return round(seconds, 1)


def quick_demo(place: Path) -> float:
    heed = str(ROOT / ".venv" / "bin" / "heed")
    command = (heed, "demo", "--customers", "300")
    with served(command, place) as (seconds, _keeper):
        return round(seconds, 1)


@contextmanager
def served(
    command: tuple[str, ...], place: Path, *, variable: bool = False
) -> Iterator[tuple[float, int]]:
    """Run a command that serves; give the seconds to the first page, and end it afterwards."""
    port = free_port()
    choice = (f"ARGS=--port {port}",) if variable else ("--port", str(port))
    environment = os.environ | {"HEED_HOME": str(place / ".heed")}
    started = time.monotonic()
    process = subprocess.Popen(
        command + choice, env=environment, stdout=sys.stderr, start_new_session=True
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - started > PATIENCE_SECONDS:
                raise SystemExit(f"{' '.join(command)} did not answer")
            time.sleep(0.02)
        yield time.monotonic() - started, process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as answer:
        raise SystemExit(f"the first page answered {answer.code}") from answer
    except OSError:
        return False


def everyone(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [each for child in children for each in everyone(int(child))]


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return f"{pid} {b' '.join(words[-4:]).decode(errors='replace')}"


def pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
