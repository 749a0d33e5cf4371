"""Time every page on the demo company, at its size and at ten times its size.

Prints one line of JSON for each size: the median milliseconds of the server and the queries of
each page, then the slowest and the most. `python bench/pages.py HOME …` measures data folders that
are there already; without one both companies are made first (BENCH_QUICK=1 makes the small one).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 7
SIZES = {"demo": "2400", "tenfold": "24000"}
COMMAND = (sys.executable, "-m", "heed.cli.main", "demo", "--no-serve", "--customers")


def main() -> None:
    homes = sys.argv[1:]
    if homes[:1] == ["--measure"]:
        measure(homes[1])
        return
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        for number, home in enumerate(homes or made(Path(folder))):
            name = tuple(SIZES)[min(number, 1)]
            found = ask(home)
            print(json.dumps(shown(name, found)), flush=True)


def made(folder: Path) -> list[str]:
    """Make the company in its sizes, each in a data folder of its own."""
    wanted = dict(list(SIZES.items())[: 1 if os.environ.get("BENCH_QUICK") else 2])
    for name, customers in wanted.items():
        settings = os.environ | {"HEED_HOME": str(folder / name)}
        subprocess.run((*COMMAND, customers), env=settings, check=True, stdout=subprocess.DEVNULL)
    return [str(folder / name) for name in wanted]


def ask(home: str) -> dict[str, tuple[float, int]]:
    """Measure in a process of its own, since Django is set up once for one data folder."""
    settings = os.environ | {"HEED_HOME": home, "DJANGO_SETTINGS_MODULE": "heed.config.settings"}
    done = subprocess.run(
        (sys.executable, __file__, "--measure", home),
        env=settings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def shown(name: str, found: dict[str, tuple[float, int]]) -> dict[str, float]:
    times = {f"{name}: {page} ms": milliseconds for page, (milliseconds, _queries) in found.items()}
    most = {
        "slowest_ms": max(milliseconds for milliseconds, _queries in found.values()),
        "most_queries": max(queries for _milliseconds, queries in found.values()),
    }
    return times | (most if name == "demo" else {f"{name}: {key}": most[key] for key in most})


def measure(home: str) -> None:
    """Print the median time and the queries of each page in this data folder."""
    import django  # noqa: PLC0415 - set up in the child process only

    os.environ["HEED_HOME"] = home
    django.setup()
    from django.test import Client  # noqa: PLC0415

    from heed.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(role="admin")[0])
    found = {name: timed(lambda url=url: client.get(url)) for name, url in addresses().items()}
    print(json.dumps(found))


def addresses() -> dict[str, str]:
    from heed.conversations.models import Conversation  # noqa: PLC0415
    from heed.core.models import OutgoingMail  # noqa: PLC0415
    from heed.customers.models import Customer  # noqa: PLC0415
    from heed.expectations.models import Negotiation, Promise, Ranking  # noqa: PLC0415

    busiest = Promise.objects.filter(closed_at=None).order_by("due_at")[0]
    customer = Customer.objects.filter(tier="high", perceptions__isnull=False).order_by("pk")[0]
    conversation = Conversation.objects.exclude(waiting_since=None).order_by("pk")[0]
    form = f"/customers/{customer.pk}"
    negotiation = Negotiation.objects.filter(closed_at=None, offers__isnull=False)[0]
    ranked = Ranking.objects.filter(answered_at__isnull=False)[0]
    return {
        "today": "/?whose=team",
        "today by disappointment": "/?whose=team&order=disappointment",
        "promises": "/promises/?whose=team",
        "promises by person": "/promises/?whose=team&by=owner",
        "promise calendar": "/promises/calendar/?whose=team",
        "promises found": "/promises/found/?whose=team",
        "guarantees": "/promises/guarantees/",
        "negotiations": "/negotiations/?whose=team",
        "negotiation": f"/negotiations/{negotiation.pk}/",
        "new offer": f"/negotiations/{negotiation.pk}/offers/new/",
        "ranked customer": f"/customers/{ranked.customer_id}/",
        "inbox": "/conversations/",
        "waiting": "/conversations/?state=waiting",
        "conversation": f"/conversations/{conversation.pk}/",
        "customers": "/customers/",
        "customer": f"{form}/",
        "purchases": f"{form}/?show=purchases",
        "ledger": "/ledger/",
        "ledger by tier": "/ledger/?by=tier",
        "ledger rows": "/ledger/refund/kept/",
        "promises kept": "/ledger/keeping/?by=tier",
        "importance": "/ledger/importance/",
        "opportunities": "/ledger/opportunities/",
        "steering": "/ledger/steering/",
        "exceeding": "/ledger/exceeding/",
        "advice": "/ledger/advice/",
        "gap model": "/ledger/gap-model/",
        "topics": "/topics/",
        "topic": f"/topics/{busiest.topic_id or 1}/",
        "value": "/value/",
        "mail": "/mail/",
        "letter": f"/mail/{OutgoingMail.objects.order_by('-pk')[0].pk}/",
        "parked": "/mail/parked/",
        "tasks": "/mail/tasks/",
        "search": f"/search/?q={customer.name.split()[-1]}",
        "promise": f"/promises/{busiest.pk}/",
        "new promise": f"{form}/promises/new/",
        "new expectation": f"{form}/expectations/new/",
        "settings": "/settings/",
        "components": "/components/",
    }


def timed(ask_page: Callable[[], object]) -> tuple[float, int]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    ask_page()  # what the process keeps once it has read it is not counted
    with CaptureQueriesContext(connection) as queries:
        ask_page()
    count = len(queries)  # the next request empties the log
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        ask_page()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1), count


if __name__ == "__main__":
    main()
