from datetime import timedelta

import pytest

from heed.accounts.models import Notice
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.improvement.models import Measurement
from heed.improvement.operations import measuring
from heed.improvement.operations.improvements import open_improvement
from heed.improvement.operations.moving import close_improvement, move_improvement
from heed.improvement.tasks import measure_due, tell_owner
from tests.expectations.factories import make_topic
from tests.improvement.measured import answer
from tests.moments import DAY, NOON

START = NOON - 120 * DAY
LOW, HIGH = (3, 4, 4, 5, 3, 5, 4, 4), (6, 6, 7, 5, 6, 7, 6, 6)


@pytest.fixture
def topic(manager):
    return make_topic()


def in_force(topic, by, **further):
    """An improvement of what is perceived, in force since the start."""
    plan = {"figure": f"perceived:{topic.pk}", "expected_to": 5.0} | further
    opened = open_improvement(
        title="Smile", topic=topic, due_on=START.date(), actor=by, now=START - 10 * DAY, **plan
    )
    for was, state in (("found", "doing"), ("doing", "measuring")):
        move_improvement(improvement_id=opened.pk, was=was, state=state, actor=by, now=START)
    opened.refresh_from_db()
    return opened


def measure(improvement, by, now=NOON):
    return measuring.measure_improvement(improvement_id=improvement.pk, actor=by, now=now)


def test_what_rose_is_shown_with_both_means_and_closes_so(manager, topic):
    answer(topic, *LOW, around=START - 20 * DAY)
    answer(topic, *HIGH, around=START + 40 * DAY)
    improvement = in_force(topic, manager)

    measured = measure(improvement, manager)
    closed = close_improvement(
        improvement_id=improvement.pk, result="It works", actor=manager, now=NOON
    )

    assert measured.verdict == closed.state == "shown"
    assert (measured.before_n, measured.after_n, measured.is_last) == (8, 8, True)
    assert measured.figures["before"]["value"] == 4.0
    assert measured.figures["effect"]["value"] == pytest.approx(2.125)
    assert Event.objects.filter(type="improvement.ImprovementMeasured").count() == 1


def test_what_did_not_move_as_far_as_expected_has_no_effect(manager, topic):
    answer(topic, *LOW * 4, around=START - 20 * DAY)
    answer(topic, *LOW * 4, around=START + 40 * DAY)

    assert measure(in_force(topic, manager, expected_to=6.0), manager).verdict == "none"


def test_what_fell_is_worse(manager, topic):
    answer(topic, *HIGH, around=START - 20 * DAY)
    answer(topic, *LOW, around=START + 40 * DAY)

    assert measure(in_force(topic, manager, expected_to=7.0), manager).verdict == "worse"


def test_five_cases_say_nothing(manager, topic):
    answer(topic, *LOW[:5], around=START - 20 * DAY)
    answer(topic, *HIGH, around=START + 40 * DAY)

    measured = measure(in_force(topic, manager), manager)

    assert (measured.verdict, measured.figures) == ("unsaid", {})
    assert (measured.before_n, measured.after_n) == (5, 8)


def test_what_changed_elsewhere_too_is_taken_off(manager, topic):
    other = make_topic(key="speed", name="Speed")
    for each in (topic, other):
        answer(each, *LOW * 3, around=START - 20 * DAY)
        answer(each, *HIGH * 3, around=START + 40 * DAY)

    measured = measure(in_force(topic, manager, comparison=f"topic:{other.pk}"), manager)

    assert measured.figures["comparison"]["value"] == pytest.approx(2.125)
    assert measured.figures["effect"]["value"] == pytest.approx(0.0)
    assert measured.verdict != "shown"


def test_the_other_tiers_are_the_comparison(manager, topic):
    for tier, after in (("high", HIGH), ("low", LOW)):
        answer(topic, *LOW, around=START - 20 * DAY, tier=tier)
        answer(topic, *after, around=START + 40 * DAY, tier=tier)
    figure = f"perceived:{topic.pk}:high"

    measured = measure(in_force(topic, manager, figure=figure, comparison="others"), manager)

    assert measured.figures["comparison"]["value"] == pytest.approx(0.0)
    assert measured.figures["effect"]["value"] == pytest.approx(2.125)


def test_the_worker_measures_when_a_review_is_due_and_tells_the_owner(
    manager, analyst, system, topic
):
    answer(topic, *LOW, around=START - 20 * DAY)
    answer(topic, *HIGH, around=START + 20 * DAY)
    improvement = in_force(topic, manager, owner=analyst)
    first = improvement.next_review_at

    measure_due(now=first - timedelta(seconds=1))
    measure_due(now=first)
    measure_due(now=first)
    tell_owner(Event.objects.get(type="improvement.ImprovementMeasured"), now=first)

    measured = Measurement.objects.get()
    improvement.refresh_from_db()
    assert first.date() == (START + 44 * DAY).date()
    assert improvement.next_review_at == first + 30 * DAY
    assert not measured.is_last
    assert Notice.objects.get().recipient == analyst


def test_a_figure_that_is_gone_is_not_asked_for_again(manager, system, topic):
    improvement = in_force(topic, manager)
    improvement.figure = "perceived:99999"
    improvement.next_review_at = NOON
    improvement.save()

    measure_due(now=NOON)

    improvement.refresh_from_db()
    assert improvement.next_review_at is None
    assert not Measurement.objects.exists()


def test_what_is_not_in_force_or_has_not_settled_is_not_measured(manager, agent, topic):
    opened = open_improvement(title="Smile", actor=manager, now=START)
    improvement = in_force(topic, manager)

    with pytest.raises(measuring.NotInForce):
        measure(opened, manager)
    with pytest.raises(measuring.NotSettledYet):
        measure(improvement, manager, now=START + 13 * DAY)
    with pytest.raises(NotPermitted):
        measure(improvement, agent)

    assert not Measurement.objects.exists()


def test_a_share_of_our_own_is_counted_by_hand(manager, topic):
    improvement = in_force(
        topic, manager, figure="own", figure_name="Sent on", expected_from=0.8, expected_to=0.9
    )

    measured = measuring.count_by_hand(
        improvement_id=improvement.pk, before=(40, 80), after=(70, 80), actor=manager, now=NOON
    )

    assert (measured.verdict, measured.is_by_hand) == ("shown", True)
    with pytest.raises(measuring.CountsImpossible, match="9 of 8 is no share"):
        measuring.count_by_hand(
            improvement_id=improvement.pk, before=(9, 8), after=(70, 80), actor=manager, now=NOON
        )
    with pytest.raises(measuring.NothingToMeasure):
        measure(improvement, manager)


def test_what_is_read_from_the_rows_is_not_counted_by_hand(manager, topic):
    improvement = in_force(topic, manager)

    with pytest.raises(measuring.NotCountedByHand, match="Perceived: Courtesy"):
        measuring.count_by_hand(
            improvement_id=improvement.pk, before=(4, 8), after=(7, 8), actor=manager, now=NOON
        )
