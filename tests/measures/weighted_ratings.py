"""Simulated raters of two kinds of cases, of which one is rated more often than it comes."""

import numpy as np


def weighted_ratings(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Three ratings among four categories, and how many cases each case stands for.

    Half of the cases are of a kind that makes up a fifth of all, on which raters agree more.
    """
    rng = np.random.default_rng(seed)
    is_easy = rng.random(n) < 0.5
    first = rng.integers(4, size=n)
    others = [
        np.where(rng.random(n) < np.where(is_easy, 0.8, 0.4), first, rng.integers(4, size=n))
        for _rater in range(2)
    ]
    return np.column_stack([first, *others]), np.where(is_easy, 0.4, 1.6)
