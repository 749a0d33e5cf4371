import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag, Method
from heed.measures.omega import omega
from heed.measures.reliability import cronbach_alpha, scale_reliability
from tests.measures.mobi import block, needs_mobi


def answered(seed: int, n: int, k: int) -> np.ndarray:
    """Answers of true reliability k / (k + 1): one thing in common, as much again of its own."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 1)) + rng.normal(size=(n, k))


@needs_mobi
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Worked out in R, 5 decimals.
        ("CUEX", 0.43260),
        ("CUSA", 0.77011),
        ("CUSL", 0.44172),
        ("IMAG", 0.71445),
        ("PERQ", 0.87241),
        ("PERV", 0.81669),
    ],
)
def test_alphas_of_real_answers_are_those_of_r(name, expected):
    assert cronbach_alpha(block(name)).value == pytest.approx(expected, abs=6e-6)


@needs_mobi
def test_the_interval_of_feldt_is_that_of_pingouin():
    found = cronbach_alpha(block("PERQ"))

    assert (round(found.lower, 3), round(found.upper, 3)) == (0.847, 0.895)
    assert (found.n, found.method, found.flags) == (250, Method.FELDT, ())


@needs_mobi
def test_the_price_item_is_found_not_to_belong_to_loyalty():
    found = scale_reliability(block("CUSL"), names=["again", "price", "recommend"], resamples=0)

    price = found.items[1]
    assert price.name == "price"
    assert price.with_rest.flags == (Flag.UNRELIABLE,)
    assert price.alpha_without.value > found.alpha.value + 0.2
    assert all(each.alpha_without.value < found.alpha.value for each in found.items[::2])
    # Omega needed a variance below 0, so that alpha is what can be said.
    assert found.recommended is found.alpha


@needs_mobi
def test_two_items_get_the_formula_of_spearman_and_brown():
    x = block("PERV")
    r = stats.pearsonr(x[:, 0], x[:, 1])

    found = scale_reliability(x)

    ends = [2 * end / (1 + end) for end in r.confidence_interval()]
    assert found.spearman_brown.value == pytest.approx(2 * r.statistic / (1 + r.statistic))
    assert [found.spearman_brown.lower, found.spearman_brown.upper] == pytest.approx(ends)
    assert found.spearman_brown.value == pytest.approx(found.standardised_alpha.value)
    assert found.recommended is found.spearman_brown
    assert found.omega is None
    assert [each.alpha_without.has_value for each in found.items] == [False, False]


def test_each_item_is_held_against_the_sum_of_the_others():
    x = answered(1, 80, 4)

    found = scale_reliability(x, resamples=0)

    expected = stats.pearsonr(x[:, 2], x[:, [0, 1, 3]].sum(axis=1))
    item = found.items[2]
    assert item.with_rest.value == pytest.approx(expected.statistic)
    assert [item.with_rest.lower, item.with_rest.upper] == pytest.approx(
        list(expected.confidence_interval())
    )
    assert item.alpha_without == cronbach_alpha(x[:, [0, 1, 3]])


def test_the_interval_holds_the_true_alpha_as_often_as_it_says():
    found = [cronbach_alpha(answered(seed, 40, 3)) for seed in range(150)]

    held = sum(each.lower <= 0.75 <= each.upper for each in found)

    assert 135 <= held <= 149


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 6), st.floats(0.1, 50), st.floats(-9, 9))
def test_units_and_origin_do_not_matter(seed, k, unit, origin):
    x = answered(seed, 20, k)

    found = cronbach_alpha(x * unit + origin)

    assert found.value == pytest.approx(cronbach_alpha(x).value)
    assert found.lower < found.value < found.upper <= 1


def test_an_item_worded_the_other_way_round_shows():
    x = answered(3, 200, 4)
    x[:, 1] *= -1

    found = scale_reliability(x, resamples=0)

    flagged = [Flag.INCONSISTENT in each.with_rest.flags for each in found.items]
    assert flagged == [False, True, False, False]


def test_incomplete_cases_are_left_out_and_counted():
    x = answered(1, 28, 3)
    x[3, 1] = np.nan

    found = scale_reliability(x, resamples=0)

    assert (found.dropped, found.alpha.n) == (1, 27)
    assert Flag.FEW_CASES in found.alpha.flags


@pytest.mark.parametrize(
    ("answers", "names", "message"),
    [
        pytest.param(np.ones((9, 1)), (), "at least 2 items", id="one item"),
        pytest.param(np.ones((2, 3)), (), "at least 3 complete cases", id="few cases"),
        pytest.param([[1, 2], [1, 3], [1, 5]], ("a", "b"), "got 'a'", id="still item"),
        pytest.param(answered(1, 9, 3), ("a",), "a name for each of 3", id="names"),
    ],
)
def test_what_is_no_scale_is_refused(answers, names, message):
    with pytest.raises(ValueError, match=message):
        scale_reliability(answers, names=names)


def test_a_sum_that_never_varies_has_no_alpha():
    with pytest.raises(ValueError, match="a sum of items that varies"):
        cronbach_alpha([[1, 2], [2, 1], [3, 0]])


def weighted(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers to four items, and how many people each case stands for.

    Half of the cases are of a kind that makes up a fifth of all and has more in common.
    """
    rng = np.random.default_rng(seed)
    is_keen = rng.random(n) < 0.5
    common = np.where(is_keen, 1.5, 0.8)[:, np.newaxis] * rng.normal(size=(n, 1))
    return common + rng.normal(size=(n, 4)), np.where(is_keen, 0.4, 1.6)


# The common variance of all people is .2 × 1.5² + .8 × .8², beside 1 of each item's own.
COMMON = 0.2 * 1.5**2 + 0.8 * 0.8**2
TRUE_ALPHA = 4 * COMMON / (4 * COMMON + 1)


@pytest.mark.parametrize("k", [2, 4])
def test_whole_weights_are_cases_repeated_so_often(k):
    answers, _weights = weighted(1, 60)
    times = np.random.default_rng(2).integers(0, 4, size=60)

    found = scale_reliability(answers[:, :k], weights=times, resamples=0)

    repeated = scale_reliability(np.repeat(answers[:, :k], times, axis=0), resamples=0)
    assert found.alpha.value == pytest.approx(repeated.alpha.value, abs=1e-9)
    assert found.standardised_alpha.value == pytest.approx(repeated.standardised_alpha.value)
    assert found.recommended.value == pytest.approx(repeated.recommended.value, abs=1e-6)
    assert [each.with_rest.value for each in found.items] == pytest.approx(
        [each.with_rest.value for each in repeated.items]
    )
    assert (found.alpha.n, found.dropped) == ((times > 0).sum(), (times == 0).sum())
    # Cases that weigh unequally are worth fewer, so that less is known.
    assert found.alpha.effective_n < found.alpha.n
    assert found.alpha.upper - found.alpha.lower > repeated.alpha.upper - repeated.alpha.lower


def test_the_interval_with_weights_holds_the_true_alpha_as_often_as_it_says():
    samples = [weighted(seed, 150) for seed in range(400)]

    found = [cronbach_alpha(answers, weights=weights) for answers, weights in samples]

    assert 368 <= sum(each.lower <= TRUE_ALPHA <= each.upper for each in found) <= 396


def test_the_interval_of_omega_with_weights_holds_the_truth_as_often_as_it_says():
    samples = [weighted(seed, 150) for seed in range(100)]

    found = [omega(answers, weights=weights, resamples=200).total for answers, weights in samples]

    assert 87 <= sum(each.lower <= TRUE_ALPHA <= each.upper for each in found) <= 99


def test_many_weighted_cases_are_drawn_by_their_sums_as_few_are_one_by_one():
    answers, weights = weighted(7, 20_000)

    many = omega(answers, weights=weights, resamples=400).total
    fewer = omega(answers[:-1], weights=weights[:-1], resamples=400).total

    assert many.value == pytest.approx(fewer.value, abs=1e-4)
    assert many.upper - many.lower == pytest.approx(fewer.upper - fewer.lower, rel=0.15)


def test_an_item_that_never_varies_is_refused_with_weights_too():
    answers, weights = weighted(3, 50)
    answers[:, 2] = 0.1

    with pytest.raises(ValueError, match="got '3', which never does"):
        scale_reliability(answers, weights=weights, resamples=0)


def test_cases_worth_fewer_than_two_have_no_interval():
    answers, _weights = weighted(4, 30)

    found = cronbach_alpha(answers, weights=[1000.0] + [1.0] * 29)

    assert (found.has_value, found.has_interval) == (True, False)
    assert Flag.FEW_CASES in found.flags
