import pytest
from scipy.stats import chi2, gamma

from heed.measures.gamma import chi_square_tail, gamma_above, gamma_quantile


@pytest.mark.parametrize("degrees", [0.5, 1, 2, 3, 7, 30, 200, 5000])
@pytest.mark.parametrize("value", [0, 1e-8, 0.01, 0.5, 1, 5, 20, 100, 300, 5200])
def test_the_tail_equals_scipy(degrees, value):
    assert chi_square_tail(value, degrees) == pytest.approx(
        chi2.sf(value, degrees), rel=1e-11, abs=1e-300
    )


@pytest.mark.parametrize("shape", [0.1, 1, 12.5])
def test_the_gamma_share_equals_scipy(shape):
    assert gamma_above(shape, 3.3) == pytest.approx(gamma.sf(3.3, shape), rel=1e-12)


@pytest.mark.parametrize("p", [0.025, 0.5, 0.975])
@pytest.mark.parametrize("shape", [0.05, 0.7, 2.5, 40, 900])
def test_the_quantile_equals_scipy(shape, p):
    assert gamma_quantile(p, shape) == pytest.approx(gamma.ppf(p, shape), rel=1e-11)


def test_a_quantile_smaller_than_any_number_is_none():
    assert gamma_quantile(0.001, 0.001) == 0


def test_nothing_lies_above_infinity():
    assert gamma_above(2, float("inf")) == 0


@pytest.mark.parametrize(("value", "degrees"), [(-1, 2), (float("nan"), 2), (1, 0)])
def test_what_is_no_chi_square_is_refused(value, degrees):
    with pytest.raises(ValueError, match="chi-square of at least 0"):
        chi_square_tail(value, degrees)


@pytest.mark.parametrize(("shape", "x"), [(0, 1), (1, -1)])
def test_what_is_no_point_of_a_gamma_is_refused(shape, x):
    with pytest.raises(ValueError, match="a shape above 0"):
        gamma_above(shape, x)
