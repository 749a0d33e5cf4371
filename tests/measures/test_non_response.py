import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import ttest_ind

from heed.measures.estimates import Flag
from heed.measures.non_response import balance, early_against_late, representativeness

NAN = float("nan")


def invited(n: int, effect: float, seed: int) -> tuple[np.ndarray, dict[str, object], float]:
    """Return who answered, what is known of everybody, and the true R-indicator."""
    rng = np.random.default_rng(seed)
    tenure = rng.normal(500, 200, n)
    region = rng.choice(["east", "north", "south"], n)
    log_odds = effect * (tenure - 500) / 200 + effect * (region == "north") / 2 - 1
    chances = 1 / (1 + np.exp(-log_odds))
    known = {"tenure_days": tenure, "region": region.tolist()}
    return rng.random(n) < chances, known, 1 - 2 * float(chances.std())


def test_chances_are_those_of_a_logistic_regression_by_scipy():
    did, known, _ = invited(300, 0.7, 1)
    columns = [
        known["tenure_days"] / 200,
        *(np.array(known["region"]) == r for r in ("north", "south")),
    ]
    design = np.column_stack([np.ones(300), *columns])

    def loss(coefficients: np.ndarray) -> float:
        score = design @ coefficients
        return float(np.logaddexp(0, score).sum() - score[did].sum())

    found = representativeness(did, known)
    fitted = 1 / (1 + np.exp(-design @ minimize(loss, np.zeros(4), tol=1e-12).x))

    assert found.unadjusted == pytest.approx(1 - 2 * fitted.std(), abs=1e-5)
    assert found.highest_chance == pytest.approx(fitted.max(), abs=1e-4)
    assert found.response == did.mean()
    assert found.largest_bias == pytest.approx((1 - found.indicator.value) / (2 * did.mean()))


def test_chances_of_groups_are_their_response():
    # Chances .4 and .1 in two halves: standard deviation .15, R = .7 before adjustment.
    did = [1] * 400 + [0] * 600 + [1] * 100 + [0] * 900

    found = representativeness(did, {"region": ["n"] * 1000 + ["s"] * 1000})

    assert found.unadjusted == pytest.approx(0.7)
    assert (found.lowest_chance, found.highest_chance) == pytest.approx((0.1, 0.4))
    assert found.indicator.value == pytest.approx(0.7, abs=0.002)
    assert found.indicator.lower < 0.7 < found.indicator.upper


@pytest.mark.parametrize("effect", [0.3, 1.0])
def test_the_interval_covers_the_true_indicator(effect):
    _, _, true = invited(200_000, effect, 0)

    found = [representativeness(*invited(600, effect, seed)[:2]).indicator for seed in range(60)]

    assert np.mean([each.lower <= true <= each.upper for each in found]) > 0.85
    assert np.mean([each.value for each in found]) == pytest.approx(true, abs=0.03)


def test_chance_differences_are_taken_out():
    found = [representativeness(*invited(300, 0.0, seed)[:2]) for seed in range(40)]

    assert np.mean([each.indicator.value for each in found]) > 0.95
    assert np.mean([each.unadjusted for each in found]) < 0.93


def test_few_answers_are_flagged():
    did, known, _ = invited(60, 0.2, 3)

    assert representativeness(did, known).indicator.flags == (Flag.FEW_CASES,)


def test_differences_equal_scipy():
    did, known, _ = invited(400, 0.8, 5)
    tenure = known["tenure_days"]

    found = {each.name: each for each in balance(did, known)}

    expected = ttest_ind(tenure[did], tenure[~did], equal_var=False).confidence_interval()
    days = found["tenure_days"]
    assert (days.difference.lower, days.difference.upper) == pytest.approx(tuple(expected))
    assert days.standardised.value == pytest.approx(
        days.difference.value / np.sqrt((tenure[did].var(ddof=1) + tenure[~did].var(ddof=1)) / 2)
    )
    assert set(found) == {"tenure_days", "region: east", "region: north", "region: south"}


def test_the_most_unequal_property_comes_first():
    did, known, _ = invited(400, 0.8, 5)

    found = balance(did, known | {"all_the_same": np.ones(400)})

    assert found[0].name == "tenure_days"
    assert found[0].is_notable
    assert not found[-1].standardised.has_value
    assert not found[-1].is_notable


def test_late_answers_are_held_against_early_ones():
    found = early_against_late([1, 5, 2, 9, 8, 3, 7], [5, 4, NAN, 2, 3, 5, 1])

    # The median of the known times is 6: 1, 5 and 3 are early.
    assert found.value == pytest.approx(2 - 14 / 3)
    assert found.n == 6


@pytest.mark.parametrize(
    ("did", "properties", "refusal"),
    [
        pytest.param([1] * 9 + [0] * 20, {"a": range(29)}, "got 9 and 20", id="few answered"),
        pytest.param([1, 2] * 20, {"a": range(40)}, "1 or 0", id="no yes or no"),
        pytest.param([1, 0] * 20, {"a": range(39)}, "Expected 40 values of", id="length"),
        pytest.param([1, 0] * 20, {"a": [NAN] * 40}, "known numbers of property", id="gaps"),
        pytest.param([1, 0] * 20, {}, "at least one property", id="nothing known"),
        pytest.param([1, 0] * 20, {"a": ["x"] * 40}, "at least one property", id="one category"),
        pytest.param([1, 0] * 20, {"a": [1, 0] * 20}, "without exception", id="told by it"),
        pytest.param(
            [1, 1, 0, 0] * 10,
            {"a": [1, 0] * 20, "b": [3, 1] * 20},
            "do not repeat each other",
            id="the same twice",
        ),
    ],
)
def test_what_tells_nothing_of_silence_is_refused(did, properties, refusal):
    with pytest.raises(ValueError, match=refusal):
        representativeness(did, properties)


@pytest.mark.parametrize(
    ("times", "values", "refusal"),
    [
        pytest.param([1, NAN], [1, 2], "one known time for each answer", id="no time"),
        pytest.param([1, 2, 3], [1, 2], "one known time for each answer", id="length"),
        pytest.param([1, 2], [NAN, NAN], "got none", id="no answer"),
    ],
)
def test_times_and_answers_that_do_not_fit_are_refused(times, values, refusal):
    with pytest.raises(ValueError, match=refusal):
        early_against_late(times, values)
