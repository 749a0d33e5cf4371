import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.drift import Alarm, average_run_length, over_delivery

DAYS = np.arange(60)
FOLLOWING = 6 - DAYS / 20
STEADY = np.resize([5.0, 6.0, 4.0, 5.5, 4.5], 60)


def runs(share: float, limit: int, number: int) -> list[int]:
    """Return how many deliveries it took to reach the limit, in simulated sequences."""
    rng = np.random.default_rng(9)
    lengths = []
    for _ in range(number):
        count = length = 0
        while count < limit:
            count = max(0, count + (1 if rng.random() < share else -2))
            length += 1
        lengths.append(length)
    return lengths


@pytest.mark.parametrize(("limit", "share"), [(4, 0.5), (6, 0.5), (10, 0.81), (10, 0.95)])
def test_the_average_run_is_that_of_simulated_deliveries(limit, share):
    lengths = runs(share, limit, 4000)

    expected = average_run_length(limit, share)
    # Three standard errors of the simulation.
    assert np.mean(lengths) == pytest.approx(expected, abs=3 * np.std(lengths) / np.sqrt(4000))


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_a_run_where_all_are_ahead_takes_as_long_as_the_limit(limit):
    assert average_run_length(limit, 1 - 1e-12) == pytest.approx(limit)


@pytest.mark.parametrize("wanted", [20, 100, 500, 10_000])
def test_the_limit_is_the_lowest_that_keeps_false_signals_rare_enough(wanted):
    found = over_delivery([5], [4], margin=0, run_length=wanted)

    assert average_run_length(found.limit, 0.5) == found.run_length >= wanted
    assert average_run_length(found.limit - 1, 0.5) < wanted


def test_promises_kept_with_little_to_spare_raise_no_alarm():
    promised = np.full(300, 8.0)
    delivered = np.random.default_rng(1).uniform(6.5, 8.2, 300)

    found = over_delivery(promised, delivered, margin=2, expected=FOLLOWING, expected_times=DAYS)

    assert (found.alarm, found.ahead.value, found.count) == (Alarm.NONE, 0, 0)
    assert found.began_at is None
    assert found.slack.value == pytest.approx(0.65, abs=0.15)


@pytest.mark.parametrize(
    ("expected", "alarm"), [(STEADY, Alarm.WATCH), (FOLLOWING, Alarm.DRIFT), ((), Alarm.WATCH)]
)
def test_persistent_over_delivery_is_drift_where_expectations_follow(expected, alarm):
    delivered = np.concatenate([np.full(20, 7.5), np.full(40, 3.0)])

    found = over_delivery(
        np.full(60, 8.0),
        delivered,
        margin=2,
        expected=expected,
        expected_times=DAYS[: len(expected)],
    )

    assert found.alarm == alarm
    assert found.began_at == 20
    assert (found.ahead.value, found.slack.value) == (pytest.approx(40 / 60), 5)


def test_expectations_that_become_modest_are_no_drift():
    found = over_delivery(
        [8.0] * 40, [3.0] * 40, margin=2, expected=FOLLOWING[::-1], expected_times=DAYS
    )

    assert found.alarm == Alarm.WATCH
    assert found.expectations.is_rising


def test_a_topic_of_which_more_is_better_mirrors_one_of_which_less_is():
    found = over_delivery(
        [-8.0] * 40,
        [-3.0] * 40,
        margin=2,
        expected=-FOLLOWING,
        expected_times=DAYS,
        more_is_better=True,
    )

    assert (found.alarm, found.slack.value) == (Alarm.DRIFT, 5)


def test_the_signal_ends_soon_after_its_cause():
    ahead, usual = np.full(1000, 3.0), np.full(8, 8.0)

    before = over_delivery(np.full(1000, 8.0), ahead, margin=2)
    after = over_delivery(np.full(1008, 8.0), np.concatenate([ahead, usual]), margin=2)

    assert (before.alarm, before.count) == (Alarm.WATCH, 2 * before.limit)
    assert after.alarm == Alarm.NONE


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_the_count_stays_between_0_and_twice_its_limit(is_ahead):
    found = over_delivery(np.full(len(is_ahead), 1.0), np.where(is_ahead, 0.0, 1.0), margin=0.5)

    assert 0 <= found.count <= 2 * found.limit
    assert (found.began_at is None) is (found.count == 0)
    assert found.ahead.value == pytest.approx(np.mean(is_ahead))


def test_cases_with_a_side_unknown_are_left_out():
    found = over_delivery([8, float("nan"), 8], [3, 3, float("nan")], margin=1)

    assert found.slack.n == 1


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        pytest.param({"margin": -1}, "a margin of at least 0, got -1", id="margin"),
        pytest.param({"delivered": [1]}, "as many promised as delivered", id="shapes"),
        pytest.param({"promised": [float("nan")] * 2}, "at least one case", id="none known"),
        pytest.param({"run_length": 5}, "a run length from 20 to a billion, got 5", id="short run"),
        pytest.param(
            {"expected": [1.0]}, "a time for each expected value, got 0 and 1", id="times"
        ),
    ],
)
def test_what_cannot_be_watched_is_refused(arguments, refusal):
    usual = {"promised": [8, 8], "delivered": [3, 3], "margin": 1}

    with pytest.raises(ValueError, match=refusal):
        over_delivery(**{**usual, **arguments})


@pytest.mark.parametrize(("limit", "share"), [(0, 0.5), (3, 0), (3, 1)])
def test_runs_that_never_begin_or_end_are_refused(limit, share):
    with pytest.raises(ValueError, match="Expected a limit of at least 1"):
        average_run_length(limit, share)
