import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.regression import least_squares
from tests.measures.kiosk import answers, needs_kiosk, satisfaction

# Longley (1967), J. Am. Stat. Assoc. 62:819-841; certified by NIST, Statistical Reference Data.
LONGLEY = np.array(
    [
        [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
        [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
        [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
        [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
        [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
        [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
        [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
        [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
        [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
        [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
        [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
        [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
        [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
        [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
        [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
        [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
    ]
)


def with_ones(*columns) -> np.ndarray:
    return np.column_stack([np.ones(len(columns[0])), *columns])


def test_a_hard_fit_matches_the_certified_one():
    x = LONGLEY[:, 1:] - LONGLEY[:, 1:].mean(axis=0)

    found = least_squares(with_ones(*x.T), LONGLEY[:, 0])

    certified = [15.0618722713733, -0.358191792925910e-01, -2.02022980381683]
    certified += [-1.03322686717359, -0.511041056535807e-01, 1829.15146461355]
    np.testing.assert_allclose(found.coefficients[1:], certified, rtol=1e-8)
    assert found.r_squared == pytest.approx(0.995479004577296, abs=1e-12)
    assert found.unexplained == pytest.approx(836424.055505915, rel=1e-9)


def test_the_errors_are_those_of_the_formula():
    # MacKinnon & White (1985): (X'X)^-1 X' diag(e²/(1-h)²) X (X'X)^-1, written out.
    rng = np.random.default_rng(0)
    x = with_ones(rng.normal(size=40), rng.normal(size=40))
    y = x @ [1, 2, 3] + rng.normal(size=40) * (1 + np.abs(x[:, 1]))

    found = least_squares(x, y)

    inverse = np.linalg.inv(x.T @ x)
    leverage = np.array([row @ inverse @ row for row in x])
    meat = np.diag(((y - x @ found.coefficients) / (1 - leverage)) ** 2)
    np.testing.assert_allclose(found.covariance, inverse @ x.T @ meat @ x @ inverse, rtol=1e-9)


@given(st.integers(0, 10_000))
def test_dropping_one_column_is_students_test(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(2, 30))

    found = least_squares(with_ones(x), y).test_against(least_squares(np.ones((30, 1)), y))

    expected = stats.linregress(x, y)
    assert found.f == pytest.approx((expected.slope / expected.stderr) ** 2)
    assert found.p == pytest.approx(expected.pvalue)


def test_robust_tests_hold_their_level_where_scatter_differs():
    rng = np.random.default_rng(4)

    def are_rejected() -> tuple[bool, bool]:
        x = rng.normal(size=80)
        y = rng.normal(size=80) * np.exp(x)
        free = least_squares(with_ones(x), y)
        classical = free.test_against(least_squares(np.ones((80, 1)), y))
        return free.test_of([[0, 1]]).p < 0.05, classical.p < 0.05

    robust, classical = np.mean([are_rejected() for _ in range(2000)], axis=0)

    assert robust < 0.09
    assert classical > 0.2


@needs_kiosk
@pytest.mark.parametrize(
    ("side", "r_squared"), [("perceived", 0.3866), ("gap", 0.2777), ("both", 0.4093)]
)
def test_explained_shares_of_real_answers_match_r(side, r_squared):
    # Six dimensions, 194 visitors: R's lm.
    perceived, expected = answers("perceived"), answers("expected")
    columns = {
        "perceived": perceived,
        "gap": perceived - expected,
        "both": np.hstack([perceived, expected]),
    }[side]

    found = least_squares(with_ones(*columns.T), satisfaction())

    assert found.r_squared == pytest.approx(r_squared, abs=5e-5)


def test_what_is_explained_by_chance_is_taken_off():
    found = least_squares([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 3, 2, 5])

    assert found.adjusted_r_squared == pytest.approx(1 - (1 - found.r_squared) * 3 / 2)
    assert found.rest == 2


@pytest.mark.parametrize(
    ("design", "outcome", "refusal"),
    [
        pytest.param(
            [[1, 2], [1, 3]],
            [1, 2],
            "more complete cases than columns, got [0-9] for [0-9]",
            id="too few cases",
        ),
        pytest.param([[1], [1]], [1, 2, 3], "an outcome for each", id="shapes"),
        pytest.param([[1], [1]], [1, float("nan")], "Expected finite values", id="unknown"),
        pytest.param([[1], [1], [1]], [4, 4, 4], "varies, got 4 in all", id="constant"),
        pytest.param([[1, 2]] * 4, [1, 2, 3, 4], "2 of which only 1 do", id="same columns"),
    ],
)
def test_what_cannot_be_fitted_is_refused(design, outcome, refusal):
    with pytest.raises(ValueError, match=refusal):
        least_squares(design, outcome)
