"""Invented customers who buy and stop just as each model thinks."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int_]
# x and t_x within the time observed, and purchases within the horizon after it.
History = tuple[Floats, Floats, Floats]
TRUE = {
    "nbd": (0.8, 15.0),
    "bgnbd": (0.6, 5.0, 0.8, 2.5),
    "mbgnbd": (0.6, 5.0, 0.8, 2.5),
    "paretonbd": (0.6, 6.0, 0.7, 12.0),
}


def simulated(name: str, T: Floats, horizon: float, *, seed: int) -> History:
    """Return histories of one customer for each time observed, at `TRUE` parameters."""
    rng = np.random.default_rng(seed)
    r, alpha, *stopping = TRUE[name]
    rates = rng.gamma(r, 1 / alpha, len(T))
    if name == "paretonbd":
        s, beta = stopping
        leaving = rng.exponential(1 / rng.gamma(s, 1 / beta, len(T)))
        return _bought(rates, T, horizon, leaving, lambda rows: rows, rng)
    never = np.full(len(T), np.inf)
    if name == "nbd":
        return _bought(rates, T, horizon, never, lambda rows: rows, rng)
    chances = rng.beta(*stopping, len(T))

    def staying(rows: Rows) -> Rows:
        return rows[rng.random(len(rows)) >= chances[rows]]

    everyone = np.arange(len(T))
    there = staying(everyone) if name == "mbgnbd" else everyone
    return _bought(rates, T, horizon, never, staying, rng, there)


def _bought(
    rates: Floats,
    T: Floats,
    horizon: float,
    leaving: Floats,
    staying: Callable[[Rows], Rows],
    rng: Generator,
    there: Rows | None = None,
) -> History:
    """Let each customer there buy again and again until she leaves or the horizon ends."""
    rows = np.arange(len(T)) if there is None else there
    now, x, t_x, later = (np.zeros(len(T)) for _ in range(4))
    while rows.size:
        now[rows] += rng.exponential(1 / rates[rows])
        rows = rows[now[rows] <= np.minimum(leaving, T + horizon)[rows]]
        seen, unseen = rows[now[rows] <= T[rows]], rows[now[rows] > T[rows]]
        x[seen] += 1
        t_x[seen] = now[seen]
        later[unseen] += 1
        rows = staying(rows)
    return x, t_x, later
