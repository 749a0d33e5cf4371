import numpy as np
import pytest

from heed.measures.regression import least_squares
from heed.measures.response_surface import ResponseSurface, response_surface
from tests.measures.kiosk import answers, needs_kiosk, satisfaction

nan = float("nan")


def drawn(seed: int, n: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return expected, perceived and noise."""
    rng = np.random.default_rng(seed)
    expected, perceived = rng.integers(1, 8, (2, n))
    return expected.astype(float), perceived.astype(float), rng.normal(size=n)


def surface(weights: list[float], seed: int = 0, n: int = 400) -> ResponseSurface:
    e, p, noise = drawn(seed, n)
    columns = np.column_stack(
        [np.ones(n), p - 4, e - 4, (p - 4) ** 2, (p - 4) * (e - 4), (e - 4) ** 2]
    )
    return response_surface(p, e, columns @ weights + noise)


def test_known_coefficients_and_slopes_are_recovered():
    true = [5, 0.6, -0.2, -0.1, 0.15, -0.05]

    found = surface(true, n=4000)

    np.testing.assert_allclose([c.value for c in found.coefficients], true, atol=0.06)
    assert found.congruence_slope.value == pytest.approx(0.4, abs=0.06)
    assert found.congruence_curvature.value == pytest.approx(0.0, abs=0.03)
    assert found.incongruence_slope.value == pytest.approx(0.8, abs=0.06)
    assert found.incongruence_curvature.value == pytest.approx(-0.3, abs=0.05)


def test_slopes_cover_as_often_as_they_say():
    found = [surface([5, 0.6, -0.2, -0.1, 0.15, -0.05], seed, 120) for seed in range(800)]

    slopes = np.array(
        [(s.congruence_slope.lower <= 0.4 <= s.congruence_slope.upper) for s in found]
    )
    # Three standard errors of 800 draws are 0.023.
    assert np.mean(slopes) == pytest.approx(0.95, abs=0.024)


def test_a_true_gap_model_is_rejected_as_rarely_as_stated():
    found = [surface([4, 0.5, -0.5, 0, 0, 0], seed, 120) for seed in range(600)]

    assert np.mean([s.gap.test.p < 0.05 for s in found]) == pytest.approx(0.05, abs=0.027)
    assert np.mean([s.gap.robust_test.p < 0.05 for s in found]) == pytest.approx(0.05, abs=0.03)
    assert np.mean([s.is_gap_model_kept for s in found]) > 0.92


@pytest.mark.parametrize(
    ("weights", "kept"),
    [
        pytest.param([4, 0.5, -0.5, 0, 0, 0], "gap", id="gap"),
        pytest.param([4, 0, 0, -0.1, 0.2, -0.1], "squared_gap", id="squared gap"),
    ],
)
def test_only_the_true_difference_explains_as_much_as_both_sides(weights, kept):
    found = surface(weights, seed=7)

    p = {name: getattr(found, name).test.p for name in ("gap", "squared_gap", "absolute_gap")}
    assert p.pop(kept) > 0.05
    assert max(p.values()) < 0.001


def test_a_true_absolute_gap_is_told_from_the_others():
    e, p, noise = drawn(5)

    found = response_surface(p, e, 6 - np.abs(p - e) + 0.3 * noise)

    assert found.absolute_gap.test.p > 0.05
    assert found.absolute_gap.robust_test.p > 0.05
    assert max(found.gap.test.p, found.squared_gap.test.p) < 1e-6


def test_without_answers_on_both_sides_there_is_no_absolute_gap():
    e, _, noise = drawn(5)
    short = np.where(noise > 0, 1.0, 2.0)

    found = response_surface(np.maximum(e - short, 1), np.maximum(e, 3.5), e + noise)

    assert found.absolute_gap is None


def test_the_tests_are_those_of_the_explained_shares():
    # Edwards (2002): F = ((R²u - R²c) / 4) / ((1 - R²u) / (n - 6)).
    found = surface([4, 0.5, -0.3, 0, 0.1, 0])

    lost = found.r_squared - found.gap.r_squared
    assert found.gap.test.f == pytest.approx((lost / 4) / ((1 - found.r_squared) / 394))
    assert (found.gap.test.rules, found.gap.test.rest) == (4, 394)


def test_the_stationary_point_is_where_the_surface_is_level():
    e, p, noise = drawn(3)
    z = 6 - 0.2 * (p - 5) ** 2 - 0.1 * (e - 3) ** 2 + 0.05 * (p - 5) * (e - 3)

    found = response_surface(p, e, z + 1e-9 * noise)

    assert found.stationary_point.kind == "top"
    assert found.stationary_point.perceived == pytest.approx(5, abs=1e-6)
    assert found.stationary_point.expected == pytest.approx(3, abs=1e-6)


@needs_kiosk
def test_real_answers_do_not_follow_the_gap():
    perceived, expected = answers("perceived").mean(axis=1), answers("expected").mean(axis=1)

    found = response_surface(perceived, expected, satisfaction())

    p, e = perceived - 4, expected - 4
    by_hand = np.linalg.lstsq(
        np.column_stack([np.ones(194), p, e, p**2, p * e, e**2]), satisfaction(), rcond=None
    )[0]
    np.testing.assert_allclose([c.value for c in found.coefficients], by_hand, rtol=1e-8)
    correlation = np.corrcoef(perceived - expected, satisfaction())[0, 1]
    assert found.gap.r_squared == pytest.approx(correlation**2)
    assert found.gap.test.p < 1e-4
    assert found.gap.robust_test.p < 1e-3
    assert not found.is_gap_model_kept
    assert found.congruence_slope.name == "congruence_slope"


def test_errors_are_those_of_the_regression():
    e, p, noise = drawn(9)

    found = response_surface(p, e, p + noise)

    c = [0, 1, -1, 0, 0, 0]
    design = np.column_stack(
        [np.ones(400), p - 4, e - 4, (p - 4) ** 2, (p - 4) * (e - 4), (e - 4) ** 2]
    )
    variance = c @ least_squares(design, p + noise).covariance @ c
    assert found.incongruence_slope.standard_error == pytest.approx(np.sqrt(variance))
    assert found.incongruence_slope.is_clear


def test_incomplete_answers_are_left_out():
    e, p, noise = drawn(1, 70)
    p[:10] = nan

    assert response_surface(p, e, noise).n == 60


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"n": 45}, "got 45: 15 more are needed", id="too few"),
        pytest.param(
            {"expected": [6, 7]},
            r"expected answers of at least 3 different values, got "
            "only 6, 7",
            id="no variety",
        ),
        pytest.param(
            {"expected": [1, 4, 9]},
            "expected answers from 1 to 7, got 1.0 to 9.0",
            id="other scale",
        ),
        pytest.param({"satisfaction": [4]}, "an outcome that varies, got", id="all satisfied"),
        pytest.param({"expected": None}, "Expected columns that differ", id="hand in hand"),
    ],
)
def test_answers_that_cannot_tell_are_refused(change, refusal):
    e, p, noise = drawn(2, change.get("n", 90))
    e = p if change.get("expected", 0) is None else np.resize(change.get("expected", e), e.size)
    z = np.resize(np.array(change.get("satisfaction", p + noise), dtype=float), e.size)

    with pytest.raises(ValueError, match=refusal):
        response_surface(p, e, z)


def test_answers_of_different_persons_are_refused():
    with pytest.raises(ValueError, match=r"Expected as many perceived .* got \[2, 3, 2\]"):
        response_surface([1, 2], [1, 2, 3], [1, 2])
