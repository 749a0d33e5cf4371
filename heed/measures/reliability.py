"""How reliably a scale of several items measures: alpha, and what each item does to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atanh, nan, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_quantile
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.omega import FEW, RELIABLE, Omega, omega
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

# An item that goes with the others less than this does not belong to them.
LOOSE = 0.3
FEWEST_CASES = 3


@dataclass(frozen=True)
class ItemReliability:
    """One item of a scale.

    Parameters
    ----------
    name : str
        As given.
    with_rest : Estimate
        Correlation with the sum of the other items; flagged UNRELIABLE below .3, INCONSISTENT
        where it is below 0, as of an item worded the other way round.
    alpha_without : Estimate
        Alpha of the other items; without value where only one is left.

    Examples
    --------
    >>> with_rest = Estimate(0.2, 0.05, 0.35, 200, Method.DELTA, 0.95)
    >>> ItemReliability("price", with_rest, Estimate(0.6, 0.5, 0.7, 200, Method.FELDT, 0.95)).name
    'price'
    """

    name: str
    with_rest: Estimate
    alpha_without: Estimate


@dataclass(frozen=True, eq=False)
class ScaleReliability:
    """The reliability of a scale, and its items.

    Parameters
    ----------
    alpha : Estimate
        Of the sum of the answers as they are; at most 1, below 0 where items contradict each
        other.
    standardised_alpha : Estimate
        Of the sum of the answers, each divided by its spread.
    spearman_brown : Estimate or None
        For two items, where alpha is not the right answer; None for more.
    omega : Omega or None
        By one common factor; None for two items.
    items : tuple of ItemReliability
        In the order given.
    dropped : int
        Cases left out, because an answer is not known or they stand for nobody.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
    >>> found = scale_reliability(x, names=["a", "b", "c", "d"])
    >>> round(found.alpha.value, 2), found.recommended is found.omega.total
    (0.78, True)
    """

    alpha: Estimate
    standardised_alpha: Estimate
    spearman_brown: Estimate | None
    omega: Omega | None
    items: tuple[ItemReliability, ...]
    dropped: int

    @property
    def recommended(self) -> Estimate:
        """Spearman-Brown for two items; omega for more, or alpha where omega is improper."""
        if self.spearman_brown is not None:
            return self.spearman_brown
        if self.omega is None or Flag.IMPROPER in self.omega.total.flags:
            return self.alpha
        return self.omega.total


def cronbach_alpha(
    answers: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate:
    """Return Cronbach's alpha of a scale with Feldt's interval.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        Answers to k >= 2 items in the same direction; nan where not known.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for, at least 0; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        At most 1; below 0 where items contradict each other. Flags: UNRELIABLE below .70,
        FEW_CASES below 30 effective cases.

    Raises
    ------
    ValueError
        If there are fewer than 2 items or fewer than 3 complete cases, the sum never varies, the
        weights do not fit, or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    k / (k - 1) × (1 - sum of the items' variances / variance of the sum). It is the reliability of
    the sum where all items measure the same thing equally well, else a lower bound as long as
    errors do not go together. It grows with the number of items and says nothing of how many
    things they measure. The interval supposes normal answers and equal covariances. With weights,
    variances are weighted and the interval is that of the effective number of cases: it supposes
    that weights have little to do with how the items go together.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika,
    16(3), 297-334.

    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability
    coefficient twenty. Psychometrika, 30(3), 357-370.

    Examples
    --------
    >>> alpha = cronbach_alpha([[1, 2, 1], [3, 3, 4], [4, 5, 5], [6, 5, 7], [7, 7, 6]])
    >>> round(alpha.value, 3), round(alpha.lower, 3), alpha.flags
    (0.961, 0.804, (<Flag.FEW_CASES: 'few_cases'>,))
    """
    require_confidence(confidence)
    complete = _complete(answers, weights)
    return _feldt(_alpha(complete.covariances), complete, complete.rows.shape[1], confidence)


def scale_reliability(
    answers: ArrayLike,
    *,
    names: Sequence[str] = (),
    weights: ArrayLike | None = None,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> ScaleReliability:
    """Return all that is known of the reliability of a scale and of its items.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        Answers to k >= 2 items in the same direction; nan where not known.
    names : sequence of str, length k
        Of the items; "1", "2" ... where none are given.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for, at least 0; all alike by default.
    resamples, seed
        Of the bootstrap behind the interval of omega, as in `omega`.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    ScaleReliability
        Alpha, standardised alpha, Spearman-Brown or omega, and each item.

    Raises
    ------
    ValueError
        As `cronbach_alpha` and `omega`; if an item never varies, or there is not one name for
        each.

    Notes
    -----
    Cases are used whole or not at all. Intervals of correlations are Fisher's, and that of
    Spearman-Brown is Fisher's carried over, all of the effective number of cases. Items worded the
    other way round must be turned first; they show by a correlation with the rest below 0.

    References
    ----------
    Eisinga, R., te Grotenhuis, M., & Pelzer, B. (2013). The reliability of a two-item scale:
    Pearson, Cronbach, or Spearman-Brown? International Journal of Public Health, 58(4), 637-642.

    Nunnally, J. C., & Bernstein, I. H. (1994). Psychometric theory (3rd ed.). McGraw-Hill.

    Examples
    --------
    >>> found = scale_reliability([[1, 2], [3, 3], [4, 5], [6, 5], [7, 7]])
    >>> round(found.spearman_brown.value, 3), found.omega
    (0.972, None)
    """
    require_confidence(confidence)
    complete = _complete(answers, weights)
    rows, covariances, k = complete.rows, complete.covariances, complete.rows.shape[1]
    if names and len(names) != k:
        raise ValueError(f"Expected a name for each of {k} items, got {len(names)}.")
    still = np.flatnonzero(np.diag(covariances) == 0)
    named = tuple(names) or tuple(str(at + 1) for at in range(k))
    if still.size:
        raise Refusal(
            gettext_noop("Expected items that vary, got %(item)s, which never does."),
            item=repr(named[still[0]]),
        )
    spreads = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(spreads, spreads)
    return ScaleReliability(
        alpha=_feldt(_alpha(covariances), complete, k, confidence),
        standardised_alpha=_feldt(_alpha(correlations), complete, k, confidence),
        spearman_brown=None if k > 2 else _spearman_brown(correlations[0, 1], complete, confidence),
        omega=None
        if k == 2
        else omega(
            rows, weights=complete.weights, resamples=resamples, seed=seed, confidence=confidence
        ),
        items=tuple(_item(at, named[at], complete, confidence) for at in range(k)),
        dropped=len(np.asarray(answers)) - len(rows),
    )


@dataclass(frozen=True, eq=False)
class _Complete:
    """Cases of which every answer is known, n >= 3 of k items."""

    rows: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    covariances: NDArray[np.float64]

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def worth(self) -> float:
        return float(self.n) if self.weights is None else effective_n(self.weights)


def _complete(answers: ArrayLike, weights: ArrayLike | None) -> _Complete:
    given = np.asarray(answers, dtype=float)
    if given.ndim != 2:
        raise ValueError(f"Expected a table, one row per case, got shape {given.shape}.")
    if given.shape[1] < 2:
        raise Refusal(
            gettext_noop("Expected answers to at least %(fewest)s items, got %(items)s."),
            fewest=2,
            items=given.shape[1],
        )
    worth = None if weights is None else checked_weights(weights, len(given))
    is_used = np.isfinite(given).all(axis=1)
    if worth is not None:
        is_used &= worth > 0
        worth = worth[is_used]
    rows = given[is_used]
    if len(rows) < FEWEST_CASES:
        raise Refusal(
            gettext_noop("Expected at least %(fewest)s complete cases, got %(n)s."),
            fewest=FEWEST_CASES,
            n=len(rows),
        )
    # Counted from the first case, an item that never varies has a variance of exactly 0.
    return _Complete(rows, worth, np.cov((rows - rows[0]).T, aweights=worth))


def _alpha(covariances: NDArray[np.float64]) -> float:
    k, whole = len(covariances), covariances.sum()
    if whole <= 0:
        raise Refusal(gettext_noop("Expected a sum of items that varies, got one that never does."))
    return float(k / (k - 1) * (1 - np.trace(covariances) / whole))


def _feldt(alpha: float, complete: _Complete, k: int, confidence: float) -> Estimate:
    above = complete.worth - 1
    lower = upper = nan
    if above >= 1:
        tail = (1 - confidence) / 2
        lower, upper = (
            1 - (1 - alpha) * f_quantile(p, above, above * (k - 1)) for p in (1 - tail, tail)
        )
    return _estimate(
        (alpha, lower, upper), complete, Method.FELDT, confidence, is_weak=alpha < RELIABLE
    )


def _estimate(
    found: tuple[float, float, float],
    complete: _Complete,
    method: Method,
    confidence: float,
    *,
    is_weak: bool,
) -> Estimate:
    few = (Flag.FEW_CASES,) if complete.worth < FEW else ()
    weak = (Flag.UNRELIABLE,) if is_weak else ()
    return Estimate(*found, complete.n, method, confidence, complete.worth, (*few, *weak))


def _fisher(r: float, worth: float, confidence: float) -> tuple[float, float]:
    """Return the interval of a correlation; none from fewer than 4 cases or without scatter."""
    if worth < 4 or abs(r) >= 1:
        return nan, nan
    half = NormalDist().inv_cdf((1 + confidence) / 2) / sqrt(worth - 3)
    return tanh(atanh(r) - half), tanh(atanh(r) + half)


def _spearman_brown(r: float, complete: _Complete, confidence: float) -> Estimate:
    ends = _fisher(float(r), complete.worth, confidence)
    value, lower, upper = (2 * each / (1 + each) for each in (float(r), *ends))
    return _estimate(
        (value, lower, upper), complete, Method.DELTA, confidence, is_weak=value < RELIABLE
    )


def _item(at: int, name: str, complete: _Complete, confidence: float) -> ItemReliability:
    covariances = complete.covariances
    rest = np.delete(np.delete(covariances, at, axis=0), at, axis=1)
    scale = sqrt(covariances[at, at] * rest.sum())
    r = float(covariances[at].sum() - covariances[at, at]) / scale if scale > 0 else nan
    ends = _fisher(r, complete.worth, confidence)
    with_rest = _estimate((r, *ends), complete, Method.DELTA, confidence, is_weak=r < LOOSE)
    if r < 0:
        with_rest = replace(with_rest, flags=(*with_rest.flags, Flag.INCONSISTENT))
    if len(rest) < 2 or rest.sum() <= 0:
        nothing = Estimate(nan, nan, nan, complete.n, Method.FELDT, confidence, complete.worth)
        return ItemReliability(name, with_rest, nothing)
    return ItemReliability(name, with_rest, _feldt(_alpha(rest), complete, len(rest), confidence))
