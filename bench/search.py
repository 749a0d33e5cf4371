"""Time the search over 100,000 documents on the database of HEED_DATABASE_URL.

Run with an empty database of its own: `python bench/search.py`. Prints one line of JSON;
times are medians in milliseconds, indexing in documents a second.
"""

import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
os.environ.setdefault("HEED_HOME", tempfile.mkdtemp(prefix="heed-bench-"))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from heed.core import search  # noqa: E402
from heed.core.models import SearchDocument  # noqa: E402
from heed.core.search import Document  # noqa: E402

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
AT = datetime(2026, 3, 2, tzinfo=UTC)
CHINESE = [
    "退款",
    "申请",
    "订单",
    "物流",
    "你好",
    "请问",
    "什么",
    "时候",
    "发货",
    "地址",
    "修改",
    "谢谢",
]
ENGLISH = [
    "refund",
    "order",
    "delivery",
    "please",
    "address",
    "change",
    "thanks",
    "quality",
    "when",
]
GIVEN = ["Anna", "Boris", "Carla", "David", "Elena", "Frank", "Greta", "Henry", "Irene", "Jonas"]
FAMILY_START = ["Ander", "Berg", "Castel", "Dom", "Eriks", "Fisch", "Gold", "Hart", "Ibra", "Johan"]
FAMILY_END = ["son", "sen", "ström", "mann", "feld", "berg", "ini", "ez", "ović", "ley", "stein"]


def text_of(chance: random.Random, number: int) -> str:
    """80 characters, half of the documents Chinese, with a number and a rare word each."""
    order = f"HD-{number:08d} w{chance.randrange(16**5):05x} "
    words = chance.choices(CHINESE, k=32) if number % 2 else chance.choices(ENGLISH, k=12)
    return (order + ("" if number % 2 else " ").join(words))[:80]


def documents() -> Iterator[Document]:
    chance = random.Random(5)  # noqa: S311
    for number in range(DOCUMENTS):
        family = chance.choice(FAMILY_START) + chance.choice(FAMILY_END)
        is_customer = number % 10 == 0
        name = f"{chance.choice(GIVEN)} {family}" if is_customer else ""
        yield Document(
            kind="customer" if is_customer else "conversation",
            object_id=number,
            text=f"{name} {text_of(chance, number)}",
            name=name,
            team_id=chance.choice((None, 1, 2, 3, 4, 5)),
            at=AT,
        )


def milliseconds(work: Callable[[int], object], *, times: int) -> float:
    taken = []
    for turn in range(times):
        started = time.perf_counter()
        work(turn)
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken) * 1000, 2)


def replace(turn: int) -> None:
    text = text_of(random.Random(turn), turn) + " again"  # noqa: S311
    search.index(Document(kind="conversation", object_id=turn, text=text, at=AT))


def queries() -> dict[str, float]:
    sought = {
        "two_characters": ("退款", None),
        "one_character": ("款", None),
        "common_word": ("refund", None),
        "beginning": ("re", None),
        "two_common_words": ("refund order", None),
        "order_number": ("HD-00054321", None),
        "last_digits": ("4321", None),
        "one_team": ("退款", {3}),
        "two_common_words_one_team": ("refund order", {3}),
        "never_together": ("refund 退款", None),
        "nothing": ("zzzzzz", None),
    }
    return {
        name: milliseconds(lambda _turn, q=query, t=teams: search.found(q, team_ids=t), times=15)
        for name, (query, teams) in sought.items()
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    SearchDocument.objects.all().delete()
    started = time.perf_counter()
    search.index_many(documents())
    filled = time.perf_counter() - started
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")
    result = {
        "database": connection.vendor,
        "documents": DOCUMENTS,
        "indexed_per_second": round(DOCUMENTS / filled),
        "index_one_ms": milliseconds(replace, times=200),
        "found_ms": queries(),
        "mistyped_name_ms": milliseconds(
            lambda _turn: search.similar_names("Elnea Bergstorm", team_ids=None), times=9
        ),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
