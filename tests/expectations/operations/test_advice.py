from datetime import timedelta

import pytest

from heed.core.calendars import business_hours
from heed.expectations.models import AdviceSource, Promise
from heed.expectations.operations.advice import learn_all, learn_series
from heed.expectations.queries.advice import (
    Asked,
    Suggested,
    Unknown,
    advisor_on,
    advisor_on_first_answer,
)
from heed.expectations.queries.delivery_cases import answer_cases, promise_cases, series_of
from tests.conversations.factories import make_conversation
from tests.expectations.factories import make_history, make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


def asked(now=NOON):
    return Asked(team_id=None, tier="", channel="", hours=business_hours(), now=now)


def learn(topic, now=NOON):
    return learn_series(series=series_of(topic), topic=topic, now=now)


def test_what_was_delivered_says_what_can_be_promised(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)

    learn(topic)

    found = advisor_on(asked(), topic).promise_by(0.95)
    assert isinstance(found, Suggested)
    assert found.due_at == NOON + 4 * HOUR
    assert (found.coverage, found.series) == (0.95, "topic:courtesy")
    assert found.achieved > 0.9


def test_a_due_time_has_its_chance(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn(topic)

    advisor = advisor_on(asked(), topic)

    assert advisor.chance(NOON + 5 * HOUR) > 0.95
    assert 0.3 < advisor.chance(NOON + 2 * HOUR) < 0.7
    assert advisor.chance(NOON + timedelta(minutes=10)) < 0.2


def test_time_that_has_passed_counts(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn(topic)

    fresh = advisor_on(asked(), topic).chance(NOON + 2 * HOUR)
    waited = advisor_on(asked(NOON + 1.5 * HOUR), topic).chance(NOON + 2 * HOUR, since=NOON)

    assert waited < fresh


def test_too_few_cases_are_refused_with_what_it_would_take(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic, cases=22)

    learn(topic)

    source = AdviceSource.objects.get()
    found = advisor_on(asked(), topic).promise_by(0.95)
    assert isinstance(found, Unknown)
    assert (found.reason, found.needed, found.ground.finished) == ("too_few_finished", 59, 12)
    assert (source.refusal, source.finished, source.unfinished) == ("too_few_finished", 12, 0)
    assert advisor_on(asked(), topic).chance(NOON + DAY) is None


def test_a_topic_little_known_borrows_from_all_promises(agent):
    known, new = make_topic(), make_topic(key="new", name="New")
    make_history(owner=agent, topic=known)
    learn(new)
    learn(None)

    found = advisor_on(asked(), new).promise_by(0.9)

    assert isinstance(found, Suggested)
    assert found.series == "any_promise"


def test_nothing_learnt_is_said_so(agent):
    found = advisor_on_first_answer(asked()).promise_by()

    assert isinstance(found, Unknown)
    assert (found.reason, found.ground) == ("nothing_learnt", None)


def test_a_series_is_learnt_again_only_when_it_changed(agent):
    topic = make_topic()
    history = make_history(owner=agent, topic=topic, cases=80)

    assert learn(topic)
    assert not learn(topic, NOON + HOUR)
    Promise.objects.filter(pk=history[-1].pk).delete()
    assert learn(topic, NOON + HOUR)


def test_every_topic_all_promises_and_first_answers_are_learnt(agent):
    make_topic()

    learn_all(now=NOON)

    series = set(AdviceSource.objects.values_list("series", flat=True))
    assert series == {"first_answer", "any_promise", "topic:courtesy"}


def test_a_renegotiated_promise_is_one_case_from_its_first_day(agent):
    old = make_promise(
        owner=agent, made_at=NOON - 9 * DAY, due_at=NOON - 5 * DAY, outcome="renegotiated",
        closed_at=NOON - 6 * DAY,
    )  # fmt: skip
    new = make_promise(
        owner=agent, made_at=NOON - 6 * DAY, due_at=NOON - DAY, outcome="kept",
        closed_at=NOON - 2 * DAY, delivered_at=NOON - 2 * DAY, renegotiated_from=old,
    )  # fmt: skip

    cases = promise_cases(now=NOON)

    assert [(each.since, each.until) for each in cases.rows] == [(old.made_at, new.delivered_at)]


@pytest.mark.parametrize(
    ("outcome", "cases", "set_aside"),
    [
        pytest.param("waived", 0, {"waived": 1}, id="waived"),
        pytest.param("broken", 1, {}, id="broken and never delivered"),
    ],
)
def test_what_was_not_delivered_is_open_or_set_aside(agent, outcome, cases, set_aside):
    make_promise(
        owner=agent, made_at=NOON - 9 * DAY, due_at=NOON - 5 * DAY, outcome=outcome,
        closed_at=NOON - DAY,
    )  # fmt: skip

    found = promise_cases(now=NOON)

    assert (found.unfinished, found.finished, found.set_aside) == (cases, 0, set_aside)


def test_a_first_answer_runs_from_the_first_letter(agent, system):
    conversation = make_conversation(now=NOON - DAY)
    conversation.messages.create(
        direction="outbound", kind="auto_reply", identity="a", at=NOON - DAY + HOUR
    )
    conversation.messages.create(
        direction="outbound", kind="message", identity="b", at=NOON - DAY + 2 * HOUR
    )

    found = answer_cases(now=NOON)

    assert [(each.since, each.until) for each in found.rows] == [
        (NOON - DAY, NOON - DAY + 2 * HOUR)
    ]


def test_what_an_older_heed_has_learnt_is_no_advice_until_it_is_learnt_anew(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn(topic)
    source = AdviceSource.objects.get()
    source.state |= {"advice": '{"version":0}', "print": "old", "mark": "old"}
    source.save()

    before = advisor_on(asked(), topic).promise_by()
    learn(topic)

    assert isinstance(before, Unknown)
    assert isinstance(advisor_on(asked(), topic).promise_by(), Suggested)
