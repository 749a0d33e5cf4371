import numpy as np

from heed.measures.texts.calibration import fitted_temperature, shares_of


def test_the_temperature_of_simulated_margins_is_recovered():
    drawn = np.random.default_rng(0)
    margins = drawn.normal(size=(20_000, 1))
    classes = (drawn.random(20_000) < shares_of(margins, 0.25)[:, 1]).astype(int)

    assert abs(fitted_temperature(margins, classes) / 0.25 - 1) < 0.06


def test_probabilities_of_many_labels_add_up_and_keep_their_order():
    margins = np.random.default_rng(1).normal(size=(50, 6)) * 100

    shares = shares_of(margins, 0.1)

    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(shares.argmax(axis=1), margins.argmax(axis=1))
