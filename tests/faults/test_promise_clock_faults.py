from collections import Counter

from tests.faults.conftest import python, wait_until
from tests.faults.promise_clock import COUNT

ORDER = ["PromiseMade", "PromiseHandedOver", "PromiseDueSoon", "PromiseOverdue"]
ORDER += ["PromiseEscalated", "PromiseClosed"]
EVENTS = """
    SELECT subject_id, type FROM core_event
    WHERE type LIKE 'expectations.Promise%' ORDER BY id
"""
MOVES = "SELECT count(*) FROM core_event WHERE type = 'expectations.Promise{}'"
MADE = """
    SELECT occurrence, count(*) FROM expectations_promise
    WHERE standing_id IS NOT NULL GROUP BY occurrence ORDER BY occurrence
"""
MOVE_ON = "from tests.faults.promise_clock import move_on; move_on()"


def test_over_several_deadlines_with_the_worker_killed_between_each_thing_happens_once_in_order(
    place,
):
    place.run("from tests.faults.promise_clock import prepare; prepare()")

    for what, count in (("HandedOver", 1), ("Overdue", 5), ("Escalated", 20), ("Closed", 40)):
        worker = place.start(*python(MOVE_ON))
        wait_until(lambda: place.one(MOVES.format(what)) >= count, seconds=120)  # noqa: B023
        worker.kill()
        worker.wait()
    place.run(MOVE_ON)

    happened = [(subject, kind.rpartition(".")[2]) for subject, kind in place.rows(EVENTS)]
    assert set(Counter(happened).values()) == {1}
    by_promise = {}
    for subject, kind in happened:
        by_promise.setdefault(subject, []).append(ORDER.index(kind))
    assert all(steps == sorted(steps) for steps in by_promise.values())
    assert Counter(kind for _subject, kind in happened)["PromiseHandedOver"] == COUNT
    assert place.one(MOVES.format("Closed")) >= COUNT
    made = place.rows(MADE)
    assert len(made) >= 10
    assert {count for _day, count in made} == {1}
