import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from heed.measures.estimates import Flag
from heed.measures.kano import kano, kano_of_counts
from heed.measures.kano_answers import kano_categories
from heed.measures.kano_tables import Category
from heed.measures.shares import wilson_interval
from tests.measures.kiosk import needs_kiosk
from tests.measures.kiosk_kano import kano_pairs, kano_reference

COUNTS = st.fixed_dictionaries({letter: st.integers(0, 200) for letter in "MOAIRQ"})


@needs_kiosk
def test_the_kiosk_gives_what_r_gives_in_every_column():
    # kiosk_kano_R_reference.csv: 29 features, 15 digits.
    reference = kano_reference()

    found = kano(kano_categories(*kano_pairs(), table="berger"))

    assert [
        (each.name, *map(str, map(int, each.counts.values())), str(each.n), str(each.mode))
        for each in found
    ] == [tuple(row[name] for name in ("attr", *"MOAIRQ", "n", "mode")) for row in reference]
    assert [each.fong.is_significant for each in found] == [
        row["fong_sig"] == "TRUE" for row in reference
    ]
    columns = ("TS", "CSmargin", "better", "worse", "fong_lhs", "fong_rhs")
    np.testing.assert_allclose(
        [
            (
                each.total_strength.value,
                each.category_strength.value,
                each.better.value,
                each.worse.value,
                each.fong.difference,
                each.fong.threshold,
            )
            for each in found
        ],
        [[float(row[name]) for name in columns] for row in reference],
        rtol=1e-13,
    )


@pytest.mark.parametrize(
    ("counts", "mode", "category", "better", "worse", "difference", "threshold", "is_told_apart"),
    [
        pytest.param((95, 123, 45, 33, 0, 0), "O", "O", 0.568, -0.736, 28, 19.4, True, id="app"),
        pytest.param(
            (101, 54, 54, 81, 3, 3), "M", "M", 0.372, -0.534, 20, 18.5, True, id="service"
        ),
        pytest.param(
            (15, 24, 121, 124, 6, 6), "I", "A", 0.511, -0.137, 3, 19.8, False, id="hotline"
        ),
        pytest.param(
            (65, 87, 93, 51, 0, 0), "A", "O", 0.608, -0.514, 6, 18.5, False, id="loan machine"
        ),
        pytest.param((9, 18, 83, 177, 6, 3), "I", "I", 0.352, -0.094, 94, 19.9, True, id="return"),
    ],
)
def test_counts_give_the_figures_printed_for_a_maker_of_cleaning_machines(
    counts, mode, category, better, worse, difference, threshold, is_told_apart
):
    # W. Peter, stp25kano, README: five features, n = 296; coefficients to 3 digits, Fong's to 1.
    found = kano_of_counts(dict(zip("MOAIRQ", counts, strict=True)))

    assert (found.n, found.mode, found.category) == (296, mode, category)
    assert (round(found.better.value, 3), round(found.worse.value, 3)) == (better, worse)
    assert (found.fong.difference, round(found.fong.threshold, 1)) == (difference, threshold)
    assert found.fong.is_significant == is_told_apart


def test_fongs_threshold_is_not_rounded():
    # Of 200 answers 60 and 40: 1.65 sqrt(100 * 300 / 400) = 14.289.
    found = kano_of_counts({"M": 60, "O": 40, "A": 30, "I": 35, "Q": 35})

    assert found.fong.threshold == pytest.approx(1.65 * np.sqrt(75), rel=1e-14)


@pytest.mark.parametrize(("first", "second"), [(87, 51), (81, 77), (40, 40), (5, 0)])
def test_the_exact_alternative_is_the_binomial_test(first, second):
    found = kano_of_counts({"A": first, "M": second, "Q": 12})

    assert found.fong.p == pytest.approx(binomtest(first, first + second).pvalue, rel=1e-9)


def test_better_and_worse_have_wilsons_interval_of_those_who_judged():
    found = kano_of_counts({"M": 87, "O": 51, "A": 39, "I": 16, "R": 30, "Q": 1})

    lower, upper = wilson_interval([90, 138], [193, 193])
    assert (found.better.lower, found.better.upper) == pytest.approx((lower[0], upper[0]))
    assert (found.worse.lower, found.worse.upper) == pytest.approx((-upper[1], -lower[1]))
    assert (found.better.n, found.total_strength.n) == (193, 224)


def test_blauths_rule_asks_first_whether_the_feature_is_felt_at_all():
    felt = kano_of_counts({"M": 30, "O": 25, "A": 20, "I": 40})
    unfelt = kano_of_counts({"M": 45, "I": 30, "R": 20})

    assert (felt.mode, felt.blauth) == (Category.INDIFFERENT, Category.MUST_BE)
    assert (unfelt.mode, unfelt.blauth) == (Category.MUST_BE, Category.INDIFFERENT)


@pytest.mark.parametrize(
    ("counts", "category", "is_mixed"),
    [
        pytest.param({"A": 53, "M": 47}, Category.MUST_BE, False, id="exactly 6 % apart"),
        pytest.param({"A": 54, "M": 46}, Category.ATTRACTIVE, False, id="8 % apart"),
        pytest.param({"I": 34, "A": 33, "O": 33}, Category.ONE_DIMENSIONAL, True, id="three"),
        pytest.param(
            # A weblog survey printed in per cent: two peaks.
            {"M": 382, "O": 82, "A": 334, "I": 183, "R": 11, "Q": 8},
            Category.MUST_BE,
            True,
            id="post to blogs",
        ),
    ],
)
def test_a_near_tie_goes_to_the_first_of_m_o_a_i(counts, category, is_mixed):
    found = kano_of_counts(counts)

    assert (found.category, found.is_mixed) == (category, is_mixed)


def test_few_contradictory_and_undecided_answers_are_flagged():
    few = kano_of_counts({"M": 5, "O": 4})
    strange = kano_of_counts({"Q": 60, "M": 40})

    assert few.flags == (Flag.FEW_CASES, Flag.UNDECIDED)
    assert strange.flags == (Flag.INCONSISTENT,)
    assert kano_of_counts({"A": 40}).average.flags == (Flag.NO_SPREAD,)


def test_a_feature_that_few_feel_is_weak():
    assert kano_of_counts({"A": 59, "I": 41}).is_weak
    assert not kano_of_counts({"A": 60, "I": 40}).is_weak


def test_weights_count_as_so_many_people_but_are_worth_fewer():
    categories = [["M"], ["M"], ["O"], ["I"], [""]]

    weighted = kano(categories, weights=[1, 3, 2, 2, 9])[0]
    repeated = kano_of_counts({"M": 4, "O": 2, "I": 2})

    assert weighted.counts == repeated.counts
    assert weighted.better.value == repeated.better.value == 0.25
    assert (weighted.n, weighted.effective_n) == (4, pytest.approx(64 / 18))
    assert weighted.better.upper > repeated.better.upper


def test_equal_weights_change_nothing():
    categories = [["M"], ["M"], ["O"], ["I"]] * 9

    assert kano(categories, weights=[1] * 36) == kano(categories)
    assert kano(categories, weights=[0.3] * 36)[0].better.lower == pytest.approx(
        kano(categories)[0].better.lower
    )


def test_a_feature_nobody_answered_has_no_category_and_no_figures():
    found = kano([[""], [""]])[0]

    assert (found.n, found.mode, found.category, found.blauth) == (0, None, None, None)
    assert not any(
        each.has_value for each in (found.better, found.worse, found.average, found.total_strength)
    )
    assert np.isnan(found.fong.p)


@settings(max_examples=60, deadline=None)
@given(COUNTS.filter(lambda counts: sum(counts[letter] for letter in "MOAI") > 0))
def test_figures_stay_in_their_range_and_hold_together(counts):
    found = kano_of_counts(counts)

    for share in (found.better, found.total_strength, found.category_strength, found.average):
        assert 0 <= share.lower <= share.value + 1e-12
        assert share.value - 1e-12 <= share.upper <= 1
    assert -1 <= found.worse.lower <= found.worse.value <= found.worse.upper <= 0
    assert found.average.value == pytest.approx((found.better.value - found.worse.value) / 2)
    assert 0 < found.fong.p <= 1


def test_intervals_hold_the_truth_in_nineteen_of_twenty_samples():
    shares = {"M": 0.25, "O": 0.2, "A": 0.3, "I": 0.15, "R": 0.05, "Q": 0.05}
    better, average, strength = 0.5 / 0.9, (0.2 + 0.55 / 2) / 0.9, 0.75
    samples = np.random.default_rng(5).multinomial(150, list(shares.values()), size=400)

    found = [kano_of_counts(dict(zip(shares, map(int, each), strict=True))) for each in samples]

    truths = {"better": better, "average": average, "total_strength": strength}
    for name, truth in truths.items():
        held = np.mean([getattr(e, name).lower <= truth <= getattr(e, name).upper for e in found])
        assert 0.92 <= held <= 0.98


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(lambda: kano(["M"]), "one row of categories per person", id="one row"),
        pytest.param(lambda: kano([["X"]]), "got 'X'", id="no category"),
        pytest.param(lambda: kano([["M", "O"]], names=["a"]), "2 names, got 1", id="names"),
        pytest.param(lambda: kano([["M"]], weights=[-1]), "weights of at least 0", id="weight"),
        pytest.param(lambda: kano([["M"]], confidence=95), "confidence strictly", id="percent"),
        pytest.param(lambda: kano_of_counts({"M": -1}), "counts of at least 0", id="count"),
        pytest.param(lambda: kano_of_counts({"B": 1}), "of M, O, A, I, R, Q", id="letter"),
    ],
)
def test_what_cannot_be_counted_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
