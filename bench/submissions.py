"""Complete surveys handed in over HTTP, as many as go, then with the server killed in between.

Heed is served on PostgreSQL (BENCH_POSTGRES_URL, a server where databases may be made) with a web
process for each core. Clients on kept connections do what a browser without script does: open the
link, send the first page, follow to the second, hand in, read the thanks. In the second run the
whole group of processes is killed with SIGKILL and started again; every thanks that a client has
seen must be one complete row with the answers it sent, and nothing may stand twice.
"""

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import psycopg

from bench.start_and_memory import everyone, free_port
from heed.cli.commands.serve import why_not_free

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("BENCH_POSTGRES_URL", "postgresql://root@127.0.0.1:5432")
HEED = (sys.executable, "-m", "heed.cli.main")
BODY_TYPE = "application/x-www-form-urlencoded"
TICKS = os.sysconf("SC_CLK_TCK")
KEY = re.compile(r'name="key" value="([0-9a-f-]{36})"')
ACTION = re.compile(r'action="([^"]+)"')
PATIENCE_SECONDS = 60
WARM_UP_SECONDS = 5
ROWS = """
    SELECT answers->>'words', answers->>'again', cleaned->>'words', ending
    FROM surveys_response WHERE submitted_at IS NOT NULL
"""
SETUP = """
import django; django.setup()
from django.utils import timezone
from heed.accounts.models import User
from heed.accounts.queries import system_user
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import open_survey
from heed.surveys.queries.surveys import open_token_of
import json, sys
now, actor = timezone.now(), system_user()
made = create_questionnaire(name="Visit", definition=json.load(sys.stdin), actor=actor, now=now)
survey = open_survey(questionnaire_id=made.pk, name="Visit", actor=actor, now=now)
print(open_token_of(survey))
"""


def rating(name: str, title: str) -> dict[str, object]:
    return {"type": "rating", "name": name, "title": title, "rateMin": 1, "rateMax": 7}


QUESTIONNAIRE = {
    "title": "Your visit",
    "pages": [
        {
            "name": "one",
            "elements": [
                rating("satisfied", "How satisfied are you?") | {"isRequired": True},
                rating("quick", "How quickly were you served?"),
                rating("kind", "How kindly were you served?"),
                {
                    "type": "radiogroup",
                    "name": "reason",
                    "title": "What was it about?",
                    "choices": ["buying", "returning", "repair", "advice"],
                },
            ],
        },
        {
            "name": "two",
            "elements": [
                {"type": "boolean", "name": "again", "title": "Would you come again?"},
                {"type": "comment", "name": "words", "title": "What should we do better?"},
            ],
        },
    ],
}


@dataclass
class Tally:
    """What the clients have seen: the words of each thanks, and how long one submission took."""

    thanked: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as home, database() as url:
        place = Place(Path(home), url)
        token = place.set_up()
        with place.served():
            run(place, token, options.clients, WARM_UP_SECONDS)
            before = place.cpu_seconds()
            tally = run(place, token, options.clients, options.seconds)
            used = place.cpu_seconds() - before
        count = len(tally.thanked)
        killed = place.run_killed(token, options.clients, options.seconds / 2)
    figures = {
        "bench": "submissions",
        "complete_per_second": round(count / options.seconds, 1),
        "server_cpu_ms": round(1000 * used / max(count, 1), 1),
        "median_ms": round(1000 * sorted(tally.seconds)[count // 2]) if count else 0,
        "p95_ms": round(1000 * sorted(tally.seconds)[int(count * 0.95)]) if count else 0,
        "refused": len(tally.refused),
        **killed,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(figures))


@contextmanager
def database() -> Iterator[str]:
    """A database of its own on the server, dropped afterwards."""
    name = f"heed_bench_{token_hex(4)}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{SERVER}/{name}"
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Place:
    """A data folder on a database, and the processes that serve it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url, self.port = home, url, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        names = {"HEED_HOME": str(home), "HEED_DATABASE_URL": url}
        names["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
        names["HEED_WEB_WORKERS"] = str(os.cpu_count() or 1)
        names["HEED_WEB_THREADS"] = os.environ.get("HEED_WEB_THREADS", "4")
        self.environment = os.environ | names

    def set_up(self) -> str:
        """Make the tables and open a survey; return the token of its link."""
        subprocess.run((*HEED, "prepare", "--quiet"), env=self.environment, check=True)
        done = subprocess.run(
            (sys.executable, "-c", SETUP),
            env=self.environment,
            cwd=ROOT,
            check=True,
            input=json.dumps(QUESTIONNAIRE),
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        wait_until(lambda: not why_not_free("127.0.0.1", self.port))
        self.process = subprocess.Popen(
            (*HEED, "serve", "--port", str(self.port)),
            env=self.environment,
            stdout=sys.stderr,
            start_new_session=True,
        )
        wait_until(self.answers)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/guarantees/")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait(timeout=30)

    @contextmanager
    def served(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self.end()

    def cpu_seconds(self) -> float:
        """What the processes of Heed and the database have used on this database so far."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            ).fetchall()
        heed = everyone(self.process.pid) if self.process else []
        return sum(ticks_of(pid) for pid in [*heed, *(pid for (pid,) in rows)]) / TICKS

    def run_killed(self, token: str, clients: int, seconds: float) -> dict[str, object]:
        """Kill all processes in the middle of a run, start again, and look for what is lost."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("TRUNCATE surveys_response CASCADE")
        self.start()

        def kill() -> None:
            time.sleep(seconds / 2)
            self.end(signal.SIGKILL)
            self.start()

        killer = threading.Thread(target=kill)
        killer.start()
        tally = run(self, token, clients, seconds)
        killer.join()
        self.end()
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(ROWS).fetchall()
        whole = [
            words
            for words, again, kept, ending in rows
            if (again, kept, ending) == ("true", words, "complete")
        ]
        return {
            "killed_thanked": len(tally.thanked),
            "killed_lost": len(set(tally.thanked) - set(whole)),
            "killed_twice": len(rows) - len({words for words, *_ in rows}),
            "killed_broken": len(rows) - len(whole),
        }


def ticks_of(pid: int) -> int:
    with suppress(OSError):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(parts[11]) + int(parts[12])
    return 0


def wait_until(condition: Callable[[], object]) -> None:
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > ends_at:
            raise SystemExit("Heed did not answer in time")
        time.sleep(0.05)


def run(place: Place, token: str, clients: int, seconds: float) -> Tally:
    """Let clients hand in one survey after another; what was begun in time counts."""
    tally, ends_at = Tally(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=Client(place.port, token, tally).work, args=(ends_at,))
        for _number in range(clients)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return tally


class Client:
    """One person after another at one browser, on one kept connection."""

    def __init__(self, port: int, token: str, tally: Tally) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.token, self.tally = token, tally

    def work(self, ends_at: float) -> None:
        while time.monotonic() < ends_at:
            words, began = token_hex(16), time.monotonic()
            refusal = self.hand_in(words)
            if refusal:
                self.tally.refused.append(refusal)
            elif time.monotonic() < ends_at:
                self.tally.seconds.append(time.monotonic() - began)
                self.tally.thanked.append(words)
        self.connection.close()

    def hand_in(self, words: str) -> str:
        """Go through the survey to its thanks; what was refused, or nothing."""
        status, page, _place = self.ask("GET", f"/survey/{self.token}/")
        key, action = KEY.search(page), ACTION.search(page)
        if status != 200 or not key or not action:
            return f"first page {status}"
        first = {"key": key[1], "satisfied": 6, "quick": 5, "kind": 7, "reason": "advice"}
        status, page, place = self.ask("POST", unescaped(action[1]), first)
        if status != 302:
            return f"first page sent {status}"
        status, page, _place = self.ask("GET", place)
        action = ACTION.search(page)
        if status != 200 or not action:
            return f"second page {status}"
        status, page, place = self.ask(
            "POST", unescaped(action[1]), {"again": "true", "words": words}
        )
        if status == 200 and "answered already" in page:  # the answer to the first try was lost
            return ""
        if status != 302 or not place.endswith("?thanks"):
            return f"handed in {status}"
        status, _page, _place = self.ask("GET", place)
        return "" if status == 200 else f"thanks {status}"

    def ask(
        self, method: str, address: str, fields: dict[str, object] | None = None
    ) -> tuple[int, str, str]:
        """Ask until there is an answer, as somebody does who presses again."""
        body = urlencode(fields) if fields else None
        headers = {"Content-Type": BODY_TYPE} if fields else {}
        ends_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.connection.request(method, address, body, headers)
                answer = self.connection.getresponse()
                text = answer.read().decode()
                return answer.status, text, answer.headers.get("Location", "")
            except (OSError, http.client.HTTPException):
                self.connection.close()
                if time.monotonic() > ends_at:
                    raise
                time.sleep(0.1)


def unescaped(address: str) -> str:
    return address.replace("&amp;", "&")


if __name__ == "__main__":
    main()
