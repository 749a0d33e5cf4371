"""An import of purchases killed, doubled, and with its file changed in between."""

import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests.faults.conftest import ROOT, wait_until

ROWS = 45_000
TOTALS = (
    "SELECT count(*), count(DISTINCT customer_id), sum(amount_minor), "
    "sum(CASE WHEN occurrence > 1 THEN 1 ELSE 0 END) FROM value_purchase"
)
MATCHES = (
    "SELECT r.order_ref, p.order_ref, m.amount_minor FROM value_returnmatch m "
    "JOIN value_purchase r ON r.id = m.returned_id JOIN value_purchase p ON p.id = m.purchase_id "
    "ORDER BY 1, 2"
)


def write_orders(path, rows=ROWS):
    begin = datetime(2025, 1, 1)  # noqa: DTZ001 -- a file without zones
    with path.open("w") as stream:
        stream.write("order_id,customer_id,purchased_at,amount,product\n")
        for row in range(rows):
            at = begin + timedelta(minutes=row // 3)
            sign = "-" if row % 50 == 49 else ""
            customer = "" if row % 11 == 0 else f"C{row % 700}"
            stream.write(f"A{row // 4},{customer},{at},{sign}{row % 9}.50,P{row % 5}\n")
    return path


@pytest.fixture(scope="session")
def orders(tmp_path_factory):
    return write_orders(tmp_path_factory.mktemp("orders") / "orders.csv")


def command(path):
    return sys.executable, "-m", "heed.cli.main", "import", "purchases", str(path), "--json"


def import_to_the_end(place, path):
    done = subprocess.run(
        command(path), env=place.environment(), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout) | {"rejects_file": None}


def start_and_kill(place, path, *, at_row):
    process = place.start(*command(path))
    reached = "SELECT coalesce(max(next_row), 0) FROM value_importrun"
    wait_until(lambda: place.one(reached) >= at_row)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def expected(rows=ROWS):
    usable = [row for row in range(rows) if row % 11]
    return {"rows": rows, "accepted": len(usable), "duplicates": 0, "rejected": rows - len(usable)}


def test_a_killed_import_goes_on_and_ends_like_one_that_was_not(place, orders):
    start_and_kill(place, orders, at_row=20_000)
    assert place.one("SELECT state FROM value_importrun") == "running"
    assert place.one("SELECT count(*) FROM value_purchase") < expected()["accepted"]

    outcome = import_to_the_end(place, orders)

    totals, matches = place.rows(TOTALS), place.rows(MATCHES)
    assert outcome | expected() == outcome
    assert totals[0][0] == expected()["accepted"]
    assert not list((place.home / "imports").glob("staging-*"))
    place.rows("DELETE FROM value_returnmatch")
    place.rows("DELETE FROM value_customervalue")
    place.rows("DELETE FROM value_purchase")
    assert import_to_the_end(place, orders) == outcome
    assert (place.rows(TOTALS), place.rows(MATCHES)) == (totals, matches)


def test_two_imports_of_the_same_file_share_the_work(place, orders):
    processes = [
        subprocess.Popen(command(orders), env=place.environment(), cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [json.loads(process.communicate()[0]) for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    assert place.one("SELECT count(*) FROM value_purchase") == expected()["accepted"]
    accepted = [answer["accepted"] for answer in answers]
    assert expected()["accepted"] in accepted
    assert all(
        answer["rows"] == answer["accepted"] + answer["duplicates"] + answer["rejected"]
        for answer in answers
    )


def test_a_file_that_grew_after_the_kill_is_taken_in_without_doubling(place, tmp_path):
    path = write_orders(tmp_path / "orders.csv", rows=42_000)
    start_and_kill(place, path, at_row=20_000)
    write_orders(path, rows=43_000)

    outcome = import_to_the_end(place, path)

    assert outcome["accepted"] + outcome["duplicates"] == expected(43_000)["accepted"]
    assert place.one("SELECT count(*) FROM value_purchase") == expected(43_000)["accepted"]
