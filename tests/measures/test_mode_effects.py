import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag, Method
from heed.measures.mode_effects import mode_effects

NOT_KNOWN = float("nan")


def contrast_of(answers, modes, **options):
    (item,) = mode_effects(np.reshape(answers, (-1, 1)), modes, **options)
    (difference,) = item.differences
    return difference


def test_the_raw_difference_is_welchs_test_in_scipy():
    rng = np.random.default_rng(3)
    phone, link = rng.integers(1, 8, size=40), rng.integers(2, 7, size=90)
    reference = stats.ttest_ind(link, phone, equal_var=False)
    bounds = reference.confidence_interval(0.9)

    found = contrast_of([*phone, *link], ["phone"] * 40 + ["link"] * 90, confidence=0.9)

    assert (found.one, found.other) == ("link", "phone")
    assert (found.raw.t, found.raw.p) == pytest.approx((reference.statistic, reference.pvalue))
    assert found.raw.difference.lower == pytest.approx(bounds.low)
    assert found.raw.difference.upper == pytest.approx(bounds.high)
    assert found.raw.difference.method == Method.WELCH


def test_means_by_mode_have_students_interval():
    (item,) = mode_effects([[5], [6], [7], [3], [4], [8]], ["phone"] * 3 + ["link"] * 3)

    link, phone = item.figures
    half = stats.t.ppf(0.975, 2) * np.std([5, 6, 7], ddof=1) / np.sqrt(3)
    assert (link.mode, link.raw.value, phone.raw.value) == ("link", 5, 6)
    assert phone.raw.lower == pytest.approx(6 - half)
    assert phone.raw.flags == (Flag.FEW_CASES,)
    assert phone.standardised is None


def test_what_the_mix_of_people_explains_is_taken_away():
    # The way itself adds .5; those who answer by telephone are more often of high tier, and high
    # tier adds 1. Raw: .5 + 1 · (.8 - .3).
    rng = np.random.default_rng(11)
    is_phone = rng.random(20_000) < 0.4
    is_high = rng.random(20_000) < np.where(is_phone, 0.8, 0.3)
    answers = 4 + 0.5 * is_phone + 1.0 * is_high + rng.normal(size=20_000)

    found = contrast_of(
        answers,
        np.where(is_phone, "telephone", "link").tolist(),
        strata=np.where(is_high, "high", "low").tolist(),
    )

    raw, fair = found.raw.difference, found.standardised.difference
    assert raw.value == pytest.approx(-1.0, abs=0.05)
    assert fair.value == pytest.approx(-0.5, abs=0.05)
    assert fair.lower < -0.5 < fair.upper
    assert raw.upper < -0.5


def test_intervals_of_standardised_differences_cover_as_often_as_they_say():
    rng = np.random.default_rng(5)
    covered = 0
    for _time in range(400):
        is_phone = rng.random(150) < 0.4
        is_high = rng.random(150) < np.where(is_phone, 0.7, 0.4)
        # The way adds 0 in the one stratum and 1 in the other: .52 in the mix of all.
        answers = is_phone * is_high + rng.normal(size=150)
        found = contrast_of(
            answers,
            np.where(is_phone, "phone", "link").tolist(),
            strata=np.where(is_high, "high", "low").tolist(),
        )
        fair = found.standardised.difference
        covered += fair.lower < -0.52 < fair.upper

    assert 0.92 <= covered / 400 <= 0.98


def test_shares_have_wilsons_interval():
    (item,) = mode_effects([[1], [1], [1], [0]], ["a", "a", "b", "b"], is_share=True)

    assert (item.figures[0].raw.value, item.figures[0].raw.method) == (1, Method.WILSON)
    assert item.figures[0].raw.lower == pytest.approx(0.3424, abs=5e-5)


def test_p_values_stand_for_all_questions_together():
    rng = np.random.default_rng(2)
    modes = ["a"] * 60 + ["b"] * 60
    shift = np.array(modes) == "b"
    answers = np.column_stack([rng.normal(size=120) + shift, rng.normal(size=120)])

    first, second = (item.differences[0].raw for item in mode_effects(answers, modes))

    assert first.p_of_all == 2 * min(first.p, second.p)
    assert second.p_of_all == max(first.p_of_all, first.p, second.p)


def test_strata_without_answers_of_a_mode_are_left_out_and_counted():
    answers = [[1], [2], [3], [4], [5], [6], [7], [8]]
    modes = ["a", "a", "b", "b", "a", "a", "b", "a"]
    strata = ["x", "x", "x", "x", "y", "y", "y", ""]

    (item,) = mode_effects(answers, modes, strata=strata)

    assert item.covered == 0.5
    assert item.differences[0].standardised.difference.value == -2


def test_without_a_stratum_to_compare_there_is_no_standardised_figure():
    (item,) = mode_effects([[1], [2], [3], [4]], ["a", "a", "b", "b"], strata=["x", "x", "y", "y"])

    assert item.covered == 0
    assert item.differences[0].standardised is None
    assert item.figures[0].standardised is None


def test_a_way_whose_people_are_in_no_known_stratum_has_no_standardised_figure():
    modes, strata = ["a"] * 3 + ["b"] * 3 + ["c"] * 2, ["x"] * 6 + ["x", ""]

    (item,) = mode_effects([[5], [6], [7], [3], [4], [5], [2], [4]], modes, strata=strata)

    assert [each.standardised is None for each in item.figures] == [False, False, True]
    assert [each.standardised is None for each in item.differences] == [False, True, True]


def test_a_way_with_one_answer_has_a_mean_and_no_difference():
    (item,) = mode_effects([[1], [2], [3], [5], [4]], ["a", "a", "b", "b", "c"])

    assert [(each.one, each.other) for each in item.differences] == [("a", "b")]
    assert (item.figures[2].raw.value, item.figures[2].raw.has_interval) == (4, False)


def test_where_all_answer_alike_there_is_no_test():
    found = contrast_of([3, 3, 5, 5], ["a", "a", "b", "b"]).raw

    assert (found.difference.value, found.difference.flags) == (
        -2,
        (Flag.FEW_CASES, Flag.NO_SPREAD),
    )
    assert np.isnan(found.p)


@given(st.integers(0, 2**32 - 1))
def test_one_stratum_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    answers, weights = rng.integers(1, 6, size=(30, 1)), rng.uniform(0.5, 3, size=30)

    (item,) = mode_effects(answers, ["a", "b"] * 15, strata=["x"] * 30, weights=weights)

    (difference,) = item.differences
    assert difference.standardised.difference.value == pytest.approx(
        difference.raw.difference.value, abs=1e-12
    )
    assert difference.standardised.p == pytest.approx(difference.raw.p, nan_ok=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param({"modes": ["a", "a"]}, "two ways of asking, got a", id="one way"),
        pytest.param({"modes": ["a"]}, "one mode for each of 2", id="modes"),
        pytest.param({"modes": ["a", "b"], "strata": ["x"]}, "one stratum for each", id="strata"),
        pytest.param({"modes": ["a", "b"], "is_share": True}, "1 where they count", id="share"),
        pytest.param({"modes": ["a", "b"], "names": ["p", "q"]}, "1 names, got 2", id="names"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        mode_effects([[4], [5]], **arguments)
