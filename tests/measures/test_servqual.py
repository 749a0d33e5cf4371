import numpy as np
import pytest
from scipy import stats

from heed.measures.servqual import servqual
from tests.measures import kiosk, kiosk_items

nan = float("nan")
TWO = {"speed": ["a", "b"], "warmth": ["c"]}
SCALE = {"lowest": 1, "highest": 7}


def simulated(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    expected = rng.integers(4, 8, (n, 3)).astype(float)
    perceived = np.clip(expected - rng.integers(-1, 3, (n, 3)), 1, 7)
    speed = rng.integers(20, 81, n)
    return perceived, expected, np.column_stack([speed, 100 - speed])


@kiosk.needs_kiosk
def test_dimensions_of_real_answers_match_r():
    perceived, expected = kiosk_items.tables()
    reference = {row[""]: row for row in kiosk_items.reference("dimension")}

    found = servqual(
        perceived, expected, kiosk_items.BY_DIMENSION, kiosk_items.NAMES, **SCALE
    ).dimensions

    assert {dimension.name for dimension in found} == set(reference)
    for dimension in found:
        row = reference[dimension.name]
        assert dimension.expected.value == pytest.approx(float(row["E"]), rel=1e-12)
        assert dimension.perceived.value == pytest.approx(float(row["P"]), rel=1e-12)
        assert dimension.gap.value == pytest.approx(float(row["gap"]), rel=1e-9)
        assert dimension.gap.n == 194


@kiosk.needs_kiosk
def test_the_whole_is_the_mean_of_dimensions_and_not_of_items():
    perceived, expected = kiosk_items.tables()
    reference = [float(row["gap"]) for row in kiosk_items.reference("dimension")]

    found = servqual(perceived, expected, kiosk_items.BY_DIMENSION, kiosk_items.NAMES, **SCALE)

    assert found.unweighted.gap.value == pytest.approx(np.mean(reference), rel=1e-9)
    assert np.mean([item.gap.value for item in found.items]) == pytest.approx(-1.159364, abs=5e-7)
    assert abs(found.unweighted.gap.value - -1.159364) > 0.02


def test_complete_answers_give_the_interval_of_each_persons_mean():
    perceived, expected, _ = simulated(70, seed=1)

    found = servqual(perceived, expected, TWO, list("abc"), **SCALE).unweighted

    gaps = perceived - expected
    each = (gaps[:, :2].mean(axis=1) + gaps[:, 2]) / 2
    low, high = stats.t.interval(0.95, 69, each.mean(), stats.sem(each))
    assert found.gap.value == pytest.approx(each.mean())
    assert (found.gap.lower, found.gap.upper) == (pytest.approx(low), pytest.approx(high))


def test_weights_of_each_person_are_not_the_mean_weights():
    perceived, expected, points = simulated(80, seed=2)

    found = servqual(perceived, expected, TWO, list("abc"), points=points, **SCALE)

    scores = np.column_stack(
        [(perceived - expected)[:, :2].mean(axis=1), (perceived - expected)[:, 2]]
    )
    each = (scores * points / 100).sum(axis=1)
    assert found.weighted.gap.value == pytest.approx(each.mean())
    assert found.weighted.gap.upper == pytest.approx(
        each.mean() + stats.t.ppf(0.975, 79) * stats.sem(each)
    )
    assert found.weighted_by_means.gap.value == pytest.approx(
        points.mean(axis=0) @ scores.mean(axis=0) / 100
    )
    assert [dimension.points.value for dimension in found.dimensions] == pytest.approx(
        points.mean(axis=0)
    )


def test_the_interval_by_mean_weights_agrees_with_resampling():
    perceived, expected, points = simulated(60, seed=3)
    rng = np.random.default_rng(4)

    found = servqual(perceived, expected, TWO, list("abc"), points=points, **SCALE)

    scores = np.column_stack(
        [(perceived - expected)[:, :2].mean(axis=1), (perceived - expected)[:, 2]]
    )
    chosen = rng.integers(0, 60, (3000, 60))
    again = (points[chosen].mean(axis=1) * scores[chosen].mean(axis=1)).sum(axis=1) / 100
    gap = found.weighted_by_means.gap
    error = (gap.upper - gap.value) / stats.t.ppf(0.975, 59)
    assert error == pytest.approx(again.std(), rel=0.06)


def test_equal_points_for_all_give_the_unweighted_whole():
    perceived, expected, _ = simulated(40, seed=5)

    found = servqual(perceived, expected, TWO, list("abc"), points=np.full((40, 2), 50), **SCALE)

    for whole in (found.weighted, found.weighted_by_means):
        assert whole.gap.value == pytest.approx(found.unweighted.gap.value)
        assert whole.perceived.upper == pytest.approx(found.unweighted.perceived.upper)


def test_points_that_share_out_something_else_are_set_aside():
    perceived, expected, points = simulated(20, seed=6)
    points = points.astype(float)
    points[0], points[1], points[2], points[3] = [60, 60], [nan, 50], [150, -50], [33.3, 66.6]

    found = servqual(perceived, expected, TWO, list("abc"), points=points, **SCALE)

    assert found.set_aside_points == 3
    assert found.weighted.gap.n == found.weighted_by_means.gap.n == 17


def test_a_dimension_rests_on_the_pairs_there_are():
    found = servqual(
        [[5, nan, 6], [nan, nan, 4], [3, 5, nan]],
        [[7, 7, 7], [7, 6, 7], [7, 6, 7]],
        TWO,
        list("abc"),
        **SCALE,
    )

    speed, warmth = found.dimensions
    assert (speed.gap.value, speed.gap.n) == (-2.25, 2)
    assert (warmth.gap.value, warmth.gap.n) == (-2, 2)
    assert (found.unweighted.gap.value, found.unweighted.gap.n) == (-2.125, 3)


def test_without_points_there_is_no_weighted_whole():
    found = servqual([[5, 5, 5]], [[6, 6, 6]], TWO, list("abc"), **SCALE)

    assert found.weighted is found.weighted_by_means is found.dimensions[0].points is None


@pytest.mark.parametrize(
    ("dimensions", "points", "message"),
    [
        pytest.param({"speed": ["x"]}, None, "Expected known items", id="unknown item"),
        pytest.param({"speed": []}, None, "at least one item", id="no item"),
        pytest.param({}, None, "at least one dimension", id="no dimension"),
        pytest.param({"s": ["a"], "w": ["a"]}, None, "in one dimension", id="item twice"),
        pytest.param(TWO, [[100]], "Expected points of 1 persons for 2", id="points"),
    ],
)
def test_what_makes_no_sense_is_refused(dimensions, points, message):
    with pytest.raises(ValueError, match=message):
        servqual([[5, 5, 5]], [[6, 6, 6]], dimensions, list("abc"), points=points, **SCALE)
