"""How many sentences a second are read for promises, by one process, and how soon a letter is.

The sentences are those of the labelled development half, in both languages, over and over. Run it
as `python -m bench.promise_find [--runs N]`.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.expectations.finding.finder import find_promises

LABELLED = Path(__file__).resolve().parents[1] / "tests/expectations/finding/development.jsonl"
NINE_TO_SIX = ((datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=18)),)
TO_REACH = 5000
LETTER_LINES = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    calls = [_call(row) for row in rows]
    letter = {**calls[0], "text": "\n".join(row["text"] for row in rows[:LETTER_LINES])}
    _seconds(calls)  # the first round compiles the patterns
    rates, own_rates = [], []
    for _ in range(options.runs):
        own = time.process_time()
        rates.append(len(calls) / _seconds(calls))
        own_rates.append(len(calls) / (time.process_time() - own))
    letters = [_seconds([letter]) * 1000 for _ in range(options.runs)]
    rate = statistics.median(rates)
    found = {
        "bench": "promise_find",
        "sentences_per_second": round(rate),
        "sentences_per_second_of_own_time": round(statistics.median(own_rates)),
        "letter_ms": round(statistics.median(letters), 2),
    }
    print(json.dumps(found))
    return 0 if rate >= TO_REACH else 1


def _call(row: dict) -> dict:
    zone = row["timezone"]
    return {
        "text": row["text"],
        "now": datetime.fromisoformat(row["now"]),
        "time_zone": ZoneInfo(zone),
        "hours": BusinessHours(zone, dict.fromkeys(range(5), NINE_TO_SIX)),
    }


def _seconds(calls: list[dict]) -> float:
    begun = time.perf_counter()
    for call in calls:
        find_promises(**call)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
