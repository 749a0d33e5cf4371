"""Time the ledger with a million expectations and a million promises.

Prints one line of JSON: the 95th percentile and the median of the ledger page and of its parts in
milliseconds, and the seconds it took to summarise it all. BENCH_QUICK=1 makes a tenth of it.
HEED_DATABASE_URL measures PostgreSQL instead; the database must be empty.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

CUSTOMERS = 5_000 if os.environ.get("BENCH_QUICK") else 50_000
TOPICS, TEAMS, DAYS, AGENTS = 20, 5, 730, 40
ROUNDS = 40
SERIES = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        os.environ["HEED_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
        import django  # noqa: PLC0415 - the data folder is known only now

        django.setup()
        prepare()
        fill()
        seconds = summarise()
        print(json.dumps({"summarise_seconds": seconds} | pages()))


def prepare() -> None:
    from heed.accounts.models import Team, User  # noqa: PLC0415
    from heed.cli.preparation import prepare_if_new  # noqa: PLC0415
    from heed.expectations.models import Topic  # noqa: PLC0415

    problem = prepare_if_new()
    if problem:
        sys.exit(problem)
    Topic.objects.all().delete()
    teams = Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(TEAMS))
    User.objects.bulk_create(
        User(email=f"agent{n}@example.org", name=f"Agent {n}") for n in range(AGENTS)
    )
    manager = User.objects.create(email="m@example.org", name="Manager", role="manager")
    User.objects.create(email="a@example.org", name="Analyst", role="analyst")
    manager.teams.set(teams[:2])
    Topic.objects.bulk_create(
        Topic(key=f"topic-{n}", name=f"Topic {n}", position=n)
        if n % 2
        else Topic(key=f"topic-{n}", name=f"Topic {n}", position=n, kind="measured", unit="days",
                   direction="less")
        for n in range(TOPICS)
    )  # fmt: skip


def fill() -> None:
    """Fill the tables by the database itself, row number by row number."""
    from django.db import connection  # noqa: PLC0415

    from heed.accounts.models import Team, User  # noqa: PLC0415
    from heed.expectations.models import Topic  # noqa: PLC0415

    team, topic = Team.objects.order_by("pk")[0].pk, Topic.objects.order_by("pk")[0].pk
    agent = User.objects.get(email="agent0@example.org").pk
    is_lite = connection.vendor == "sqlite"

    def back(minutes: str) -> str:
        """The SQL of an instant that many minutes ago."""
        if is_lite:
            return f"strftime('%Y-%m-%d %H:%M:%S', 'now', -({minutes}) || ' minutes')"
        return f"now() - ({minutes}) * interval '1 minute'"

    span = DAYS * 1440
    tier = "CASE n % 10 WHEN 0 THEN 'high' WHEN 1 THEN 'medium' WHEN 2 THEN 'medium' ELSE 'low' END"
    millions = CUSTOMERS * TOPICS
    closed = f"n * 7919 % {span}"
    tables = {
        "customers_customer": (CUSTOMERS, {
            "id": "n + 1", "name": "'Customer ' || n", "address_form": "''", "language": "'en'",
            "time_zone": "''", "country": "''", "team_id": f"{team} + n % {TEAMS}", "tier": tier,
            "state": "'ordinary'", "stage": "'user'", "created_at": back(str(span)),
            "last_activity_at": back(f"n % {span}"),
        }),
        "expectations_expectation": (millions, {
            "customer_id": f"n / {TOPICS} + 1", "topic_id": f"{topic} + n % {TOPICS}",
            "wording": "''", "level": "'expected'", "felt": "5", "is_must_have": "FALSE",
            "knows_norm": "''", "source": "'message'", "recorded_by_id": str(agent),
            "recorded_at": back(f"60 + {closed}"),
        }),
        "expectations_promise": (millions, {
            "customer_id": f"n * 31 % {CUSTOMERS} + 1", "topic_id": f"{topic} + n % {TOPICS}",
            "team_id": f"{team} + n % {TEAMS}", "wording": "'Send it'",
            "owner_id": f"{agent} + n / 50 % {AGENTS}", "made_by_id": str(agent),
            "made_at": back(f"{closed} + 4320"), "due_at": back(f"{closed} - 60"),
            "remind_at": back(f"{closed} + 60"), "breaks_at": back(f"{closed} - 4320"),
            "value": "3", "delivered_value": "n % 7", "expected_value": "n % 5",
            "delivered_at": back(closed), "evidence": "'x'", "occurrence": "''",
            "closed_at": f"CASE WHEN n % 50 > 0 THEN {back(closed)} END",
            "outcome": "CASE WHEN n % 50 = 0 THEN '' WHEN n % 9 = 0 THEN 'late' WHEN n % 20 = 1 "
                       "THEN 'broken' ELSE 'kept' END",
            "tier": tier,
        }),
        "expectations_perception": (millions // 4, {
            "customer_id": f"n * 31 % {CUSTOMERS} + 1",
            "topic_id": f"{topic} + n * 2 % {TOPICS} + 1",
            "perceived": "1 + n % 7", "expected": "1 + n % 6", "against_expectation": "n % 7 - 3",
            "comment": "''", "mode": "'link'", "tier": tier, "answered_at": back(closed),
        }),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table, (count, columns) in tables.items():
            names, values = ", ".join(columns), ", ".join(columns.values())
            series = SERIES.format(count - 1)
            chosen = f"SELECT {values} FROM numbers"  # noqa: S608 - names and values stand above
            cursor.execute(f"{series} INSERT INTO {table} ({names}) {chosen}")
        cursor.execute("ANALYZE")


def summarise() -> float:
    from heed.expectations.tasks import summarise_ledger  # noqa: PLC0415

    started = time.perf_counter()
    summarise_ledger(now=datetime.now(UTC))
    return time.perf_counter() - started


def pages() -> dict[str, float]:
    from django.test import Client  # noqa: PLC0415

    from heed.accounts.models import User  # noqa: PLC0415

    figures: dict[str, float] = {}
    addresses = {
        "ledger": "/ledger/",
        "ledger of all time": "/ledger/?period=all",
        "ledger by tier": "/ledger/?by=tier",
        "rows of a topic": "/ledger/topic-2/kept/",
        "today": "/",
        "customer": "/customers/17/",
    }
    for role in ("analyst", "manager"):
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(role=role))
        for name, url in addresses.items():
            times = sorted(timed(client, url) for _round in range(ROUNDS))
            figures[f"{role}: {name}, p95 ms"] = times[int(ROUNDS * 0.95) - 1]
            figures[f"{role}: {name}, median ms"] = statistics.median(times)
    ledgers = [value for name, value in figures.items() if ": ledger" in name and "p95" in name]
    return {"ledger_p95_ms": max(ledgers)} | figures


def timed(client: object, url: str) -> float:
    started = time.perf_counter()
    answer = client.get(url)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        sys.exit(f"{url} answered {answer.status_code}")
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
