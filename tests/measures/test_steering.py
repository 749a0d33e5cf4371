from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.estimates import Estimate, Method
from heed.measures.quantiles import median_interval, quantile_interval
from heed.measures.shares import share_estimate
from heed.measures.steering import Ground, Verdict, steering_verdict

nan = float("nan")
hours = st.floats(1, 99).map(lambda value: round(value, 2))


def around(value: float, half: float = 0.5) -> Estimate:
    return Estimate(value, value - half, value + half, 100, Method.ORDER_STATISTICS, 0.95)


HARMED, UNHARMED, UNCLEAR = (
    share_estimate(40, 100),
    share_estimate(2, 200),
    share_estimate(12, 100),
)


@pytest.mark.parametrize(
    ("expected", "suffering", "verdict", "ground", "is_certain"),
    [
        # Hours: 8 can be promised, 12 are delivered in 95 of 100.
        pytest.param(4, None, "lower", "beyond_promisable", True, id="far too much"),
        pytest.param(7.5, None, "lower", "beyond_promisable", False, id="a little too much"),
        pytest.param(8, None, "hold", "within_reach", False, id="just what can be promised"),
        pytest.param(10, None, "hold", "within_reach", True, id="between"),
        pytest.param(12, HARMED, "hold", "within_reach", False, id="just what is delivered"),
        pytest.param(20, HARMED, "raise", "below_delivered", True, id="far too little"),
        pytest.param(12.5, HARMED, "raise", "below_delivered", False, id="a little too little"),
        pytest.param(20, UNCLEAR, "raise", "below_delivered", False, id="perhaps harmful"),
        pytest.param(20, UNHARMED, "hold", "unharmful", True, id="harmless"),
        pytest.param(12.5, UNHARMED, "hold", "unharmful", True, id="harmless wherever it lies"),
        pytest.param(20, None, "hold", "unknown_harm", False, id="nobody knows"),
    ],
)
def test_the_verdict_compares_the_median_with_what_can_be_promised_and_is_delivered(
    expected, suffering, verdict, ground, is_certain
):
    found = steering_verdict(
        around(expected), promisable=around(8), delivered=around(12), suffering=suffering
    )

    assert (found.verdict, found.ground) == (verdict, ground)
    assert found.is_certain is is_certain


@given(hours, hours, hours, st.sampled_from([None, HARMED, UNHARMED]))
def test_the_verdict_is_the_same_where_more_is_better(expected, promisable, delivered, suffering):
    fewer = steering_verdict(
        around(expected),
        promisable=around(promisable),
        delivered=around(delivered),
        suffering=suffering,
    )

    more = steering_verdict(
        around(-expected),
        promisable=around(-promisable),
        delivered=around(-delivered),
        suffering=suffering,
        more_is_better=True,
    )

    assert more == fewer


def test_the_distance_says_how_much_too_much_is_expected():
    lower = steering_verdict(around(4), promisable=around(8), delivered=around(12))
    raised = steering_verdict(
        around(20), promisable=around(8), delivered=around(12), suffering=HARMED
    )

    assert (lower.distance, raised.distance) == (4, -8)


def test_a_promise_worse_than_delivery_leads_to_lowering_first():
    found = steering_verdict(
        around(10), promisable=around(12), delivered=around(8), suffering=HARMED
    )

    assert found.verdict == Verdict.LOWER


@pytest.mark.parametrize("unknown", ["expected", "promisable", "delivered"])
def test_a_verdict_without_an_interval_is_never_certain(unknown):
    numbers = {"expected": around(4), "promisable": around(8), "delivered": around(2)}
    numbers[unknown] = replace(numbers[unknown], lower=nan, upper=nan)

    found = steering_verdict(**numbers, suffering=HARMED)

    assert found.verdict == Verdict.LOWER
    assert found.is_certain is (unknown == "delivered")


def test_simulated_customers_are_steered_the_right_way():
    rng = np.random.default_rng(8)
    delivered = rng.gamma(4, 2, 800)  # hours; 80 % within 11.0, 95 % within 15.5
    hurried, patient = rng.normal(6, 2, 60), rng.normal(24, 4, 60)

    verdicts = [
        steering_verdict(
            median_interval(expected),
            promisable=quantile_interval(delivered, 0.8),
            delivered=quantile_interval(delivered, 0.95),
            suffering=HARMED,
        )
        for expected in (hurried, patient)
    ]

    assert [found.verdict for found in verdicts] == [Verdict.LOWER, Verdict.RAISE]
    assert [found.ground for found in verdicts] == [
        Ground.BEYOND_PROMISABLE,
        Ground.BELOW_DELIVERED,
    ]
    assert all(found.is_certain for found in verdicts)


@pytest.mark.parametrize("unknown", ["expected", "promisable", "delivered", "suffering"])
def test_what_is_not_known_is_refused(unknown):
    numbers = {
        "expected": around(4),
        "promisable": around(8),
        "delivered": around(12),
        "suffering": HARMED,
    }
    numbers[unknown] = replace(numbers[unknown], value=nan)

    with pytest.raises(ValueError, match=r"Expected a (known|suffering)"):
        steering_verdict(**numbers)


def test_bounds_on_the_wrong_side_are_refused():
    upside_down = replace(around(8), lower=9.0)

    with pytest.raises(ValueError, match="Expected a known promise within its bounds, got 8 from"):
        steering_verdict(around(4), promisable=upside_down, delivered=around(12))


def test_percent_are_refused_as_a_share():
    with pytest.raises(ValueError, match=r"Expected a tolerated share in 0\.\.1, got 10"):
        steering_verdict(around(4), promisable=around(8), delivered=around(12), tolerated=10)
