"""The gamma-gamma model: what a customer's next purchase is worth, given those she made."""

from dataclasses import dataclass
from math import atanh, isnan, nan, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.purchases.likelihoods import most_likely

Floats = NDArray[np.float64]
NAMES = ("p", "q", "gamma")
FEW = 30
# The model takes spend and frequency as independent; beyond this they are not.
MOST_CORRELATION = 0.3
# Shapes beyond this say that customers (or a customer's purchases) do not differ.
LARGEST_SHAPE = 1e4
# Shapes that most shops come close to; the mean of these is 1.
START = (4.0, 4.0, 0.75)


@dataclass(frozen=True, eq=False)
class GammaGamma:
    """How the worth of purchases varies within customers and between them.

    Parameters
    ----------
    p : float
        Shape of a customer's own purchases: the larger, the more alike they are.
    q, gamma : float
        Shape and scale of what tells customers apart; `gamma` in the unit of the spend.
    standard_errors : dict of str to float
        Of p, q and gamma; nan where the likelihood is flat.
    covariance : ndarray of float, shape (3, 3)
        Of p, q and gamma.
    log_likelihood : float
        Of the mean spends.
    customers : int
        Those it rests on: with a repeat purchase and a mean above 0.
    bought_once, without_spend : int
        Customers left out: without a repeat purchase; with a mean of 0 or below.
    correlation : Estimate
        Of the number of purchases with their mean, in -1..1: the model takes it as 0.
    flags : tuple of Flag
        What a reader must know.
    warnings : tuple of str
        The same in sentences.

    Examples
    --------
    >>> model = gamma_gamma([1, 2, 3, 1, 5, 2], [20.0, 31.5, 27.0, 64.0, 39.0, 22.5])
    >>> model.customers, model.bought_once, model.has_mean
    (6, 0, True)
    """

    p: float
    q: float
    gamma: float
    standard_errors: dict[str, float]
    covariance: Floats
    log_likelihood: float
    customers: int
    bought_once: int
    without_spend: int
    correlation: Estimate
    flags: tuple[Flag, ...]
    warnings: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, float]:
        return {"p": self.p, "q": self.q, "gamma": self.gamma}

    @property
    def has_mean(self) -> bool:
        """Whether the spend of a customer of whom nothing is known has a mean at all."""
        return self.q > 1

    @property
    def is_trusted(self) -> bool:
        """Whether values may rest on it."""
        return self.has_mean and Flag.NOT_CONVERGED not in self.flags

    @property
    def mean(self) -> float:
        """The mean spend of a purchase over all customers; nan where there is none."""
        return self.p * self.gamma / (self.q - 1) if self.has_mean else nan


def gamma_gamma(x: ArrayLike, mean_spend: ArrayLike, *, confidence: float = 0.95) -> GammaGamma:
    """Return the gamma-gamma model of mean spends.

    Parameters
    ----------
    x : array_like of int, shape (n,)
        Repeat purchases of each customer: those after the first.
    mean_spend : array_like of float, shape (n,)
        Mean net amount of these purchases in one currency, such as minor units; anything where
        there are none.
    confidence : float, default 0.95
        Coverage of the interval of the correlation.

    Returns
    -------
    GammaGamma
        Parameters, their precision, and what to note: flag DEPENDENT where spend goes with
        frequency (|correlation| above .3), NO_MEAN where q is 1 or less, NO_SPREAD where the
        spends do not tell customers apart, NOT_CONVERGED, FEW_CASES.

    Raises
    ------
    ValueError
        If shapes differ, a number is not known or not whole, or nobody bought again for more
        than nothing.

    Notes
    -----
    A purchase of a customer is gamma distributed with shape p and rate v; v differs between
    customers with shape q and rate gamma, and has nothing to do with how often they buy. Only the
    number of purchases and their mean are needed. Customers who bought once say nothing of the
    spread and are left out, means of 0 and below (returns above purchases) do not fit a gamma.
    Functions of x are computed on its different values; one logarithm a customer remains.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com.

    Colombo, R., & Jiang, W. (1999). A stochastic RFM model. Journal of Interactive Marketing,
    13(3), 2-12.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.integers(1, 9, size=90_000)
    >>> means = rng.gamma(6 * x, 1 / (rng.gamma(4, 1 / 15, size=90_000) * x))
    >>> model = gamma_gamma(x, means)
    >>> round(model.p, 1), round(model.q, 1), round(model.gamma)
    (6.1, 4.0, 15)
    """
    require_confidence(confidence)
    x, mean_spend = known_spends(x, mean_spend)
    is_used = (x > 0) & (mean_spend > 0)
    if not is_used.any():
        raise ValueError(
            "Expected customers with a repeat purchase and a mean spend above 0, got none of "
            f"{x.size}: what a purchase is worth cannot be told from single ones."
        )
    used_x, used_means = x[is_used], mean_spend[is_used]
    scale = float(used_means.mean())
    likelihood = _Likelihood(used_x, used_means / scale)
    found = most_likely(likelihood, np.array(START))
    units = np.array([1.0, 1.0, scale])
    p, q, gamma = map(float, found.parameters * units)
    correlation = _correlation(used_x, used_means, confidence)
    flags = _flags(p, q, correlation, is_converged=found.is_converged)
    return GammaGamma(
        p,
        q,
        gamma,
        dict(zip(NAMES, map(float, found.standard_errors * units), strict=True)),
        found.covariance * np.outer(units, units),
        found.log_likelihood - used_x.size * float(np.log(scale)),
        used_x.size,
        int((x == 0).sum()),
        int(((x > 0) & ~is_used).sum()),
        correlation,
        flags,
        tuple(_sentence(flag, q, correlation) for flag in flags),
    )


def known_spends(x: ArrayLike, mean_spend: ArrayLike) -> tuple[Floats, Floats]:
    """Return purchases and mean spends as arrays, refusing what cannot be.

    Parameters
    ----------
    x, mean_spend : array_like, shape (n,)
        As in `gamma_gamma`.

    Returns
    -------
    x, mean_spend : ndarray of float, shape (n,)
        The mean is 0 where there are no purchases.

    Raises
    ------
    ValueError
        If shapes differ, or a number is not known or not whole; it says which.

    Examples
    --------
    >>> known_spends([0, 2], [float("nan"), 12.5])
    (array([0., 2.]), array([ 0. , 12.5]))
    """
    x, means = (np.asarray(each, dtype=float).ravel() for each in (x, mean_spend))
    if x.size != means.size:
        raise ValueError(f"Expected a mean for each customer, got {x.size} and {means.size}.")
    is_wrong = ~((x >= 0) & (x == np.floor(x)) & np.isfinite(x))
    if is_wrong.any():
        raise ValueError(f"Expected whole numbers of purchases, got {float(x[is_wrong][0])!r}.")
    is_wrong = (x > 0) & ~np.isfinite(means)
    if is_wrong.any():
        raise ValueError(
            "Expected a mean spend of each customer with a repeat purchase, got "
            f"{float(means[is_wrong][0])!r} for customer {int(np.flatnonzero(is_wrong)[0])}."
        )
    return x, np.where(x > 0, means, 0.0)


class _Likelihood:
    """The log-likelihood of mean spends with its slopes, by p, q and gamma."""

    def __init__(self, x: Floats, means: Floats) -> None:
        self.x, self.totals = x, x * means
        self.values, counts = np.unique(x, return_counts=True)
        self.counts = counts.astype(float)
        logs = np.log(means)
        self.sum_of_x = float(x.sum())
        self.sum_of_logs = float(logs.sum())
        # Of p: sums of x log(x z); of nothing: the sum of log z.
        self.slope = float(x @ np.log(self.totals))

    def __call__(self, parameters: Floats) -> tuple[float, Floats, Floats]:
        p, q, gamma = parameters
        n, values, counts = self.counts.sum(), self.values, self.counts
        px, pxq = p * values, p * values + q
        above = gamma + self.totals
        logs, inverse = np.log(above), 1 / above
        x_logs, x_inverse = self.x @ logs, self.x @ inverse
        all_logs, all_inverse = logs.sum(), inverse.sum()
        squares = inverse @ inverse, (self.x * inverse) @ inverse
        value = (
            counts @ (special.gammaln(pxq) - special.gammaln(px))
            + n * (q * np.log(gamma) - special.gammaln(q))
            + p * self.slope
            - self.sum_of_logs
            - p * x_logs
            - q * all_logs
        )
        digamma = special.digamma(pxq)
        gradient = np.array(
            [
                (counts * values) @ (digamma - special.digamma(px)) + self.slope - x_logs,
                counts @ digamma + n * (np.log(gamma) - special.digamma(q)) - all_logs,
                n * q / gamma - p * x_inverse - q * all_inverse,
            ]
        )
        trigamma = special.polygamma(1, pxq)
        by_pp = (counts * values**2) @ (trigamma - special.polygamma(1, px))
        by_pq = (counts * values) @ trigamma
        by_qq = counts @ trigamma - n * special.polygamma(1, q)
        by_qg = n / gamma - all_inverse
        by_gg = p * squares[1] + q * squares[0] - n * q / gamma**2
        hessian = [[by_pp, by_pq, -x_inverse], [by_pq, by_qq, by_qg], [-x_inverse, by_qg, by_gg]]
        return float(value), gradient, np.array(hessian, dtype=float)


def _correlation(x: Floats, means: Floats, confidence: float) -> Estimate:
    n = x.size
    spread = float(x.std() * means.std())
    if n < 3 or spread == 0:
        return Estimate(nan, nan, nan, n, Method.DELTA, confidence)
    value = float(np.clip(((x - x.mean()) * (means - means.mean())).mean() / spread, -1, 1))
    few = (Flag.FEW_CASES,) if n < FEW else ()
    if n == 3 or abs(value) == 1:
        return Estimate(value, nan, nan, n, Method.DELTA, confidence, flags=few)
    half = NormalDist().inv_cdf((1 + confidence) / 2) / sqrt(n - 3)
    lower, upper = (tanh(atanh(value) + side * half) for side in (-1, 1))
    return Estimate(value, lower, upper, n, Method.DELTA, confidence, flags=few)


def _flags(p: float, q: float, correlation: Estimate, *, is_converged: bool) -> tuple[Flag, ...]:
    is_flat = max(p, q) > LARGEST_SHAPE
    r = correlation.value
    holds = {
        Flag.FEW_CASES: correlation.n < FEW,
        Flag.NO_MEAN: q <= 1,
        Flag.NO_SPREAD: is_flat,
        Flag.NOT_CONVERGED: not is_converged and not is_flat,
        Flag.DEPENDENT: not isnan(r) and abs(r) > MOST_CORRELATION,
    }
    return tuple(flag for flag, is_so in holds.items() if is_so)


def _sentence(flag: Flag, q: float, correlation: Estimate) -> str:
    return {
        Flag.FEW_CASES: f"Spend rests on {correlation.n} customers who bought again: few.",
        Flag.NO_MEAN: f"The spread of spend between customers is so wide (q = {q:.3g}) that it has "
        "no mean: no value can be given.",
        Flag.NO_SPREAD: "Mean spends do not show how customers differ (q runs away)."
        if q > LARGEST_SHAPE
        else "Mean spends do not show how purchases of one customer differ (p runs away).",
        Flag.NOT_CONVERGED: "No best model of spend was found.",
        Flag.DEPENDENT: "Customers who buy more often do not spend the same on a purchase "
        f"(correlation {correlation.value:.2f}), which the model supposes.",
    }[flag]
