import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.agreement import Weighting, cohen_kappa, fleiss_kappa
from heed.measures.estimates import Flag, Method
from tests.measures.published_ratings import TWO_RATERS, anxiety, diagnoses, two_raters

NONE, LINEAR, QUADRATIC = Weighting


def rated(seed: int, n: int, *, same: float) -> tuple[np.ndarray, np.ndarray]:
    """Two ratings among four equal categories; of a share `same` the second copies the first.

    Otherwise it is drawn anew, so that the true kappa is `same`.
    """
    rng = np.random.default_rng(seed)
    first, other = rng.integers(4, size=(2, n))
    return first, np.where(rng.random(n) < same, first, other)


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        # SAS, FREQ procedure: kappa and its 95 % limits.
        pytest.param(NONE, (0.4842, 0.2137, 0.7547), id="plain"),
        pytest.param(LINEAR, (0.4701, 0.1845, 0.7558), id="linear"),
    ],
)
def test_kappa_and_its_limits_are_those_of_sas(weighting, expected):
    found = cohen_kappa(*two_raters(TWO_RATERS), weighting=weighting, categories=(0, 1, 2))

    assert (found.value, found.lower, found.upper) == pytest.approx(expected, abs=6e-5)
    assert (found.n, found.method, found.flags) == (19, Method.DELTA, (Flag.FEW_CASES,))


@pytest.mark.parametrize(
    ("weighting", "expected"),
    # R irr, kappa2 on the second and third rater of the anxiety ratings; categories that occur.
    [(NONE, -0.006289308), (LINEAR, 0.1459075), (QUADRATIC, 0.2520325)],
)
def test_kappas_are_those_of_r(weighting, expected):
    found = cohen_kappa(*anxiety()[:, 1:].T, weighting=weighting)

    assert found.value == pytest.approx(expected, abs=6e-8)


def test_the_diagnoses_of_fleiss_give_his_kappa():
    # Fleiss (1971) prints .430; R irr .4302445.
    found = fleiss_kappa(diagnoses())

    assert found.value == pytest.approx(0.4302445, abs=6e-8)
    assert 0.25 < found.lower < 0.37
    assert 0.49 < found.upper < 0.6
    assert (found.n, found.method) == (30, Method.BOOTSTRAP)


def test_the_interval_of_cohen_holds_the_truth_as_often_as_it_says():
    found = [cohen_kappa(*rated(seed, 100, same=0.6)) for seed in range(200)]

    held = sum(each.lower <= 0.6 <= each.upper for each in found)

    assert 183 <= held <= 197


def test_the_interval_of_fleiss_holds_the_truth_as_often_as_it_says():
    found = [
        fleiss_kappa(np.column_stack(rated(seed, 100, same=0.6)), resamples=300, seed=seed)
        for seed in range(60)
    ]

    assert sum(each.lower <= 0.6 <= each.upper for each in found) >= 52


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([NONE, LINEAR, QUADRATIC]))
def test_it_does_not_matter_who_is_first_nor_from_which_end_categories_count(seed, weighting):
    first, second = rated(seed, 40, same=0.4)

    found = cohen_kappa(first, second, weighting=weighting)

    swapped = cohen_kappa(second, first, weighting=weighting)
    turned = cohen_kappa(3 - first, 3 - second, weighting=weighting)
    assert swapped.value == pytest.approx(found.value)
    assert (turned.value, turned.lower) == pytest.approx((found.value, found.lower))


def test_words_are_ordered_as_they_are_given():
    first, second = ["low", "mid", "high", "mid"] * 10, ["low", "mid", "high", "high"] * 10

    in_order = cohen_kappa(first, second, weighting=LINEAR, categories=("low", "mid", "high"))
    by_alphabet = cohen_kappa(first, second, weighting=LINEAR)

    assert in_order.value > by_alphabet.value


def test_what_one_did_not_rate_is_left_out():
    first, second = rated(1, 40, same=0.5)

    found = cohen_kappa([*first, None, 2], [*second, 1, float("nan")])

    assert found == cohen_kappa(first, second)


def test_raters_who_agree_in_all_have_no_interval():
    found = cohen_kappa([1, 2, 3, 1], [1, 2, 3, 1])

    assert (found.value, found.has_interval) == (1, False)


@pytest.mark.parametrize("found", [
    pytest.param(cohen_kappa([1] * 40, [1] * 40), id="cohen"),
    pytest.param(fleiss_kappa([[1, 1]] * 40), id="fleiss"),
])  # fmt: skip
def test_one_category_alone_tells_nothing(found):
    assert not found.has_value
    assert found.flags == (Flag.NO_SPREAD,)


@pytest.mark.parametrize(
    ("first", "second", "categories", "message"),
    [
        pytest.param([1, 2], [1], (), "a rating of each case by both", id="lengths"),
        pytest.param([1, None], [None, 2], (), "cases rated by both", id="never both"),
        pytest.param([1, 2], [1, 9], (1, 2), "got 9", id="strange"),
    ],
)
def test_what_is_no_pair_of_ratings_is_refused(first, second, categories, message):
    with pytest.raises(ValueError, match=message):
        cohen_kappa(first, second, categories=categories)


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        pytest.param([[1, 2], [1, None]], "1 missing", id="missing"),
        pytest.param([[1], [2]], "1 raters", id="alone"),
        pytest.param([1, 2], "shape", id="one row"),
    ],
)
def test_what_is_no_table_of_ratings_is_refused(ratings, message):
    with pytest.raises(ValueError, match=message):
        fleiss_kappa(ratings)
