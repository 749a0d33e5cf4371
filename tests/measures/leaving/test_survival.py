import numpy as np
import pytest

from heed.measures.leaving.survival import kaplan_meier

# Remission in weeks of the 21 treated, of Freireich and others (1963), as printed in the textbooks.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_the_curve_is_that_of_the_textbooks():
    found = kaplan_meier(WEEKS, ENDED)

    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    expected = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found.shares == pytest.approx(expected, abs=5e-5)
    assert (found.median().value, found.median().lower) == (23, 13)
    assert (found.n, found.left) == (21, 9)


def test_its_bounds_are_those_of_greenwood_on_the_log_log_scale():
    found = kaplan_meier(WEEKS, ENDED)

    # Greenwood's sum up to week 10: 3 / (21 · 18) + 1 / (17 · 16) + 1 / (15 · 14).
    spread = np.sqrt(3 / (21 * 18) + 1 / (17 * 16) + 1 / (15 * 14))
    share = 18 / 21 * 16 / 17 * 14 / 15
    reach = 1.959963985 * spread / abs(np.log(share))
    assert found.at(10).lower == pytest.approx(share ** np.exp(reach))
    assert found.at(12).upper == pytest.approx(share ** np.exp(-reach))
    assert np.isnan(found.at(36).value)


def test_who_has_stayed_for_a_while_stays_with_the_quotient():
    found = kaplan_meier(WEEKS, ENDED)

    assert found.still_here(6, after=10).value == pytest.approx(
        found.at(16).value / found.at(10).value
    )
    assert found.still_here(6, after=10).n == 12


def test_the_mean_is_the_area_under_the_curve():
    found = kaplan_meier(WEEKS, ENDED)
    fine = np.arange(0, 30, 0.001) + 0.0005

    area = np.mean([found.at(age).value for age in fine[::20]]) * 30

    assert found.mean_up_to(30).value == pytest.approx(area, abs=0.02)


@pytest.mark.parametrize("has_entries", [False, True])
def test_intervals_cover_the_truth_as_often_as_they_say(has_entries):
    rng = np.random.default_rng(4)
    truth, covered = np.exp(-(0.8**1.3)), 0
    for _round in range(400):
        ages = rng.weibull(1.3, 300)
        entered = rng.uniform(0, 0.5, 300) if has_entries else np.zeros(300)
        seen = np.minimum(ages, entered + rng.uniform(0.4, 2.5, 300))
        is_in = seen > entered
        found = kaplan_meier(seen[is_in], (ages == seen)[is_in], entered=entered[is_in]).at(0.8)
        covered += found.lower <= truth <= found.upper

    assert covered / 400 == pytest.approx(0.95, abs=0.025)


def test_where_nobody_left_all_are_still_here():
    found = kaplan_meier([3, 5], [False, False])

    assert (found.at(4).value, found.times.size) == (1.0, 0)
    assert found.median().value == np.inf


@pytest.mark.parametrize(
    ("durations", "has_left", "entered", "said"),
    [
        pytest.param([], [], None, "at least one customer, got none", id="nobody"),
        pytest.param([1, 2], [True], None, "got 2, 1 and 2", id="lengths"),
        pytest.param([1, -2], [True, True], None, "durations of at least 0, got -2", id="negative"),
        pytest.param([1, np.nan], [True, True], None, "of at least 0, got nan", id="unknown"),
        pytest.param([1, 2], [True, True], [0, 3], "got 3 and 2", id="entered after the end"),
    ],
)
def test_what_is_no_history_is_refused(durations, has_left, entered, said):
    with pytest.raises(ValueError, match=said):
        kaplan_meier(durations, has_left, entered=entered)
