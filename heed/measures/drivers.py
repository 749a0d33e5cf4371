"""Key drivers: which inputs explain how much of an outcome, such as overall satisfaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.driver_samples import CompleteAnswers, complete, resampled, with_noise
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.other_indices import OtherIndices, other_indices
from heed.measures.relative_weights import relative_weights
from heed.measures.shapley import (
    antithetic_orders,
    sampled_shares,
    shapley_shares,
    shares_with_and_without_last,
)

# Up to so many inputs every subset is looked at; in bootstrap samples, noise included, up to so
# many; above, orders of entering are sampled.
EXACT_UP_TO = 18
RESAMPLED_EXACTLY_UP_TO = 17
PAIRS_OF_ORDERS = 1000
PAIRS_OF_ORDERS_RESAMPLED = 50
FEWEST_RESAMPLES = 100
# Below 30 cases in all or 10 for each input, chance explains too much.
FEW, FEW_EACH = 30, 10
TINY = 1e-9


class Decomposition(StrEnum):
    """How explained variance is shared out between inputs that go together."""

    SHAPLEY = "shapley"
    JOHNSON = "johnson"


@dataclass(frozen=True)
class Driver:
    """One input, what it explains, and what else can be said of its importance.

    Parameters
    ----------
    name : str
        As given.
    importance : Estimate
        Part of the outcome's variance owed to it, in 0..1. Flags: SUPPRESSED where the sign of
        `coefficient` contradicts `correlation`, SINGULAR where it repeats other inputs, NO_SPREAD
        where it never varies, FEW_CASES below 30 effective cases or 10 for each input.
    share : Estimate
        Part of what all inputs explain together, in 0..1.
    above_noise : Estimate
        Importance less that of an input that is nothing but noise, the median of the bootstrap
        samples; UNDECIDED where its interval holds 0. The value is nan where nothing was resampled.
    correlation : float
        With the outcome, in -1..1, without regard to other inputs. Its sign is the direction.
    coefficient : float
        Standardised, of the regression on all inputs.
    first, last, pratt : float
        Other answers: explained by it alone; added by it after all others; coefficient ×
        correlation, which may be below 0.
    spread : float
        Standard deviation, in the units of the input: what hardly varies cannot explain.

    Examples
    --------
    >>> one = Estimate(0.2, 0.1, 0.3, 200, Method.BOOTSTRAP, 0.95)
    >>> Driver("speed", one, one, one, -0.4, -0.3, 0.16, 0.1, 0.12, 1.1).direction
    -1
    """

    name: str
    importance: Estimate
    share: Estimate
    above_noise: Estimate
    correlation: float
    coefficient: float
    first: float
    last: float
    pratt: float
    spread: float

    @property
    def direction(self) -> int:
        """1 where more of it goes with more of the outcome, -1 where with less, else 0."""
        return int(np.sign(self.correlation))

    @property
    def is_above_noise(self) -> bool:
        return self.above_noise.lower > 0


@dataclass(frozen=True)
class DriverAnalysis:
    """What inputs explain of an outcome, and how it was shared out.

    Parameters
    ----------
    decomposition : Decomposition
        How.
    drivers : tuple of Driver
        In the order given.
    r_squared : Estimate
        Explained by all together, in 0..1; flagged SINGULAR where inputs repeat each other.
    dropped : int
        Cases left out, because not all was known.
    rank : int
        Inputs that do not follow from others.
    orders : int
        Orders of entering that were sampled; 0 where all subsets were looked at.
    resampled_orders : int
        The same in each bootstrap sample.
    resamples, seed : int
        Of the bootstrap.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(200, 2))
    >>> key_drivers(x, x @ [1, 0.5] + rng.normal(size=200), resamples=0).ranked[0].name
    '1'
    """

    decomposition: Decomposition
    drivers: tuple[Driver, ...]
    r_squared: Estimate
    dropped: int
    rank: int
    orders: int
    resampled_orders: int
    resamples: int
    seed: int

    @property
    def ranked(self) -> tuple[Driver, ...]:
        """The most important first."""
        return tuple(sorted(self.drivers, key=lambda driver: -driver.importance.value))


def key_drivers(
    inputs: ArrayLike,
    outcome: ArrayLike,
    *,
    names: Sequence[str] = (),
    weights: ArrayLike | None = None,
    decomposition: Decomposition = Decomposition.SHAPLEY,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> DriverAnalysis:
    """Return how much of an outcome's variance is owed to each input.

    Parameters
    ----------
    inputs : array_like of float, shape (n, p)
        Answers that may drive the outcome, in their own units; nan where not known.
    outcome : array_like of float, shape (n,)
        What is to be explained, such as overall satisfaction; nan where not known.
    names : sequence of str, length p
        Of the inputs; "1", "2" ... where none are given.
    weights : array_like of float, shape (n,), or None
        How many people each case stands for, at least 0.
    decomposition : Decomposition, default SHAPLEY
        SHAPLEY averages what an input adds over all orders of entering (LMG); JOHNSON gives
        relative weights, which are quicker and close to it.
    resamples : int, default 1000
        Bootstrap samples behind the intervals; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap, the noise and the sampled orders; the same seed gives the same result.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    DriverAnalysis
        Importances add up to `r_squared`, shares to 1.

    Raises
    ------
    ValueError
        As `complete`; if there is not one name for each input, `resamples` is from 1 to 99 or
        below 0, or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    Cases are used whole or not at all. Respondents are resampled, with their weights; intervals
    are percentiles. With few cases for each input chance explains much, and more of it in samples
    than in the answers: intervals then lie too high. As a share of variance is never below 0, an
    interval never reaches 0 even for an input that does nothing: `above_noise` compares each
    input, in every sample, with an input of pure noise. Up to 18 inputs all subsets are looked at
    (up to 16 in bootstrap samples); above that 2,000 random orders (100 in each bootstrap sample,
    which widens intervals a little).

    Inputs that repeat each other are kept: the result is the limit of an ever smaller ridge, which
    shares equally between copies; they are flagged SINGULAR and `rank` says how many remain.

    Drivers are correlations, not causes. An input with which everybody is satisfied hardly varies
    and looks unimportant: look at `spread`. Answers given at the same time as the overall one
    correlate for that alone. The direction is that of the plain correlation; a coefficient of the
    other sign is suppression, not a negative driver.

    References
    ----------
    Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo.
    Journal of Statistical Software, 17(1), 1-27.

    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor
    variables in multiple regression. Multivariate Behavioral Research, 35(1), 1-19.

    Tonidandel, S., LeBreton, J. M., & Johnson, J. W. (2009). Determining the statistical
    significance of relative weights. Psychological Methods, 14(4), 387-399.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> quick, kind, near = rng.normal(size=(3, 300))
    >>> satisfied = 0.8 * quick + 0.4 * kind + rng.normal(size=300)
    >>> found = key_drivers(
    ...     np.column_stack([quick, kind, near]), satisfied, names=["quick", "kind", "near"]
    ... )
    >>> [(each.name, round(each.share.value, 2), each.is_above_noise) for each in found.ranked]
    [('quick', 0.75, True), ('kind', 0.25, True), ('near', 0.0, False)]
    """
    require_confidence(confidence)
    if resamples != 0 and resamples < FEWEST_RESAMPLES:
        raise ValueError(
            f"Expected at least {FEWEST_RESAMPLES} bootstrap samples, or 0 for none, "
            f"got {resamples!r}."
        )
    answers = complete(inputs, outcome, weights=weights)
    p = answers.spreads.size - 1
    if names and len(names) != p:
        raise ValueError(f"Expected a name for each of {p} inputs, got {len(names)}.")
    shares = _shares(answers.correlations[None], decomposition, EXACT_UP_TO, PAIRS_OF_ORDERS, seed)
    samples = _Samples(answers, shares[0], decomposition, resamples, seed, confidence)
    is_shapley = decomposition is Decomposition.SHAPLEY
    others = other_indices(answers.correlations)
    named = tuple(names) or tuple(str(at + 1) for at in range(p))
    flags = (Flag.SINGULAR,) if others.rank < p else ()
    return DriverAnalysis(
        decomposition=decomposition,
        drivers=tuple(_driver(at, named[at], answers, samples, others) for at in range(p)),
        r_squared=samples.estimate(shares[0].sum(), samples.shares.sum(axis=1), flags),
        dropped=answers.dropped,
        rank=others.rank,
        orders=2 * PAIRS_OF_ORDERS if is_shapley and p > EXACT_UP_TO else 0,
        resampled_orders=2 * PAIRS_OF_ORDERS_RESAMPLED
        if is_shapley and resamples and p + 1 > RESAMPLED_EXACTLY_UP_TO
        else 0,
        resamples=resamples,
        seed=seed,
    )


def _shares(
    matrices: NDArray[np.float64],
    decomposition: Decomposition,
    exact_up_to: int,
    pairs: int,
    seed: int,
) -> NDArray[np.float64]:
    """Return what each input explains, shape (b, p)."""
    p = matrices.shape[-1] - 1
    if decomposition is Decomposition.JOHNSON:
        return relative_weights(matrices)
    if p <= exact_up_to:
        return shapley_shares(matrices)
    orders = antithetic_orders(p, pairs, seed)
    return sampled_shares(matrices, orders)


class _Samples:
    """Shares in the bootstrap samples, without and with noise among the inputs."""

    def __init__(
        self,
        answers: CompleteAnswers,
        found: NDArray[np.float64],
        decomposition: Decomposition,
        resamples: int,
        seed: int,
        confidence: float,
    ) -> None:
        self.n, self.effective_n, self.confidence = answers.n, answers.effective_n, confidence
        self.found = found
        self.shares = self.above_noise = np.empty((0, found.size))
        if not resamples:
            return
        random = np.random.default_rng(seed)
        covariances, worth = resampled(answers, resamples, random)
        noisy = with_noise(covariances, worth, random)
        if decomposition is Decomposition.SHAPLEY and found.size < RESAMPLED_EXACTLY_UP_TO:
            beside_noise, self.shares = shares_with_and_without_last(noisy)
        else:
            how = (decomposition, 0, PAIRS_OF_ORDERS_RESAMPLED, seed)
            self.shares, beside_noise = _shares(covariances, *how), _shares(noisy, *how)
        self.above_noise = beside_noise[:, :-1] - beside_noise[:, -1:]

    def estimate(
        self, value: float, drawn: NDArray[np.float64], flags: tuple[Flag, ...] = ()
    ) -> Estimate:
        tail = (1 - self.confidence) / 2
        lower, upper = (
            np.quantile(drawn.clip(max=1), [tail, 1 - tail]) if drawn.size else (nan, nan)
        )
        enough = max(FEW, FEW_EACH * self.found.size)
        few = (Flag.FEW_CASES,) if self.effective_n < enough else ()
        return Estimate(
            value=float(value),
            lower=float(lower),
            upper=float(upper),
            n=self.n,
            method=Method.BOOTSTRAP,
            confidence=self.confidence,
            effective_n=self.effective_n,
            flags=(*few, *flags),
        )


def _driver(
    at: int, name: str, answers: CompleteAnswers, samples: _Samples, others: OtherIndices
) -> Driver:
    correlation, coefficient = float(others.correlations[at]), float(others.coefficients[at])
    together = samples.shares.sum(axis=1)
    parts = np.divide(
        samples.shares[:, at], together, out=np.zeros(together.shape), where=together > 0
    )
    total = samples.found.sum()
    is_suppressed = correlation * coefficient < -TINY
    flags = tuple(
        flag
        for flag, is_so in (
            (Flag.SUPPRESSED, is_suppressed),
            (Flag.SINGULAR, others.is_repeated[at]),
            (Flag.NO_SPREAD, answers.spreads[at] == 0),
        )
        if is_so
    )
    above = samples.above_noise[:, at]
    difference = samples.estimate(float(np.median(above)) if above.size else nan, above)
    if not isnan(difference.lower) and difference.lower <= 0:
        difference = samples.estimate(difference.value, above, (Flag.UNDECIDED,))
    return Driver(
        name=name,
        importance=samples.estimate(samples.found[at], samples.shares[:, at], flags),
        share=samples.estimate(samples.found[at] / total if total > 0 else nan, parts),
        above_noise=difference,
        correlation=correlation,
        coefficient=coefficient,
        first=correlation**2,
        last=float(others.last[at]),
        pratt=correlation * coefficient,
        spread=float(answers.spreads[at]),
    )
