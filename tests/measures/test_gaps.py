import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.gaps import (
    Zone,
    felt_gap_estimate,
    gap_estimate,
    gap_estimate_from_sums,
    signed_gap,
    zone_shares,
    zones_of_tolerance,
)

KIOSK = Path(__file__).parents[3] / "shared/data/measure/kiosk_servqual_kano_ipa"
KIOSK_REFERENCE = KIOSK / "kiosk_gap_ipa_R_reference.csv"
nan = float("nan")
pairs = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=2, max_size=60)


def columns(path: Path) -> dict[str, list[float]]:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    numeric = [name for name in rows[0] if rows[0][name].replace(".", "").isdigit()]
    return {name: [float(row[name]) for row in rows] for name in numeric}


@pytest.mark.parametrize(
    ("delivered", "promised", "more_is_better", "gap"),
    [
        pytest.param(3, 5, False, 2, id="sooner than promised"),
        pytest.param(8, 5, False, -3, id="later than promised"),
        pytest.param(8, 5, True, 3, id="more than promised"),
        pytest.param(5, 5, True, 0, id="as promised"),
    ],
)
def test_a_gap_is_signed_so_that_more_is_better(delivered, promised, more_is_better, gap):
    assert float(signed_gap(delivered, promised, more_is_better=more_is_better)) == gap


@pytest.mark.skipif(not KIOSK.is_dir(), reason=f"The kiosk answers are not in {KIOSK}.")
@pytest.mark.parametrize("item", range(24))
def test_gaps_of_real_answers_match_r(item):
    # 194 visitors, expected and perceived; the reference was computed with R.
    reference = {name: column[item] for name, column in columns(KIOSK_REFERENCE).items()}
    answers = columns(KIOSK / "kiosk_clean_194.csv")
    number = int(reference["item"])

    found = felt_gap_estimate(answers[f"sq{number}_2"], answers[f"sq{number}_1"])

    half = stats.t.ppf(0.975, 193) * reference["sd_gap"] / np.sqrt(194)
    assert found.n == 194
    assert found.value == pytest.approx(reference["P"] - reference["E"], abs=1e-12)
    assert found.upper - found.value == pytest.approx(half, abs=1e-9)


@given(pairs)
def test_the_interval_of_pairs_is_that_of_the_paired_t_test(answers):
    perceived, expected = np.array(answers, dtype=float).T

    found = gap_estimate(perceived, expected)

    half = stats.t.ppf(0.975, len(answers) - 1) * stats.sem(perceived - expected)
    assert found.value == pytest.approx(np.mean(perceived - expected), abs=1e-12)
    assert found.lower == pytest.approx(found.value - half, abs=1e-9)
    assert found.upper == pytest.approx(found.value + half, abs=1e-9)


@given(pairs, st.booleans())
def test_sums_give_the_same_as_pairs(answers, more_is_better):
    actual, reference = np.array(answers, dtype=float).T
    gaps = actual - reference
    of_sums = gap_estimate_from_sums(
        len(answers), gaps.sum(), (gaps**2).sum(), more_is_better=more_is_better
    )

    of_pairs = gap_estimate(actual, reference, more_is_better=more_is_better)

    assert (of_sums.value, of_sums.lower, of_sums.upper) == pytest.approx(
        (of_pairs.value, of_pairs.lower, of_pairs.upper), abs=1e-7
    )


@given(pairs)
def test_turning_the_direction_mirrors_the_estimate(answers):
    actual, reference = np.array(answers, dtype=float).T

    more = gap_estimate(actual, reference)
    less = gap_estimate(actual, reference, more_is_better=False)

    assert (less.value, less.lower, less.upper) == pytest.approx(
        (-more.value, -more.upper, -more.lower), abs=1e-12
    )


def test_large_values_keep_their_digits():
    actual = 1e9 + np.array([0.0, 1.0, 2.0])

    found = gap_estimate(actual, [0.0, 0.0, 0.0])

    assert found.value == 1e9 + 1
    assert found.upper - found.value == pytest.approx(4.302652730 / np.sqrt(3), abs=1e-6)


def test_a_case_with_one_side_unknown_is_left_out():
    found = gap_estimate([6, nan, 5, 4], [7, 6, nan, 4])

    assert (found.value, found.n) == (-0.5, 2)


@pytest.mark.parametrize(
    ("perceived", "n", "has_value"),
    [pytest.param([nan], 0, False, id="no pair"), pytest.param([6], 1, True, id="one pair")],
)
def test_too_few_pairs_have_no_interval(perceived, n, has_value):
    found = felt_gap_estimate(perceived, [7])

    assert (found.n, found.has_value, found.has_interval) == (n, has_value, False)


@pytest.mark.parametrize("answer", [0, 8, 7.5])
def test_a_felt_answer_off_the_scale_is_refused(answer):
    with pytest.raises(ValueError, match="Expected answers from 1 to 7"):
        felt_gap_estimate([answer], [4])


def test_sides_of_different_length_are_refused():
    with pytest.raises(ValueError, match="Expected as many values as references"):
        gap_estimate([1, 2], [1])


def test_infinite_values_are_refused():
    with pytest.raises(ValueError, match="Expected finite values"):
        gap_estimate([float("inf"), 1], [1, 1])


@pytest.mark.parametrize(
    ("perceived", "more_is_better", "zone"),
    [
        pytest.param(2, True, Zone.BELOW, id="below adequate"),
        pytest.param(3, True, Zone.WITHIN, id="at adequate"),
        pytest.param(6, True, Zone.WITHIN, id="at desired"),
        pytest.param(7, True, Zone.ABOVE, id="above desired"),
        pytest.param(7, False, Zone.BELOW, id="longer than adequate"),
        pytest.param(2, False, Zone.ABOVE, id="shorter than desired"),
    ],
)
def test_both_bounds_belong_to_the_zone_of_tolerance(perceived, more_is_better, zone):
    adequate, desired = (3, 6) if more_is_better else (6, 3)

    found = zones_of_tolerance([perceived], adequate, desired, more_is_better=more_is_better)

    assert found.tolist() == [zone]


@pytest.mark.parametrize(
    ("perceived", "adequate", "desired", "message"),
    [
        pytest.param([4], 6, 3, "at least as good as the adequate", id="desired below adequate"),
        pytest.param([4], nan, 3, "at least as good as the adequate", id="adequate unknown"),
        pytest.param([nan], 3, 6, "with a known outcome", id="perceived unknown"),
    ],
)
def test_zones_that_make_no_sense_are_refused(perceived, adequate, desired, message):
    with pytest.raises(ValueError, match=message):
        zones_of_tolerance(perceived, adequate, desired)


def test_zone_shares_add_up_to_one():
    found = zone_shares(3, 15, 2)

    assert [found[zone].value for zone in Zone] == [0.15, 0.75, 0.1]
    assert {estimate.n for estimate in found.values()} == {20}


def test_zone_shares_of_no_case_have_no_value():
    assert not zone_shares(0, 0, 0)[Zone.WITHIN].has_value


def test_negative_zone_counts_are_refused():
    with pytest.raises(ValueError, match="Expected counts of at least 0"):
        zone_shares(-1, 2, 3)
