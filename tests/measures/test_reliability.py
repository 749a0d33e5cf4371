import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag, Method
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
