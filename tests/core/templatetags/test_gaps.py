from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from heed.core.templatetags.gaps import Track, due_bar, gap_bar, gap_of, standing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NARROW = "\N{NARROW NO-BREAK SPACE}"


def test_better_lies_to_the_right_whichever_way_the_scale_runs():
    more = Track(1, 7, 160)
    less = Track(0, 48, 160, more_is_better=False)

    assert (more.x(1), more.x(7)) == ("7.0", "153.0")
    assert (less.x(48), less.x(0)) == ("7.0", "153.0")


def test_values_off_the_scale_stay_on_the_track():
    assert Track(1, 7, 160).x(9) == "153.0"


@pytest.mark.parametrize(
    ("actual", "reference", "more_is_better", "gap"),
    [
        pytest.param(6.0, 5.0, True, 1.0, id="perceived above expected"),
        pytest.param(30.0, 24.0, False, -6.0, id="hours above expected"),
        pytest.param(None, 24.0, False, None, id="nothing delivered yet"),
        pytest.param(5.0, None, True, None, id="nothing expected"),
    ],
)
def test_a_positive_gap_is_good(actual, reference, more_is_better, gap):
    assert gap_of(actual, reference, more_is_better=more_is_better) == gap


@pytest.mark.parametrize(
    ("gap", "low", "high", "expected"),
    [
        pytest.param(0.0, None, None, "met", id="exactly met"),
        pytest.param(-0.5, None, None, "short", id="below, one answer"),
        pytest.param(-0.5, 4.2, 4.8, "short", id="below, interval leaves it out"),
        pytest.param(-0.5, 4.0, 5.2, "open", id="below, interval holds it"),
        pytest.param(None, None, None, "open", id="no gap"),
    ],
)
def test_red_needs_an_interval_that_leaves_the_expected_out(gap, low, high, expected):
    assert standing(gap, 5.0, low, high) == expected


def test_a_felt_gap_bar_says_its_values():
    bar = gap_bar(expected=5.5, promised=6, actual=4.2, low=3.9, high=4.6)

    assert bar["description"] == (
        "expected 5.5 · promised 6.0 · perceived 4.2 · interval 3.9 to 4.6 · gap −1.3"
    )
    assert bar["standing"] == "short"


def test_a_measured_gap_bar_says_its_values_in_the_unit():
    bar = gap_bar(expected=24, promised=20, actual=18, unit="h", better="less")

    assert bar["description"].replace(NARROW, " ") == (
        "expected 24 h · promised 20 h · delivered 18 h · gap +6 h"
    )
    assert bar["standing"] == "met"
    assert float(bar["actual"]) > float(bar["expected"])


def test_without_an_expectation_the_gap_is_to_the_promise():
    bar = gap_bar(promised=20, actual=26, unit="h", better="less")

    assert bar["gap_text"] == f"−6{NARROW}h"


def test_values_as_the_database_and_a_template_give_them_are_taken():
    bar = gap_bar(expected=Decimal("5.50"), promised="", actual=4.5)

    assert bar["gap_text"] == "−1.0"
    assert bar["promised"] is None


def test_an_empty_gap_bar_draws_only_its_track():
    bar = gap_bar()

    assert (bar["expected"], bar["promised"], bar["actual"]) == (None, None, None)
    assert bar["gap_text"] == ""


@pytest.mark.parametrize(
    ("passed", "state"),
    [
        pytest.param(2 * HOUR, "calm", id="just made"),
        pytest.param(7 * HOUR, "near", id="more than half gone"),
        pytest.param(11 * HOUR, "over", id="past due"),
    ],
)
def test_the_due_bar_tells_how_near_it_is(passed, state):
    assert due_bar(NOON, NOON + 10 * HOUR, NOON + passed)["state"] == state
