import numpy as np

from heed.customers.duplicates.estimating import Patterns, believed_of, estimate

FIELDS = ("name", "birth", "mail", "phone", "town")
STEPS = {field: [(0.8, 0.01)] for field in FIELDS}
SAME, CHANCE, MATCHES, PAIRS = 0.9, 0.02, 2_000, 1_000_000


def drawn(seed=4):
    """Patterns of pairs as the model supposes them, with known parameters."""
    rng = np.random.default_rng(seed)
    match = np.arange(PAIRS) < MATCHES
    steps = rng.random((len(FIELDS), PAIRS)) < np.where(match, SAME, CHANCE)
    kinds, counts = np.unique(steps.astype(np.int64), axis=1, return_counts=True)
    return Patterns(dict(zip(STEPS, kinds, strict=True)), counts.astype(np.float64))


def test_known_parameters_are_recovered_without_labels():
    seen = drawn()

    found = estimate(seen, seen, believed_of(STEPS), all_pairs=PAIRS, start=500)

    assert abs(found.matches - MATCHES) < 0.05 * MATCHES
    for field in STEPS:
        np.testing.assert_allclose(found.same[field][1], SAME, atol=0.02)
        np.testing.assert_allclose(found.chance[field][1], CHANCE, rtol=0.05)


def test_a_file_in_which_nobody_is_twice_keeps_nobody():
    rng = np.random.default_rng(5)
    steps = (rng.random((len(FIELDS), 100_000)) < 0.001).astype(np.int64)
    kinds, counts = np.unique(steps, axis=1, return_counts=True)
    seen = Patterns(dict(zip(STEPS, kinds, strict=True)), counts.astype(np.float64))

    found = estimate(seen, seen, believed_of(STEPS), all_pairs=100_000, start=50)

    assert found.matches < 2
