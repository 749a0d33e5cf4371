"""Time what the advisor does while somebody works: advice, promises found, the order of the day.

Prints one line of JSON: median milliseconds of the server (wall clock, and of the processor) for
the due times of a form, for the promises found in a letter of 1,500 characters being written, and
for ordering the work of a whole team by expected disappointment, with how many cases that were;
then the seconds to learn every series. `python bench/advice.py HOME` measures a data folder that
is there already; without one the demo company is made first (BENCH_QUICK=1 makes a small one).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

ROUNDS = 15
CUSTOMERS, FEW_CUSTOMERS = "2400", "400"
COMMAND = (sys.executable, "-m", "heed.cli.main", "demo", "--no-serve", "--customers")
LETTER = (
    "Dear customer,\n\nthank you for your letter about order 10429, which I have read with care. "
    "The lamp left our house on Monday, and the courier has scanned it twice since then. I am "
    "sorry that nobody told you. I will call you back tomorrow before 3 pm with what he says. "
    "If it is not found, we send you a new one, and you will have it by Friday at the latest. "
    "We will refund the delivery charge within two working days. My colleague sees to the missing "
    "screws soon.\n\n"
)


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure()
        return
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        home = sys.argv[1] if len(sys.argv) > 1 else made(folder)
        settings = os.environ | {
            "HEED_HOME": home,
            "DJANGO_SETTINGS_MODULE": "heed.config.settings",
        }
        command = (sys.executable, __file__, "--measure")
        done = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE, text=True)
        print(done.stdout.strip().splitlines()[-1], flush=True)


def made(home: str) -> str:
    customers = FEW_CUSTOMERS if os.environ.get("BENCH_QUICK") else CUSTOMERS
    settings = os.environ | {"HEED_HOME": home}
    subprocess.run((*COMMAND, customers), env=settings, check=True, stdout=subprocess.DEVNULL)
    return home


def measure() -> None:
    import django  # noqa: PLC0415 - set up in the child process only

    django.setup()
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from heed.accounts.models import User  # noqa: PLC0415
    from heed.conversations.models import Conversation  # noqa: PLC0415
    from heed.expectations.models import AdviceSource, Topic  # noqa: PLC0415
    from heed.expectations.operations.advice import learn_all  # noqa: PLC0415
    from heed.expectations.queries.disappointment import by_disappointment  # noqa: PLC0415

    now = timezone.now()
    AdviceSource.objects.all().delete()
    began = time.perf_counter()
    series = learn_all(now=now)
    learning = time.perf_counter() - began
    actor = User.objects.filter(role="admin")[0]
    client = Client(headers={"host": "localhost"})
    client.force_login(actor)
    conversation = Conversation.objects.exclude(waiting_since=None).order_by("pk")[0]
    topic = Topic.objects.order_by("advice_source__finished").last()
    address = f"/customers/{conversation.customer_id}/due-times/"
    named = {"conversation": conversation.pk, "topic": topic.pk if topic else ""}
    text = (LETTER * 3)[:1_500]
    found = f"/conversations/{conversation.pk}/promises-found/"
    cases = by_disappointment(actor, is_own=False, now=now)[1]
    print(
        json.dumps(
            {
                **timed("advice", lambda: client.get(address, named)),
                **timed("found_while_writing", lambda: client.post(found, {"text": text})),
                **timed("disappointment", lambda: by_disappointment(actor, is_own=False, now=now)),
                "disappointment_cases": cases,
                "series": series,
                "learning_seconds": round(learning, 2),
            }
        )
    )


def timed(name: str, ask: Callable[[], object]) -> dict[str, float]:
    """Median milliseconds by the clock and of the processor, after one round to warm up."""
    ask()
    walls, processors = [], []
    for _round in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor) * 1000)
    return {
        f"{name}_ms": round(statistics.median(walls), 1),
        f"{name}_processor_ms": round(statistics.median(processors), 1),
    }


if __name__ == "__main__":
    main()
