import signal
from collections import Counter

import psycopg
import pytest
from django.db import connection

from tests.faults.conftest import rows, server_url, wait_until

DONE = "SELECT count(*) FROM core_delivery WHERE state = 'done' AND subscriber = 'faults.strike'"
STRUCK = "SELECT count(*) FROM core_event WHERE type = 'strike'"
STATES = "SELECT state, attempts FROM core_delivery WHERE subscriber = 'faults.strike'"
TICKS = "SELECT count(*) FROM core_event WHERE type = 'tick'"
TURNS = "SELECT count(*) FROM core_delivery WHERE subscriber = 'faults.tick'"


def test_two_workers_share_the_queue_and_nothing_is_done_twice(place):
    place.start_workers(2)

    place.publish(plainly=100)
    wait_until(lambda: place.one(DONE) == 100)

    begun = Counter(trace.split("-")[0] for trace in place.traces())
    assert begun == {str(number): 1 for number in range(100)}
    assert place.one(STRUCK) == 100


def test_two_workers_hand_out_a_recurring_task_once_a_turn(place):
    place.start_workers(2)

    wait_until(lambda: place.one(TICKS) >= 4)

    [(first, last)] = place.rows("SELECT min(at), max(at) FROM core_event WHERE type = 'tick'")
    ticks, turns = place.one(TICKS), place.one(TURNS)
    assert turns - ticks in {0, 1}
    assert ticks - 1 <= seconds_between(first, last) + 0.5


def seconds_between(first, last):
    if isinstance(first, str):
        statement = f"SELECT (julianday('{last}') - julianday('{first}')) * 86400"
        return rows("sqlite:////:memory:", statement)[0][0]
    return (last - first).total_seconds()


def test_what_a_killed_worker_was_doing_is_done_by_another_exactly_once_in_effect(place):
    place.publish(slowly_at_first=1)
    killed = place.start_worker()
    wait_until(place.traces)

    killed.send_signal(signal.SIGKILL)
    killed.wait()
    place.start_worker()
    wait_until(lambda: place.one(DONE) == 1)

    assert len(place.traces()) == 2
    assert place.one(STRUCK) == 1
    assert place.rows(STATES) == [("done", 2)]


def test_a_task_that_kills_its_worker_does_not_keep_the_next_from_the_rest(place):
    place.publish(deadly=1, plainly=20)
    first = place.start_worker()

    assert first.wait(timeout=30) == -signal.SIGKILL
    place.start_worker()
    wait_until(lambda: place.one(DONE) == 20)

    assert place.one(STRUCK) == 20


def test_a_task_that_fails_blocks_nothing(place):
    place.publish(wrongly=20, plainly=20)
    place.start_worker()

    wait_until(lambda: place.one(DONE) == 20)

    assert place.one(STRUCK) == 20
    assert Counter(state for state, _attempts in place.rows(STATES)) == {"done": 20, "waiting": 20}


def test_a_worker_asked_to_end_finishes_what_it_does_and_leaves_the_rest(place):
    place.publish(for_a_second=50)
    worker = place.start_worker()
    wait_until(place.traces)

    worker.terminate()

    assert worker.wait(timeout=10) == 0
    states = Counter(state for state, _attempts in place.rows(STATES))
    assert states["running"] == 0
    assert states["done"] == len(place.traces())
    assert states["waiting"] == 50 - states["done"]


def test_an_idle_worker_ends_at_once(place):
    worker = place.start_worker()
    wait_until(lambda: place.one(TICKS))

    worker.terminate()

    assert worker.wait(timeout=10) == 0


@pytest.mark.sqlite_only
def test_a_worker_waits_while_the_tables_are_away_and_goes_on(place):
    worker = place.start_worker()
    wait_until(lambda: place.one(TICKS))

    place.rows("ALTER TABLE core_periodictask RENAME TO away")
    with pytest.raises(AssertionError):
        wait_until(lambda: worker.poll() is not None, seconds=2)
    place.rows("ALTER TABLE away RENAME TO core_periodictask")
    place.publish(plainly=1)
    wait_until(lambda: place.one(DONE) == 1)

    assert worker.poll() is None


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_a_worker_outlives_a_database_locked_beyond_its_patience(place):
    worker = place.start_worker()
    wait_until(lambda: place.one(TICKS))
    place.publish(plainly=1)

    place.run(
        "import time; from django.db import transaction\nwith transaction.atomic(): time.sleep(25)"
    )
    wait_until(lambda: place.one(DONE) == 1)

    assert worker.poll() is None


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there is no server to lose")
def test_a_worker_outlives_a_server_that_is_away_for_a_while(place):
    worker = place.start_worker()
    wait_until(lambda: place.one(TICKS))
    name = place.url.split("/")[3].split("?")[0]

    shut(name)
    with pytest.raises(psycopg.OperationalError):
        place.rows(TICKS)
    with pytest.raises(AssertionError):
        wait_until(lambda: worker.poll() is not None, seconds=2)
    rows(server_url("postgres"), f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    place.publish(plainly=1)
    wait_until(lambda: place.one(DONE) == 1)

    assert worker.poll() is None


def shut(name):
    """Let nobody in, and send those away who are."""
    rows(server_url("postgres"), f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    rows(
        server_url("postgres"),
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
