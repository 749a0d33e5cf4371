"""The models of buying by their definition: sums over customers' own rates and stopping.

One customer at a time, without any closed form: the likelihood given her rate of buying and her
chance (or rate) of stopping, summed over a fine grid of both. The logarithm of the rate and the
logit of the chance (or the logarithm of its rate) are stepped through evenly, which for functions
that vanish at both ends is exact to many digits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
STEP = 0.1


@dataclass(frozen=True)
class Slow:
    """One model at given parameters."""

    name: str
    parameters: tuple[float, ...]

    def likelihood(self, x: int, t_x: float, T: float) -> float:
        """Of one customer."""
        weights, rate, stopping = self._grid()
        return float(np.sum(weights * self._of_customer(rate, stopping, x, t_x, T).sum(axis=0)))

    def alive(self, x: int, t_x: float, T: float) -> float:
        return self._later(x, t_x, T, lambda rate, stopping: np.ones_like(rate))

    def expected(self, x: int, t_x: float, T: float, horizon: float) -> float:
        return self._later(x, t_x, T, lambda rate, stopping: self._mean(rate, stopping, horizon))

    def at_least(self, x: int, t_x: float, T: float, horizon: float, k: int) -> float:
        return self._later(x, t_x, T, lambda rate, stopping: self._tail(rate, stopping, horizon, k))

    def _later(self, x, t_x, T, what) -> float:
        weights, rate, stopping = self._grid()
        there, stopped = self._of_customer(rate, stopping, x, t_x, T)
        counted = np.sum(weights * there * what(rate, stopping))
        return float(counted / np.sum(weights * (there + stopped)))

    def _grid(self) -> tuple[Floats, Floats, Floats]:
        """Return weights that add up to 1, rates of buying, and chances or rates of stopping."""
        r, alpha, *rest = self.parameters
        u = np.arange(-60, 8, STEP)
        rate, buying = np.exp(u), stats.gamma.pdf(np.exp(u), r, scale=1 / alpha) * np.exp(u) * STEP
        if self.name == "nbd":
            return buying[:, None], rate[:, None], np.zeros((1, 1))
        if self.name == "paretonbd":
            stopping = np.exp(u)
            leaving = stats.gamma.pdf(stopping, rest[0], scale=1 / rest[1]) * stopping * STEP
        else:
            v = np.arange(-60, 34, STEP)
            stopping = special.expit(v)
            leaving = stats.beta.pdf(stopping, *rest) * stopping * special.expit(-v) * STEP
        return buying[:, None] * leaving[None, :], rate[:, None], stopping[None, :]

    def _of_customer(self, rate, stopping, x: int, t_x: float, T: float) -> Floats:
        """Return the likelihood given rate and stopping: still there, and stopped."""
        whole = rate**x * np.exp(-rate * T)
        if self.name == "nbd":
            return np.stack([whole, np.zeros_like(whole)])
        until = rate**x * np.exp(-rate * t_x)
        if self.name == "paretonbd":
            both = rate + stopping
            at_end, at_last = np.exp(-stopping * T), np.exp(-stopping * t_x)
            gone = stopping / both * (until * at_last - whole * at_end)
            return np.stack([whole * at_end, gone])
        occasions = x + (self.name == "mbgnbd")
        gone = stopping * (1 - stopping) ** (occasions - 1) * until if occasions else 0 * stopping
        return np.stack([(1 - stopping) ** occasions * whole, gone + 0 * whole])

    def _mean(self, rate, stopping, horizon: float) -> Floats:
        if self.name == "nbd":
            return rate * horizon
        if self.name == "paretonbd":
            return -rate * np.expm1(-stopping * horizon) / stopping
        return -np.expm1(-rate * stopping * horizon) / stopping

    def _tail(self, rate, stopping, horizon: float, k: int) -> Floats:
        if self.name == "paretonbd":
            both = rate + stopping
            return (rate / both) ** k * special.gammainc(k, both * horizon)
        going_on = (1 - stopping) ** (k - 1)
        return going_on * special.gammainc(k, rate * horizon)
