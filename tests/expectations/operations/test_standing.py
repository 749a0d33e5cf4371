from datetime import UTC, date, datetime, time, timedelta

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.operations import CustomerGone, erase_customer
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.operations import cases, repeating, standing
from heed.expectations.rhythm import Rhythm
from heed.expectations.tasks import keep_promises_in_time
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import DAY, HOUR, NOON


def on_condition(agent, **fields):
    fields = {
        "customer": fields.pop("customer", None) or make_customer(),
        "condition": "if the part arrives",
        "wording": "we fit it",
        "within": 2,
        "within_unit": "business_days",
        "now": NOON,
    } | fields
    return standing.promise_on_condition(actor=agent, **fields)


def repeat(agent, **fields):
    fields = {
        "customer": fields.pop("customer", None) or make_customer(),
        "wording": "report how it goes",
        "rhythm": Rhythm("week", 4, time(15)),
        "now": NOON,
    } | fields
    return repeating.promise_repeatedly(actor=agent, **fields)


def test_when_the_condition_comes_true_it_is_owed_within_its_time(agent):
    topic = make_topic()
    conditional = on_condition(agent, topic=topic)
    assert not Promise.objects.exists()

    promise = cases.note_condition_met(standing_id=conditional.pk, actor=agent, now=NOON + DAY)

    assert promise.due_at == NOON + 3 * DAY
    assert (promise.wording, promise.topic, promise.owner) == ("we fit it", topic, agent)
    assert promise.standing == conditional
    conditional.refresh_from_db()
    assert conditional.ended_at == NOON + DAY


def test_a_condition_comes_true_once(agent):
    conditional = on_condition(agent)

    first = cases.note_condition_met(standing_id=conditional.pk, actor=agent, now=NOON + DAY)
    again = cases.note_condition_met(standing_id=conditional.pk, actor=agent, now=NOON + 2 * DAY)

    assert first == again
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"condition": " "}, standing.ConditionMissing, id="no condition"),
        pytest.param({"wording": " "}, standing.WordingMissing, id="nothing promised"),
        pytest.param({"within": 0}, standing.TimeMissing, id="no time"),
    ],
)
def test_a_condition_without_sense_is_refused(agent, fields, refusal):
    with pytest.raises(refusal):
        on_condition(agent, **fields)

    assert not StandingPromise.objects.exists()
    assert not Event.objects.exists()


def test_what_repeats_has_its_next_time_ahead_and_each_once(agent, system):
    every_friday = repeat(agent)
    assert [p.due_at for p in Promise.objects.all()] == [datetime(2026, 3, 6, 15, tzinfo=UTC)]

    keep_promises_in_time(now=NOON + DAY)
    assert Promise.objects.count() == 1
    keep_promises_in_time(now=NOON + 5 * DAY)
    keep_promises_in_time(now=NOON + 5 * DAY)

    made = Promise.objects.order_by("due_at")
    assert [(p.occurrence, p.due_at.day) for p in made] == [("2026-03-06", 6), ("2026-03-13", 13)]
    assert {p.standing_id for p in made} == {every_friday.pk}


def test_what_a_stopped_worker_missed_was_owed_all_the_same(agent, system):
    repeat(agent, rhythm=Rhythm("day", at=time(15)))

    keep_promises_in_time(now=NOON + 7 * DAY)

    days = [p.occurrence for p in Promise.objects.order_by("due_at")]
    assert days == [f"2026-03-0{day}" for day in (2, 3, 4, 5, 6, 9)]
    assert Promise.objects.filter(overdue_at__isnull=False).count() == 5


def test_it_ends_on_its_day(agent, system):
    repeat(agent, ends_on=date(2026, 3, 13))

    keep_promises_in_time(now=NOON + 30 * DAY)

    assert Promise.objects.count() == 2
    assert StandingPromise.objects.get().ended_at == NOON + 30 * DAY


@pytest.mark.parametrize(
    "rhythm",
    [
        pytest.param(Rhythm("year", 1), id="a year"),
        pytest.param(Rhythm("week", 7), id="an eighth weekday"),
        pytest.param(Rhythm("month", 0), id="day zero"),
        pytest.param(Rhythm("month"), id="no day"),
    ],
)
def test_no_rhythm_is_refused_with_what_is_one(agent, rhythm):
    with pytest.raises(repeating.RhythmUnclear, match=f"{rhythm.every} on day"):
        repeat(agent, rhythm=rhythm)

    assert not StandingPromise.objects.exists()


def test_an_end_before_the_first_time_is_refused(agent):
    with pytest.raises(repeating.EndTooEarly, match="2026-03-06"):
        repeat(agent, ends_on=date(2026, 3, 5))

    assert not Promise.objects.exists()


def test_ended_it_makes_no_more_and_what_it_made_stays_owed(agent, system):
    every_friday = repeat(agent)

    standing.end_standing(
        standing_id=every_friday.pk, because="she moved", actor=agent, now=NOON + DAY
    )
    keep_promises_in_time(now=NOON + 30 * DAY)

    assert Promise.objects.count() == 1
    with pytest.raises(standing.StandingEnded, match="March 3, 2026"):
        standing.end_standing(
            standing_id=every_friday.pk, because="again", actor=agent, now=NOON + 2 * DAY
        )


def test_an_agent_gives_no_guarantees(agent):
    with pytest.raises(NotPermitted, match=r"guarantees\.change"):
        standing.guarantee(
            wording="An answer",
            within=8,
            within_unit="business_hours",
            trigger="conversation_opened",
            actor=agent,
            now=NOON,
        )

    assert not StandingPromise.objects.exists()


def test_a_rhythm_moved_by_a_holiday_says_the_day_it_stands_for(agent, system):
    saturday = repeat(agent, rhythm=Rhythm("week", 5))

    promise = saturday.promises.get()

    assert promise.occurrence == "2026-03-07"
    assert promise.due_at == datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert promise.made_at + timedelta(days=1) < promise.due_at - HOUR


def test_nothing_more_is_made_for_an_erased_customer_whatever_runs_first(agent, admin, system):
    customer = make_customer()
    every_friday, conditional = (
        repeat(agent, customer=customer),
        on_condition(agent, customer=customer),
    )
    erase_customer(customer=customer, actor=admin, now=NOON + HOUR)

    keep_promises_in_time(now=NOON + 30 * DAY)
    with pytest.raises(CustomerGone):
        cases.note_condition_met(standing_id=conditional.pk, actor=agent, now=NOON + DAY)

    every_friday.refresh_from_db()
    assert Promise.objects.count() == 1
    assert every_friday.ended_at == NOON + 30 * DAY
