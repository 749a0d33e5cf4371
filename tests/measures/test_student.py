import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.student import student_t_quantile

DEGREES = np.unique(np.geomspace(1, 1e6, 120).round())
PROBABILITIES = np.concatenate([np.linspace(0.51, 0.99, 49), [0.975, 0.995, 0.999, 0.9995, 0.9999]])


def test_quantiles_match_the_published_table():
    # Fisher & Yates, Statistical Tables (1963), table III, two-sided 5 % and 0.1 %.
    found = student_t_quantile([[0.975], [0.9995]], [1, 4, 10, 30, 120])

    np.testing.assert_allclose(
        found,
        [[12.706, 2.776, 2.228, 2.042, 1.980], [636.619, 8.610, 4.587, 3.646, 3.373]],
        atol=6e-4,
    )


def test_quantiles_equal_scipy():
    p, df = np.meshgrid(PROBABILITIES, DEGREES)

    np.testing.assert_allclose(student_t_quantile(p, df), stats.t.ppf(p, df), rtol=1e-9)


def test_quantiles_of_broken_degrees_equal_scipy():
    p, df = np.meshgrid(PROBABILITIES, [1.001, 1.3, 1.99, 2.01, 2.7, 33.3, 999.9, 1000.1])

    np.testing.assert_allclose(student_t_quantile(p, df), stats.t.ppf(p, df), rtol=1e-9)


@pytest.mark.parametrize("p", [0.6, 0.975, 0.9999])
def test_both_methods_agree_where_they_meet(p):
    below, above = student_t_quantile(p, [999.999999, 1000])

    assert below == pytest.approx(above, rel=1e-9)


@given(st.floats(0.5001, 0.9999), st.integers(1, 10**6))
def test_quantiles_are_symmetric_and_heavier_than_normal(p, df):
    quantile = float(student_t_quantile(p, df))

    assert float(student_t_quantile(1 - p, df)) == pytest.approx(-quantile, rel=1e-9)
    assert quantile >= stats.norm.ppf(p) * (1 - 1e-9)


def test_the_median_is_zero():
    assert float(student_t_quantile(0.5, 3)) == 0.0


@pytest.mark.parametrize(
    ("p", "df"), [(0, 3), (1, 3), (float("nan"), 3), (0.9, 0.5), (0.9, float("nan"))]
)
def test_what_has_no_quantile_is_refused(p, df):
    with pytest.raises(ValueError, match="Expected probabilities strictly between 0 and 1"):
        student_t_quantile(p, df)


def test_measures_of_pages_load_no_heavy_library():
    load = "import sys, heed.measures.gaps, heed.measures.tiers; "
    ask = "print({'scipy', 'pandas', 'django'} & set(sys.modules))"

    found = subprocess.run(
        [sys.executable, "-c", load + ask], capture_output=True, text=True, check=True
    )

    assert found.stdout == "set()\n"
