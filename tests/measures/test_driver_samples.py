import numpy as np
import pytest

from heed.measures.driver_samples import complete, resampled, with_noise


def drawn(n: int, *, weighted: bool):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(n, 3)) + rng.normal(size=(n, 1))
    y = x.sum(axis=1) + rng.normal(size=n)
    weights = rng.uniform(0.5, 2, size=n) if weighted else None
    return complete(x * [1, 10, 0.1], y, weights=weights)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n", [60, 5000])
def test_samples_scatter_as_those_drawn_case_by_case(weighted, n):
    # 5,000 cases are more than are taken at once.
    answers, rng = drawn(n, weighted=weighted), np.random.default_rng(2)
    rows = answers.rows / answers.spreads
    weights = np.ones(n) if answers.weights is None else answers.weights
    picks = rng.integers(n, size=(200, n))
    plain = np.array([np.cov(rows[pick].T, aweights=weights[pick], ddof=0) for pick in picks])

    found, worth = resampled(answers, 1000, np.random.default_rng(3))

    scale = plain.std(axis=0)
    assert np.abs(found.mean(axis=0) - plain.mean(axis=0)).max() < 0.3 * scale.max()
    np.testing.assert_allclose(found.std(axis=0), scale, rtol=0.25)
    assert worth.mean() == pytest.approx(answers.effective_n / 2, rel=0.1)


def test_noise_scatters_as_numbers_drawn_for_each_case_would():
    # Noise of its own for each case, resampled with it, against the covariances drawn at once.
    answers, rng = drawn(80, weighted=False), np.random.default_rng(4)
    rows = answers.rows / answers.spreads
    plain = []
    for _sample in range(1500):
        pick = rng.integers(80, size=80)
        plain.append(np.cov(np.column_stack([rows, rng.normal(size=80)])[pick].T, ddof=0)[-1])

    found = with_noise(*resampled(answers, 1500, np.random.default_rng(5)), rng)

    beside = found[:, 3, [0, 1, 2, 4, 3]]
    np.testing.assert_allclose(beside.std(axis=0)[:4], np.std(plain, axis=0)[:4], rtol=0.1)
    np.testing.assert_allclose(beside.mean(axis=0)[:4], 0, atol=0.02)
    assert beside[:, 4].mean() == pytest.approx(1, abs=0.05)
    assert np.linalg.eigvalsh(found).min() > -1e-9


def test_whole_weights_are_repeated_cases():
    rng = np.random.default_rng(1)
    x, y, times = rng.normal(size=(40, 2)), rng.normal(size=40), rng.integers(0, 4, size=40)

    weighted = complete(x, y, weights=times)

    repeated = complete(np.repeat(x, times, axis=0), np.repeat(y, times))
    np.testing.assert_allclose(weighted.correlations, repeated.correlations, atol=1e-12)
    np.testing.assert_allclose(weighted.spreads, repeated.spreads)
    assert weighted.dropped == np.sum(times == 0)


def test_a_sample_in_which_the_outcome_stands_still_explains_nothing():
    answers = complete(np.arange(6.0)[:, None], [0, 0, 0, 0, 0, 1])

    found, _worth = resampled(answers, 300, np.random.default_rng(1))

    still = found[:, 0, 1] == 0
    assert still.any()
    np.testing.assert_array_equal(found[still, 1, 1], 1)


@pytest.mark.parametrize(
    ("inputs", "outcome", "message"),
    [
        pytest.param([1.0, 2.0], [1.0, 2.0], "inputs of shape", id="one dimension"),
        pytest.param([[1.0], [np.nan], [2.0], [3.0]], [1, 2, 3, 4], "got 3 of 4", id="few"),
        pytest.param([[1.0], [5.0], [2.0], [3.0]], [2, 2, 2, 2], "got 2 in all", id="still"),
    ],
)
def test_what_cannot_be_correlated_is_refused(inputs, outcome, message):
    with pytest.raises(ValueError, match=message):
        complete(inputs, outcome)
