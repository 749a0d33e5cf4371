"""What is believed beforehand, replaced step by step by own data: prior, own, posterior."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.beta import f_quantile
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.gamma import gamma_quantile
from heed.measures.shares import share_estimate

FEW = 30


@dataclass(frozen=True)
class Believed:
    """A figure as it is believed after own data were seen.

    Parameters
    ----------
    prior : float
        What was believed beforehand, in the unit of the figure.
    prior_cases : float
        How many cases of one's own that belief is worth; above 0.
    own : Estimate
        What own data say alone; nan where there are none.
    posterior : Estimate
        Both together, with a credible interval. Its n counts own cases only.
    prior_weight : float
        Share of the prior in the posterior, in 0..1; 1 without own data.

    Examples
    --------
    >>> found = share_believed(3, 20, prior=0.04, prior_cases=20)
    >>> round(found.posterior.value, 3), found.prior_weight
    (0.095, 0.5)
    """

    prior: float
    prior_cases: float
    own: Estimate
    posterior: Estimate
    prior_weight: float

    @property
    def is_measured(self) -> bool:
        """Whether own data weigh more than what was believed."""
        return self.prior_weight < 0.5


def share_believed(
    successes: int, trials: int, *, prior: float, prior_cases: float, confidence: float = 0.95
) -> Believed:
    """Return a share as believed beforehand, as counted, and as both together say.

    Parameters
    ----------
    successes, trials : int
        Own cases in which it was so, and own cases in all; at least 0.
    prior : float
        The share believed beforehand, strictly between 0 and 1.
    prior_cases : float
        How many own cases the belief is worth; above 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Believed
        The share, in 0..1.

    Raises
    ------
    ValueError
        If successes exceed trials or are below 0, or the prior or its cases are out of range.

    Notes
    -----
    A beta distribution of mean `prior` and `prior_cases` cases, updated by the counts. Its interval
    holds the share with the probability asked for, if the belief deserves its weight.

    References
    ----------
    Gelman, A., Carlin, J. B., Stern, H. S., Dunson, D. B., Vehtari, A., & Rubin, D. B. (2013).
    Bayesian data analysis (3rd ed.). CRC Press. Section 2.4.

    Examples
    --------
    >>> found = share_believed(0, 0, prior=0.04, prior_cases=25)
    >>> found.posterior.value, found.prior_weight, found.own.n
    (0.04, 1.0, 0)
    """
    require_confidence(confidence)
    _require_prior(prior_cases, is_share=True, prior=prior)
    if not 0 <= successes <= trials:
        raise ValueError(
            f"Expected successes from 0 to the trials, got {successes!r} of {trials!r}."
        )
    above, below = prior * prior_cases + successes, (1 - prior) * prior_cases + trials - successes
    lower, upper = (
        _beta_quantile(p, above, below) for p in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    own = (
        share_estimate(successes, trials, confidence=confidence)
        if trials
        else Estimate(nan, nan, nan, 0, Method.WILSON, confidence)
    )
    return _believed(prior, prior_cases, own, above / (above + below), (lower, upper))


def shares_believed(
    counts: Sequence[int],
    *,
    prior: Sequence[float],
    prior_cases: float,
    confidence: float = 0.95,
) -> tuple[Believed, ...]:
    """Return shares of categories that exclude each other, such as reasons for leaving.

    Parameters
    ----------
    counts : sequence of int, length k
        Own cases of each category; at least 0.
    prior : sequence of float, length k
        Shares believed beforehand, each above 0; they are taken as parts of their sum.
    prior_cases : float
        How many own cases the belief is worth in all; above 0.
    confidence : float, default 0.95
        Coverage wanted for each, strictly between 0 and 1.

    Returns
    -------
    tuple of Believed, length k
        One a category; the posterior values sum to 1.

    Raises
    ------
    ValueError
        If lengths differ, a count is below 0, or a prior is not above 0.

    Notes
    -----
    A Dirichlet distribution updated by the counts; each category alone is a beta distribution.

    References
    ----------
    Gelman, A., Carlin, J. B., Stern, H. S., Dunson, D. B., Vehtari, A., & Rubin, D. B. (2013).
    Bayesian data analysis (3rd ed.). CRC Press. Section 3.4.

    Examples
    --------
    >>> price, service = shares_believed([8, 2], prior=[9, 68], prior_cases=10)
    >>> round(price.posterior.value + service.posterior.value, 9)
    1.0
    """
    if len(counts) != len(prior) or len(prior) < 2:
        raise ValueError(
            f"Expected as many counts as priors, two at least, got {len(counts)} and {len(prior)}."
        )
    if min(counts) < 0 or not min(prior) > 0:
        raise ValueError(
            f"Expected counts of at least 0 and priors above 0, got {list(counts)} and "
            f"{list(prior)}."
        )
    trials, whole = sum(counts), sum(prior)
    return tuple(
        share_believed(
            count, trials, prior=share / whole, prior_cases=prior_cases, confidence=confidence
        )
        for count, share in zip(counts, prior, strict=True)
    )


def number_believed(
    counts: ArrayLike, *, prior: float, prior_cases: float, confidence: float = 0.95
) -> Believed:
    """Return a mean of counts, such as how many people are told, with what was believed.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Own cases, each at least 0; may be empty.
    prior : float
        The mean believed beforehand; above 0.
    prior_cases : float
        How many own cases the belief is worth; above 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Believed
        The mean, in counts a case.

    Raises
    ------
    ValueError
        If a count is negative or unknown, or the prior or its cases are out of range.

    Notes
    -----
    A gamma distribution updated by Poisson counts. Where own counts spread more than Poisson's,
    all cases count for less by as much (variance ÷ mean), so that a few who tell everybody do not
    make the figure look surer than it is.

    References
    ----------
    Gelman, A., Carlin, J. B., Stern, H. S., Dunson, D. B., Vehtari, A., & Rubin, D. B. (2013).
    Bayesian data analysis (3rd ed.). CRC Press. Section 2.6.

    Examples
    --------
    >>> found = number_believed([2, 4, 3, 5, 1], prior=10, prior_cases=5)
    >>> found.own.value, found.posterior.value
    (3.0, 6.5)
    """
    require_confidence(confidence)
    _require_prior(prior_cases, is_share=False, prior=prior)
    told = np.asarray(counts, dtype=float).ravel()
    wrong = told[~(np.isfinite(told) & (told >= 0))]
    if wrong.size:
        raise ValueError(f"Expected counts of at least 0, got {wrong[0]}.")
    n, total = int(told.size), float(told.sum())
    spread = max(1.0, float(told.var(ddof=1)) / (total / n)) if n > 1 and total else 1.0
    cases = prior_cases + n
    mean = (prior * prior_cases + total) / cases
    lower, upper = _gamma_bounds(mean, cases / spread, confidence)
    own = Estimate(nan, nan, nan, 0, Method.CREDIBLE, confidence)
    if n:
        # Half a case of the same mean keeps the interval of zeros above 0.
        low, high = _gamma_bounds(max(total / n, 0.5 / n), n / spread, confidence)
        own = Estimate(total / n, low if total else 0.0, high, n, Method.CREDIBLE, confidence)
    return _believed(prior, prior_cases, own, mean, (lower, upper))


def _believed(
    prior: float, prior_cases: float, own: Estimate, value: float, bounds: tuple[float, float]
) -> Believed:
    flags = (Flag.FEW_CASES,) if own.n < FEW else ()
    posterior = Estimate(
        value, *bounds, own.n, Method.CREDIBLE, own.confidence, own.n + prior_cases, flags
    )
    return Believed(prior, prior_cases, own, posterior, prior_cases / (prior_cases + own.n))


def _require_prior(prior_cases: float, *, is_share: bool, prior: float) -> None:
    if not (isfinite(prior_cases) and prior_cases > 0):
        raise ValueError(f"Expected a prior worth more than 0 cases, got {prior_cases!r}.")
    if not (0 < prior < 1 if is_share else isfinite(prior) and prior > 0):
        range_of = "strictly between 0 and 1" if is_share else "above 0"
        raise ValueError(f"Expected a prior {range_of}, got {prior!r}.")


def _beta_quantile(p: float, a: float, b: float) -> float:
    odds = f_quantile(p, 2 * a, 2 * b) * a / b
    return odds / (1 + odds)


def _gamma_bounds(mean: float, cases: float, confidence: float) -> tuple[float, float]:
    shape = mean * cases
    lower, upper = (
        gamma_quantile(p, shape) / cases for p in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    return lower, upper
