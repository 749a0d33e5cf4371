import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.disappointment import (
    disappointment_from_samples,
    disappointment_from_survival,
)

nan = float("nan")
GRID = np.linspace(0, 400, 4001)


def test_a_long_grid_gives_the_figures_of_an_exponential_duration():
    # Mean 10: the chance to exceed e is exp(-e/10), the mean excess is always 10.
    found = disappointment_from_survival(
        GRID, np.exp(-GRID / 10), [5, 20, 40], fallback_width=5, weight=[1, 2, 3]
    )

    np.testing.assert_allclose(found.chance, np.exp([-0.5, -2, -4]), rtol=1e-4)
    np.testing.assert_allclose(found.distance, 2, rtol=1e-3)
    np.testing.assert_allclose(found.score, 2 * np.exp([-0.5, -2, -4]) * [1, 2, 3], rtol=1e-3)


def test_time_already_waited_counts():
    # Without memory: having waited 12 of 20 leaves exp(-0.8); 30 of 20 is 10 over, and 10 more.
    found = disappointment_from_survival(
        GRID, np.exp(-GRID / 10), 20, elapsed=[0, 12, 30], fallback_width=10
    )

    np.testing.assert_allclose(found.chance, [np.exp(-2), np.exp(-0.8), 1], rtol=1e-4)
    np.testing.assert_allclose(found.distance, [1, 1, 2], rtol=1e-3)


def test_curves_and_samples_agree():
    rng = np.random.default_rng(4)
    durations = np.sort(rng.gamma(3, 4, 4000))
    grid = np.quantile(durations, np.linspace(0.001, 1, 800))
    survival = 1 - np.searchsorted(durations, grid, side="right") / durations.size
    expected = np.array([4.0, 12.0, 25.0])

    by_curve = disappointment_from_survival(grid, survival, expected, fallback_width=3)
    by_sample = disappointment_from_samples(durations, expected, fallback_width=3)

    np.testing.assert_allclose(by_curve.chance, by_sample.chance, atol=0.003)
    np.testing.assert_allclose(by_curve.score, by_sample.score, rtol=0.02)


def test_each_case_can_have_a_curve_of_its_own():
    found = disappointment_from_survival(
        [[1, 2], [10, 20]], [[0.5, 0], [0.5, 0]], [1, 10], fallback_width=[1, 10]
    )

    np.testing.assert_allclose(found.chance, 0.5)
    np.testing.assert_allclose(found.score, 0.25)


@given(
    st.lists(st.floats(0.01, 50), min_size=2, max_size=12, unique=True),
    st.floats(0, 80),
    st.floats(0, 80),
)
def test_the_score_is_the_area_under_the_curve_beyond_the_expected_time(times, expected, elapsed):
    grid = np.sort(times)
    survival = np.linspace(1, 0, grid.size + 1)[1:]

    found = disappointment_from_survival(
        grid, survival, expected, elapsed=elapsed, fallback_width=1
    )

    def open_at(t):
        return np.interp(t, [0, *grid], [1, *survival])

    fine = np.unique([*np.linspace(min(max(elapsed, expected), 80), 80, 4001), *grid])
    fine = fine[fine >= max(elapsed, expected)]
    left = float(open_at(elapsed))
    area = float(np.trapezoid(open_at(fine), fine)) / left if left > 0 else 0.0
    assert found.score[0] == pytest.approx(area + max(elapsed - expected, 0), rel=1e-6, abs=1e-6)
    assert 0 <= found.chance[0] <= 1


def test_what_is_still_open_at_the_end_is_marked():
    found = disappointment_from_survival(
        [5, 10], [0.6, 0.2], [2, 2], elapsed=[0, 12], fallback_width=1
    )

    assert found.is_cut_off.tolist() == [True, True]
    assert found.chance.tolist() == pytest.approx([1 - 0.4 * 2 / 5, 1])
    assert found.distance[1] == 10


def test_a_case_that_lasts_longer_than_all_before_is_marked():
    found = disappointment_from_survival(
        [5, 10], [0.6, 0], [2, 20], elapsed=[0, 12], fallback_width=1
    )

    assert found.is_cut_off.tolist() == [False, True]
    assert found.score[1] == 0


def test_the_zone_of_tolerance_goes_before_the_fallback():
    found = disappointment_from_samples(
        [4, 8], [6, 6, 6], desired=[6, nan, 6], adequate=[2, 4, 6], fallback_width=1
    )

    assert found.has_own_width.tolist() == [True, False, False]
    assert found.distance.tolist() == [0.5, 2, 2]


def test_exactly_as_expected_does_not_fall_short():
    found = disappointment_from_samples([6, 6], [6], fallback_width=1)

    assert (found.chance[0], found.distance[0], found.score[0]) == (0, 0, 0)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20), st.floats(-50, 50))
def test_samples_mirror_where_more_is_better(values, expected):
    fewer = disappointment_from_samples(values, [expected], fallback_width=2)

    more = disappointment_from_samples(
        [-value for value in values], [-expected], more_is_better=True, fallback_width=2
    )

    assert more.score.tolist() == fewer.score.tolist()


@given(st.floats(0.1, 20), st.floats(0, 30), st.floats(0, 30))
def test_whoever_expects_more_is_disappointed_more(scale, one, other):
    survival = stats.expon(scale=scale).sf(GRID)

    found = disappointment_from_survival(GRID, survival, sorted([one, other]), fallback_width=1)

    assert found.score[0] >= found.score[1] - 1e-9


def test_ten_thousand_cases_are_reckoned_at_once():
    rng = np.random.default_rng(0)
    expected = rng.uniform(0, 40, 10_000)

    found = disappointment_from_survival(
        GRID[:401], np.exp(-GRID[:401] / 10), expected, fallback_width=5
    )

    one = disappointment_from_survival(
        GRID[:401], np.exp(-GRID[:401] / 10), expected[123], fallback_width=5
    )
    assert found.score[123] == one.score[0]


@pytest.mark.parametrize(
    ("durations", "survival", "refusal"),
    [
        pytest.param([1, 2], [1], "a survival share for each duration", id="shapes"),
        pytest.param([], [], "a survival share for each duration", id="nothing"),
        pytest.param([2, 1], [1, 0], "finite rising durations", id="falling times"),
        pytest.param([-1, 1], [1, 0], "finite rising durations", id="negative times"),
        pytest.param([1, 2], [0.2, 0.5], "that never rise", id="rising curve"),
        pytest.param([1, 2], [90, 10], "survival shares in 0..1", id="percent"),
    ],
)
def test_what_is_no_survival_curve_is_refused(durations, survival, refusal):
    with pytest.raises(ValueError, match=refusal):
        disappointment_from_survival(durations, survival, [1], fallback_width=1)


@pytest.mark.parametrize("name", ["elapsed", "weight"])
def test_values_below_0_are_refused(name):
    with pytest.raises(ValueError, match=f"of at least 0 for {name}, got -1"):
        disappointment_from_survival([1], [0], [1], fallback_width=1, **{name: -1})


def test_a_case_without_any_width_is_refused():
    with pytest.raises(ValueError, match="Expected a zone of tolerance or a fallback width"):
        disappointment_from_samples([1, 2], [1, 1], desired=[1, nan], adequate=[2, 3])


@pytest.mark.parametrize("samples", [[], [1, nan]])
def test_samples_that_are_not_known_are_refused(samples):
    with pytest.raises(ValueError, match="Expected at least one finite sample"):
        disappointment_from_samples(samples, [1], fallback_width=1)


def test_an_unknown_expectation_is_refused():
    with pytest.raises(ValueError, match="Expected finite expected values"):
        disappointment_from_samples([1, 2], [nan], fallback_width=1)
