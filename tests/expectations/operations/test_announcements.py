import pytest

from heed.conversations.operations.answering import answer
from heed.conversations.operations.handling import close_conversation
from heed.core import jobs
from heed.core.models import Event
from heed.expectations.advice_tasks import settle_passed
from heed.expectations.models import Announcement
from heed.expectations.operations import announcements as operations
from heed.expectations.operations.advice import learn_series
from heed.expectations.operations.closing import (
    fulfil_promise,
    renegotiate_promise,
    waive_promise,
)
from heed.expectations.operations.promises import record_promise
from heed.expectations.queries.delivery_cases import FIRST_ANSWER, series_of
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_history, make_topic
from tests.moments import DAY, HOUR, NOON


def announced(agent, *, place="composer", due_at=NOON + 4 * HOUR, **fields):
    return Announcement.objects.create(
        series="topic:courtesy", place=place, coverage=0.95, announced_at=NOON, due_at=due_at,
        customer=fields.pop("customer", None) or make_customer(), **fields,
    )  # fmt: skip


def promised(agent, due_at=NOON + 4 * HOUR):
    promise = record_promise(
        customer=make_customer(), wording="Call back", due_at=due_at, actor=agent, now=NOON
    )
    return promise, announced(agent, promise=promise, due_at=due_at)


def kept(announcement):
    announcement.refresh_from_db()
    return announcement.is_kept, announcement.settled_at


def test_a_time_is_announced_for_a_topic(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn_series(series=series_of(topic), topic=topic, now=NOON)

    made = operations.announce(
        customer=make_customer(), topic=topic, place="queue", actor=agent, now=NOON
    )

    assert (made.series, made.place, made.coverage) == ("topic:courtesy", "queue", 0.95)
    assert (made.announced_at, made.due_at) == (NOON, NOON + 4 * HOUR)
    assert Event.objects.get(type="expectations.TimeAnnounced").subject_id == made.pk


def test_nothing_is_announced_where_too_little_is_known(agent):
    learn_series(series=FIRST_ANSWER, topic=None, now=NOON)

    with pytest.raises(operations.NothingToAnnounce, match="0 finished cases, at least 59"):
        operations.announce(customer=make_customer(), place="form", actor=agent, now=NOON)

    assert not Announcement.objects.exists()


def test_only_known_shares_are_announced(agent):
    with pytest.raises(operations.CoverageUnknown, match=r"0\.99 is no share .* 0\.8, 0\.9, 0\.95"):
        operations.announce(
            customer=make_customer(), place="form", coverage=0.99, actor=agent, now=NOON
        )


def test_a_promise_is_announced_once_with_its_chance(agent, system):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn_series(series=series_of(topic), topic=topic, now=NOON)
    promise = record_promise(
        customer=make_customer(), wording="Call", due_at=NOON + 4 * HOUR, topic=topic,
        actor=agent, now=NOON,
    )  # fmt: skip

    jobs.run_due(now=NOON)
    operations.announce_promise(promise_id=promise.pk, actor=system, now=NOON)

    made = Announcement.objects.get()
    assert (made.promise, made.place, made.due_at) == (promise, "composer", promise.due_at)
    assert made.coverage > 0.9


def test_a_promise_nothing_is_known_about_is_not_scored(agent, system):
    record_promise(
        customer=make_customer(), wording="Call", due_at=NOON + DAY, actor=agent, now=NOON
    )

    jobs.run_due(now=NOON)

    assert not Announcement.objects.exists()


def test_a_delivery_in_time_is_kept(agent, system):
    promise, made = promised(agent)

    fulfil_promise(promise_id=promise.pk, evidence="Called", actor=agent, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)
    settle_passed(now=NOON + DAY)

    assert kept(made) == (True, NOON + HOUR)
    assert Event.objects.filter(type="expectations.AnnouncementSettled").count() == 1


def test_what_is_open_past_its_time_is_not_kept(agent, system):
    _promise, made = promised(agent)

    settle_passed(now=NOON + 4 * HOUR)
    before = kept(made)
    settle_passed(now=NOON + 5 * HOUR)
    settle_passed(now=NOON + 6 * HOUR)

    assert before == (None, None)
    assert kept(made) == (False, NOON + 5 * HOUR)
    assert Event.objects.filter(type="expectations.AnnouncementSettled").count() == 1


def test_a_delivery_in_time_that_is_recorded_late_puts_the_score_right(agent, system):
    promise, made = promised(agent)
    settle_passed(now=NOON + 5 * HOUR)

    fulfil_promise(
        promise_id=promise.pk, evidence="Called", delivered_at=NOON + HOUR, actor=agent,
        now=NOON + 6 * HOUR,
    )  # fmt: skip
    jobs.run_due(now=NOON + 6 * HOUR)

    assert kept(made) == (True, NOON + 5 * HOUR)


def test_what_the_customer_waived_before_is_not_scored(agent, system):
    promise, made = promised(agent)

    waive_promise(promise_id=promise.pk, evidence="She said so", actor=agent, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)

    assert kept(made) == (None, NOON + HOUR)


def test_a_new_time_agreed_upon_does_not_save_the_first(agent, system):
    promise, made = promised(agent)
    renewed = renegotiate_promise(
        promise_id=promise.pk, due_at=NOON + 2 * DAY, evidence="Agreed", actor=agent,
        now=NOON + HOUR,
    )  # fmt: skip
    jobs.run_due(now=NOON + HOUR)

    assert kept(made) == (None, None)
    fulfil_promise(promise_id=renewed.pk, evidence="Done", actor=agent, now=NOON + DAY)
    jobs.run_due(now=NOON + DAY)
    assert kept(made) == (False, NOON + DAY)


def test_an_answer_in_time_keeps_what_was_announced_in_a_conversation(agent, system):
    conversation = make_conversation()
    made = announced(agent, place="auto_reply", conversation=conversation)

    answer(conversation=conversation, text="Here it is.", actor=agent, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)

    assert kept(made) == (True, NOON + HOUR)


def test_a_matter_closed_before_its_time_is_not_scored(agent, system):
    conversation = make_conversation()
    made = announced(agent, place="auto_reply", conversation=conversation)

    close_conversation(conversation=conversation, actor=agent, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)

    assert kept(made) == (None, NOON + HOUR)


@pytest.mark.parametrize(
    ("happened_at", "is_kept"),
    [
        pytest.param(NOON + HOUR, True, id="in time"),
        pytest.param(NOON + 5 * HOUR, False, id="late"),
    ],
)
def test_a_queue_tells_when_it_happened(agent, happened_at, is_kept):
    made = announced(agent, place="queue")

    operations.settle_by_hand(
        announcement_id=made.pk, happened_at=happened_at, actor=agent, now=NOON + 6 * HOUR
    )

    assert kept(made) == (is_kept, NOON + 6 * HOUR)
    with pytest.raises(operations.AnnouncementSettledAlready):
        operations.settle_by_hand(
            announcement_id=made.pk, happened_at=happened_at, actor=agent, now=NOON + 7 * HOUR
        )


def test_what_has_not_happened_yet_is_refused(agent):
    made = announced(agent, place="queue")

    with pytest.raises(operations.HappenedAtImpossible):
        operations.settle_by_hand(
            announcement_id=made.pk, happened_at=NOON + DAY, actor=agent, now=NOON + HOUR
        )

    assert kept(made) == (None, None)
