import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.servqual_items import Side, item_gaps
from tests.measures import kiosk, kiosk_items

nan = float("nan")
rows = st.lists(st.tuples(*[st.integers(1, 7)] * 4), min_size=3, max_size=25)


@kiosk.needs_kiosk
def test_item_gaps_of_real_answers_match_r():
    perceived, expected = kiosk_items.tables()
    reference = kiosk_items.reference("gap_ipa")

    found = item_gaps(perceived, expected, kiosk_items.NAMES, lowest=1, highest=7)

    def column(name: str) -> list[float]:
        return [float(row[name]) for row in reference]

    np.testing.assert_allclose([item.expected.value for item in found], column("E"), rtol=1e-12)
    np.testing.assert_allclose([item.perceived.value for item in found], column("P"), rtol=1e-12)
    np.testing.assert_allclose([item.gap.value for item in found], column("gap"), rtol=1e-11)
    np.testing.assert_allclose([item.gap_spread for item in found], column("sd_gap"), rtol=1e-12)
    np.testing.assert_allclose([item.correlation for item in found], column("r_EP"), rtol=1e-9)
    np.testing.assert_allclose(
        [item.expected_spread for item in found], expected.std(axis=0, ddof=1), rtol=1e-12
    )
    np.testing.assert_allclose([item.t for item in found], column("t"), rtol=1e-11)
    np.testing.assert_allclose([item.p for item in found], column("p"), rtol=1e-9)
    assert {item.gap.n for item in found} == {194}


@kiosk.needs_kiosk
def test_expectations_at_the_ceiling_are_flagged_item_by_item():
    perceived, expected = kiosk_items.tables()

    found = item_gaps(perceived, expected, kiosk_items.NAMES, lowest=1, highest=7)

    crowded = np.mean(expected == 7, axis=0) > 0.5
    assert [Flag.CEILING in item.gap.flags for item in found] == crowded.tolist()
    assert [item.expected_at_highest.value for item in found] == pytest.approx(
        np.mean(expected == 7, axis=0)
    )
    assert 10 < crowded.sum() < 24


@settings(max_examples=25)
@given(rows)
def test_exchanging_the_sides_mirrors_every_gap(answers):
    table = np.array(answers, dtype=float)
    scale = {"lowest": 1, "highest": 7}

    here = item_gaps(table[:, :2], table[:, 2:], ["a", "b"], **scale)
    there = item_gaps(table[:, 2:], table[:, :2], ["a", "b"], **scale)

    for one, other in zip(here, there, strict=True):
        assert one.gap.value == pytest.approx(-other.gap.value, abs=1e-12)
        assert one.sides[Side.BELOW] == other.sides[Side.ABOVE]
        assert sum(side.value for side in one.sides.values()) == pytest.approx(1)


def test_a_pair_with_one_side_unanswered_is_left_out_of_its_item_alone():
    found = item_gaps(
        [[5, 6], [nan, 4], [4, 5]], [[6, 6], [7, nan], [6, 7]], ["a", "b"], lowest=1, highest=7
    )

    assert [item.gap.n for item in found] == [2, 2]
    assert [item.expected.value for item in found] == [6, 6.5]
    assert [item.gap.value for item in found] == [-1.5, -1]


def test_all_tests_together_are_stricter_than_one():
    rng = np.random.default_rng(3)
    expected = rng.integers(3, 8, (60, 5)).astype(float)
    perceived = np.clip(expected + rng.integers(-2, 2, (60, 5)), 1, 7)

    found = item_gaps(perceived, expected, list("abcde"), lowest=1, highest=7)

    for at, item in enumerate(found):
        assert item.p == pytest.approx(
            stats.ttest_rel(perceived[:, at], expected[:, at]).pvalue, rel=1e-8
        )
        assert item.p <= item.p_of_all <= 5 * item.p


def test_equal_gaps_have_no_test():
    item = item_gaps([[5], [6]], [[6], [7]], ["a"], lowest=1, highest=7)[0]

    assert np.isnan(item.t)
    assert item.correlation == pytest.approx(1)
    assert np.isnan(item.p_of_all)
    assert Flag.NO_SPREAD in item.gap.flags


def test_a_side_that_never_varies_goes_with_nothing():
    item = item_gaps([[5], [6]], [[7], [7]], ["a"], lowest=1, highest=7)[0]

    assert np.isnan(item.correlation)
    assert item.expected_spread == 0


def test_weights_count_people():
    item = item_gaps([[5], [7]], [[7], [7]], ["a"], lowest=1, highest=7, weights=[3, 1])[0]

    assert (item.gap.value, item.gap.n) == (-1.5, 2)
    assert item.sides[Side.BELOW].value == 0.75


@pytest.mark.parametrize(
    ("perceived", "expected", "names", "message"),
    [
        pytest.param([[5, 5]], [[5]], ["a"], "same persons and items", id="shapes"),
        pytest.param([[5]], [[8]], ["a"], "expected answers from 1 to 7", id="off the scale"),
        pytest.param([[5]], [[7]], ["a", "b"], "a name for each of 1", id="names"),
    ],
)
def test_what_makes_no_sense_is_refused(perceived, expected, names, message):
    with pytest.raises(ValueError, match=message):
        item_gaps(perceived, expected, names, lowest=1, highest=7)
