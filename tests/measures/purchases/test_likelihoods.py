import numpy as np
import pytest

from heed.measures.purchases.likelihoods import most_likely


def events_of(counts, time):
    """The log-likelihood of the rate of events, which has the maximum counts / time."""
    return lambda rate: (
        float(counts @ np.log(rate) - time @ rate),
        counts / rate - time,
        np.diag(-counts / rate**2),
    )


def test_rates_are_found_from_a_start_far_away():
    counts, time = np.array([7.0, 2000.0]), np.array([2.0, 0.01])

    found = most_likely(events_of(counts, time), np.array([1e-6, 1e6]))

    np.testing.assert_allclose(found.parameters, [3.5, 200_000])
    np.testing.assert_allclose(found.standard_errors, np.sqrt(counts) / time)
    assert found.is_converged


def test_a_likelihood_that_rises_without_end_is_told():
    found = most_likely(events_of(np.array([0.0]), np.array([1.0])), np.ones(1))

    assert not found.is_converged


def test_a_flat_direction_has_no_standard_error():
    def of_the_product(two):
        a, b = two
        gradient = np.array([7 / a - b, 7 / b - a])
        return 7 * np.log(a * b) - a * b, gradient, np.array([[-7 / a**2, -1], [-1, -7 / b**2]])

    found = most_likely(of_the_product, np.array([2.0, 3.0]))

    assert found.parameters.prod() == pytest.approx(7)
    assert np.isnan(found.standard_errors).all()


def test_a_start_outside_is_refused():
    with pytest.raises(ValueError, match=r"above 0 to start from, got \[-1.0\]"):
        most_likely(events_of(np.ones(1), np.ones(1)), np.array([-1.0]))
