"""Invented customers whose purchases are worth what the gamma-gamma model thinks."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def spenders(n, p, q, gamma, seed=1):
    """Return x, the mean spend and the mean in the long run of customers of known parameters."""
    rng = np.random.default_rng(seed)
    x = rng.poisson(rng.gamma(0.9, 4, n))
    rate = rng.gamma(q, 1 / gamma, n)
    bought = np.maximum(x, 1)
    return x, np.where(x > 0, rng.gamma(p * bought, 1 / (rate * bought)), 0.0), p / rate
