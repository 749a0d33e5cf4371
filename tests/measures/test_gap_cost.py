import numpy as np
import pytest
from scipy import stats

from heed.measures.estimates import Method
from heed.measures.gap_cost import answers_needed, cost_of_ignoring
from tests.measures.kiosk import answers, needs_kiosk, satisfaction


def drawn(seed: int, n: int, *, by_expected: float) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    e, p = rng.integers(1, 8, (2, n)).astype(float)
    return p, e, 0.5 * p + by_expected * e + rng.normal(size=n)


@needs_kiosk
def test_the_cost_of_real_answers_is_that_of_two_regressions():
    p, e = answers("perceived").mean(axis=1), answers("expected").mean(axis=1)
    z = satisfaction()

    found = cost_of_ignoring(p, e, z)

    r = np.corrcoef([p, e, z])
    both = (r[0, 2] ** 2 + r[1, 2] ** 2 - 2 * r[0, 1] * r[0, 2] * r[1, 2]) / (1 - r[0, 1] ** 2)
    assert found.both_share == pytest.approx(both)
    assert found.gap_share == pytest.approx(np.corrcoef(p - e, z)[0, 1] ** 2)
    assert found.perceived_share == pytest.approx(r[0, 2] ** 2)
    assert found.lost.value == pytest.approx(found.both_share - found.gap_share)
    assert 0.02 < found.lost.lower < found.lost.value < found.lost.upper < 0.3
    assert (found.n, found.lost.method) == (194, Method.BOOTSTRAP)


def test_where_only_perceived_counts_half_is_lost():
    # Var(z) = 0.25 · 4 + 1 = 2: perceived explains 1/2, the gap 1/4, as P and E are independent.
    found = cost_of_ignoring(*drawn(1, 20_000, by_expected=0))

    assert found.both_share == pytest.approx(0.5, abs=0.02)
    assert found.gap_share == pytest.approx(0.25, abs=0.02)
    assert found.perceived_share == pytest.approx(0.5, abs=0.02)
    # The predictions differ by 0.25 (P + E) less its mean: 0.25 · sqrt(8).
    assert found.typical_error == pytest.approx(0.25 * np.sqrt(8), abs=0.02)


def test_where_only_the_gap_counts_nothing_is_lost():
    found = cost_of_ignoring(*drawn(2, 5000, by_expected=-0.5))

    assert found.lost.value == pytest.approx(0, abs=0.002)
    assert found.lost.upper < 0.01
    assert found.typical_error < 0.1


def test_the_interval_covers_about_as_often_as_it_says():
    found = [
        cost_of_ignoring(*drawn(seed, 150, by_expected=0), resamples=200) for seed in range(200)
    ]

    covered = np.mean([cost.lost.lower <= 0.25 <= cost.lost.upper for cost in found])
    # Three standard errors of 200 draws are 0.046.
    assert covered == pytest.approx(0.94, abs=0.05)


def test_pairs_are_answers_that_were_given():
    p, e, z = drawn(3, 300, by_expected=0.1)

    found = cost_of_ignoring(p, e, z)

    gap = np.polyfit(p - e, z, 1)
    assert [(pair.expected, pair.perceived) for pair in found.pairs] == [
        (expected, perceived) for expected in (2, 4, 6) for perceived in (2, 4, 6)
    ]
    assert found.pairs[0].by_gap == pytest.approx(gap[1])
    assert found.pairs[0].error == pytest.approx(found.pairs[0].by_gap - found.pairs[0].by_both)
    assert found.pairs[0].error > 0 > found.pairs[-1].error


def test_a_seed_gives_always_the_same_interval():
    p, e, z = drawn(4, 100, by_expected=0)

    one, same, other = (cost_of_ignoring(p, e, z, seed=seed) for seed in (1, 1, 2))

    assert one == same
    assert one.lost.lower != other.lost.lower


def test_too_few_bootstrap_samples_are_refused():
    with pytest.raises(ValueError, match="at least 100 bootstrap samples, got 20"):
        cost_of_ignoring(*drawn(4, 100, by_expected=0), resamples=20)


def test_too_few_answers_are_refused():
    with pytest.raises(ValueError, match="Expected at least 60 answers"):
        cost_of_ignoring([1], [1], [1])


@pytest.mark.parametrize(
    ("gap_share", "free_share"), [(0.31, 0.35), (0.1, 0.2), (0.5, 0.51), (0.0, 0.15)]
)
def test_the_number_needed_gives_just_the_power_wanted_by_scipy(gap_share, free_share):
    needed = answers_needed(gap_share=gap_share, free_share=free_share)

    def power(n: int) -> float:
        critical = stats.f.ppf(0.95, 4, n - 6)
        effect = (free_share - gap_share) / (1 - free_share)
        return stats.ncf.sf(critical, 4, n - 6, effect * n)

    assert power(needed) >= 0.8 > power(needed - 1)


def test_the_number_needed_matches_the_published_one():
    # G*Power 3.1, linear multiple regression, R² increase: f² = 0.15, four tested of five
    # predictors, alpha 0.05, power 0.80: 85.
    share = 0.15 / 1.15

    assert answers_needed(gap_share=0, free_share=share) == 85


def test_a_large_loss_still_needs_the_fewest_answers():
    assert answers_needed(gap_share=0.1, free_share=0.8) == 60


@pytest.mark.parametrize(
    ("gap_share", "free_share", "power"),
    [(0.4, 0.3, 0.8), (0.3, 0.3, 0.8), (-0.1, 0.3, 0.8), (0.3, 1, 0.8), (0.3, 0.4, 0.04)],
)
def test_a_loss_that_is_none_is_refused(gap_share, free_share, power):
    with pytest.raises(ValueError, match="Expected 0 <= gap share < free share < 1"):
        answers_needed(gap_share=gap_share, free_share=free_share, power=power)


def test_a_loss_that_nobody_could_notice_is_refused():
    with pytest.raises(ValueError, match="Expected a loss that a million answers can show"):
        answers_needed(gap_share=0.3, free_share=0.3 + 1e-6)
