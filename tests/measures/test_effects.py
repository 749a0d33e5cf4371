import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.effects import Direction, cost_of_effect, effect_on_means, effect_on_shares
from heed.measures.estimates import Estimate, Method

nan = float("nan")
samples = st.lists(st.integers(1, 7), min_size=2, max_size=30).filter(lambda v: len(set(v)) > 1)


def bounds(estimate: Estimate) -> tuple[float, float]:
    return estimate.lower, estimate.upper


@pytest.mark.parametrize(
    ("after", "before", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_changes_of_shares_match_the_published_table(after, before, lower, upper):
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
    found = effect_on_shares(before, after)

    assert bounds(found.effect) == pytest.approx((lower, upper), abs=5e-5)
    assert (found.change, found.comparison_change) == (found.effect, None)


@given(samples, samples, st.sampled_from([0.8, 0.95]))
def test_changes_of_means_equal_welchs_test_in_scipy(before, after, confidence):
    found = effect_on_means(before, after, confidence=confidence)

    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval(confidence)
    assert bounds(found.effect) == pytest.approx((expected.low, expected.high), abs=1e-8)
    assert found.effect.value == pytest.approx(np.mean(after) - np.mean(before))
    assert (found.before.value, found.after.n) == (pytest.approx(np.mean(before)), len(after))


def test_the_interval_of_a_mean_is_its_own():
    found = effect_on_means([3, 4, 4, 5], [5, 6, 6, 7])

    half = stats.t.ppf(0.975, 3) * stats.sem([3, 4, 4, 5])
    assert bounds(found.before) == pytest.approx((4 - half, 4 + half))


def test_a_comparison_group_takes_out_what_happened_anyway():
    rng = np.random.default_rng(2)
    groups = [rng.normal(mean, 1, 400) for mean in (4.0, 5.0, 4.5, 5.2)]

    found = effect_on_means(groups[0], groups[1], comparison=(groups[2], groups[3]))

    assert found.effect.value == pytest.approx(found.change.value - found.comparison_change.value)
    assert found.effect.lower < 0.3 < found.effect.upper
    assert found.effect.upper - found.effect.lower == pytest.approx(2 * 1.96 * 0.1, rel=0.03)
    assert found.effect.n == 1600


def test_the_difference_of_differences_covers_as_often_as_it_says():
    rng = np.random.default_rng(3)

    def is_covered() -> bool:
        groups = [rng.normal(0, spread, n) for spread, n in ((1, 8), (3, 12), (2, 20), (1, 6))]
        found = effect_on_means(groups[0], groups[1], comparison=(groups[2], groups[3]))
        return found.effect.lower <= 0 <= found.effect.upper

    # Three standard errors of 3,000 draws are 0.012.
    assert np.mean([is_covered() for _ in range(3000)]) == pytest.approx(0.95, abs=0.012)


def test_the_difference_of_differences_of_shares_covers_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    sizes, shares = np.array([60, 80, 50, 70]), np.array([0.6, 0.8, 0.5, 0.55])
    true = (0.8 - 0.6) - (0.55 - 0.5)

    def is_covered() -> bool:
        a, b, c, d = zip(rng.binomial(sizes, shares).tolist(), sizes.tolist(), strict=True)
        found = effect_on_shares(a, b, comparison=(c, d))
        return found.effect.lower <= true <= found.effect.upper

    assert np.mean([is_covered() for _ in range(3000)]) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize(
    ("after", "more_is_better", "direction"),
    [
        pytest.param((90, 100), True, Direction.BETTER, id="more is better"),
        pytest.param((90, 100), False, Direction.WORSE, id="less is better"),
        pytest.param((63, 100), True, Direction.UNCLEAR, id="chance"),
        pytest.param((30, 100), True, Direction.WORSE, id="fewer"),
    ],
)
def test_the_direction_is_clear_where_the_interval_leaves_0_out(after, more_is_better, direction):
    found = effect_on_shares((60, 100), after, more_is_better=more_is_better)

    assert found.direction == direction


def test_equal_values_change_without_width():
    found = effect_on_means([3, 3], [4, 4])

    assert bounds(found.effect) == (1, 1)


def test_unknown_values_are_left_out():
    assert effect_on_means([1, 2, nan], [3, nan, 4, 5]).effect.n == 5


@pytest.mark.parametrize("before", [[3], [], [3, nan], [3, float("inf")]])
def test_means_of_too_few_are_refused(before):
    with pytest.raises(ValueError, match="Expected at least 2 known, finite values before"):
        effect_on_means(before, [1, 2])


def test_shares_of_nobody_are_refused():
    with pytest.raises(ValueError, match="Expected at least one case before and after"):
        effect_on_shares((0, 0), (1, 2))


def effect(value: float, lower: float, upper: float) -> Estimate:
    return Estimate(value, lower, upper, 100, Method.NEWCOMBE, 0.95)


def test_cost_is_divided_by_what_was_gained():
    found = cost_of_effect(1000, 50, effect(0.2, 0.1, 0.25))

    assert (found.value, found.lower, found.upper) == (100, 80, 200)


def test_an_effect_that_may_be_none_may_never_pay():
    found = cost_of_effect(1000, 50, effect(0.2, -0.1, 0.5))

    assert (found.lower, found.upper) == (40, float("inf"))


def test_what_has_no_effect_has_no_cost_of_effect():
    assert not cost_of_effect(1000, 50, effect(-0.1, -0.2, 0.1)).has_value


@pytest.mark.parametrize(("cost", "cases"), [(-1, 5), (10, 0)])
def test_what_has_no_price_is_refused(cost, cases):
    with pytest.raises(ValueError, match="Expected a cost of at least 0 and at least 1 case"):
        cost_of_effect(cost, cases, effect(0.2, 0.1, 0.3))
