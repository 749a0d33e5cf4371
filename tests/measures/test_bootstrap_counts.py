import numpy as np

from heed.measures import bootstrap_counts as module
from heed.measures.bootstrap_counts import bootstrap_counts


def test_every_sample_draws_as_many_cases_as_there_are():
    counts = np.concatenate(list(bootstrap_counts(37, 500, seed=4)))

    assert counts.shape == (500, 37)
    assert set(counts.sum(axis=1)) == {37.0}
    # Binomial with n = 37 and p = 1/37.
    assert abs(counts.mean(axis=0) - 1).max() < 0.25
    assert abs(counts.var() - 36 / 37) < 0.05


def test_the_same_seed_draws_the_same_samples_and_another_does_not():
    first, again, other = (next(bootstrap_counts(20, 5, seed=seed)) for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_many_cases_are_drawn_in_several_parts():
    n = module.MOST_COUNTS // 2

    sizes = [len(part) for part in bootstrap_counts(n, 3, seed=1)]

    assert sizes == [2, 1]
