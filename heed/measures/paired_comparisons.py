"""Worths from pairs in which the order of showing may matter and neither may be preferred."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import exp
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heed.measures.best_worst_logits import preference_shares
from heed.measures.choices import places_of, require_known
from heed.measures.conditional_logit import ChoiceSets, LogitFit, conditional_logit
from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]


class Preferred(IntEnum):
    """Which of a pair was preferred."""

    FIRST = 0
    SECOND = 1
    NEITHER = 2


class Pair(NamedTuple):
    """One pair shown in an order, and what was preferred.

    Examples
    --------
    >>> Pair("speed", "price", Preferred.NEITHER).first
    'speed'
    """

    first: Hashable
    second: Hashable
    preferred: Preferred = Preferred.FIRST


@dataclass(frozen=True, eq=False)
class PairWorths:
    """Worths of all items, with the effect of order and the part of ties.

    Parameters
    ----------
    items : tuple of hashable, length k
        In the order given.
    reference : hashable
        The item with utility 0.
    utilities : tuple of Estimate
        Log odds to be preferred against the reference.
    standard_errors : ndarray of float, shape (k,)
        Of the utilities; 0 for the reference.
    worths : tuple of Estimate
        exp(utility) over their sum: in 0..1, adding up to 1.
    order_effect : Estimate or None
        Log odds by which the item shown first gains; None where not asked for.
    tie_weight : Estimate or None
        Weight of a tie beside two worths that are equal (Davidson's nu): 1 makes a tie as likely
        as either being preferred; None where ties are not allowed.
    log_likelihood, deviance : float
        At the worths; twice its distance from a fit of every pair and order by itself.
    degrees : int
        Degrees of freedom of the deviance.
    n : int
        Pairs answered.

    Examples
    --------
    >>> found = pair_worths("ab", [Pair("a", "b"), Pair("a", "b"), Pair("b", "a")])
    >>> [round(each.value, 3) for each in found.worths]
    [0.667, 0.333]
    """

    items: tuple[Hashable, ...]
    reference: Hashable
    utilities: tuple[Estimate, ...]
    standard_errors: Floats
    worths: tuple[Estimate, ...]
    order_effect: Estimate | None
    tie_weight: Estimate | None
    log_likelihood: float
    deviance: float
    degrees: int
    n: int


def pair_worths(
    items: Sequence[Hashable],
    pairs: Iterable[Pair],
    *,
    reference: Hashable = None,
    has_order_effect: bool = False,
    has_ties: bool = False,
    confidence: float = 0.95,
) -> PairWorths:
    """Return how much each item matters, from pairs, with an effect of order and with ties.

    Parameters
    ----------
    items : sequence of hashable, length k
        All items, each once; at least two.
    pairs : iterable of Pair
        The pairs answered.
    reference : hashable, optional
        The item with utility 0; the first one by default.
    has_order_effect : bool, default False
        Whether what is shown first may gain by that (home advantage).
    has_ties : bool, default False
        Whether neither may be preferred.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    PairWorths
        Worths in 0..1, order effect and weight of ties, deviance.

    Raises
    ------
    ValueError
        If an item is unknown or paired with itself, a tie is given where ties are not allowed, or
        the pairs leave a worth without bounds: one group of items always won.

    Notes
    -----
    The first item i and the second j are preferred with weights gamma pi_i and pi_j, neither with
    nu sqrt(pi_i pi_j): the model of Bradley and Terry with a multiplied order effect (Davidson and
    Beaver) and the ties of Davidson. Errors are those of the observed information and take all
    pairs as independent. Where no such effect is asked for, `rankings.worths` fits the same worths
    with a prior and errors by judge.

    References
    ----------
    Davidson, R. R. (1970). On extending the Bradley-Terry model to accommodate ties in paired
    comparison experiments. Journal of the American Statistical Association, 65(329), 317-328.

    Davidson, R. R., & Beaver, R. J. (1977). On extending the Bradley-Terry model to incorporate
    within-pair order effects. Biometrics, 33(4), 693-702.

    Agresti, A. (2002). Categorical data analysis (2nd ed.). Wiley. Section 10.6.

    Examples
    --------
    >>> tied = [Pair("a", "b", Preferred.NEITHER)] * 2
    >>> found = pair_worths("ab", [Pair("a", "b"), Pair("b", "a"), *tied], has_ties=True)
    >>> round(found.tie_weight.value, 3)
    2.0
    """
    require_confidence(confidence)
    places = places_of(items)
    base = items[0] if reference is None else reference
    require_known([base], places)
    counts = Counter(pairs)
    _require_possible(counts, places, has_ties=has_ties)
    shown = list(dict.fromkeys((pair.first, pair.second) for pair in counts))
    kept = [place for item, place in places.items() if item != base]
    sets = _sets(
        [(places[one], places[two]) for one, two in shown],
        kept,
        has_order_effect=has_order_effect,
        has_ties=has_ties,
    )
    times = np.array(list(counts.values()), dtype=float)
    at = np.array([shown.index((pair.first, pair.second)) for pair in counts])
    chosen = np.array([int(pair.preferred) for pair in counts])
    fit = conditional_logit(sets, at, chosen, times=times)
    if not fit.is_converged:
        raise Refusal(
            gettext_noop("Expected pairs whose order effect has bounds; the first always won.")
        )
    saturated = _saturated(at, times, len(shown))
    effects = _effects(fit, len(kept), confidence)
    utilities, errors, covariance = _with_reference(fit, kept, len(places))
    half = _z(confidence) * errors
    n = int(times.sum())
    return PairWorths(
        tuple(items),
        base,
        tuple(
            Estimate(float(u), float(u - h), float(u + h), n, Method.INFORMATION, confidence)
            for u, h in zip(utilities, half, strict=True)
        ),
        errors,
        tuple(
            Estimate(*each, n, Method.INFORMATION, confidence)
            for each in preference_shares(utilities, covariance, confidence)
        ),
        effects[0] if has_order_effect else None,
        _exponential(effects[-1]) if has_ties else None,
        fit.log_likelihood,
        2 * (saturated - fit.log_likelihood),
        len(shown) * (2 if has_ties else 1) - len(fit.coefficients),
        n,
    )


def _require_possible(
    counts: Counter[Pair], places: dict[Hashable, int], *, has_ties: bool
) -> None:
    wins = np.eye(len(places), dtype=bool)
    for pair in counts:
        require_known([pair.first, pair.second], places)
        if pair.first == pair.second:
            raise Refusal(
                gettext_noop("Expected two different items in a pair, got %(item)s twice."),
                item=repr(pair.first),
            )
        one, two = places[pair.first], places[pair.second]
        is_tied = pair.preferred == Preferred.NEITHER
        if is_tied and not has_ties:
            raise Refusal(
                gettext_noop("Expected a preferred item in each pair, got ties: set has_ties.")
            )
        wins[one, two] |= is_tied or pair.preferred == Preferred.FIRST
        wins[two, one] |= is_tied or pair.preferred == Preferred.SECOND
    for between in range(len(places)):
        wins |= wins[:, [between]] & wins[[between], :]
    if not wins.all():
        loose = [item for item, at in places.items() if not wins[at].all()]
        raise Refusal(
            gettext_noop(
                "Expected pairs that tie all items together, each won against and "
                "lost to another in a chain through all; %(loose)s never won "
                "against the rest."
            ),
            loose=repr(loose),
        )


def _sets(
    shown: Sequence[tuple[int, int]],
    kept: Sequence[int],
    *,
    has_order_effect: bool,
    has_ties: bool,
) -> ChoiceSets:
    """Return a set of first, second and (with ties) neither for each pair and order."""
    own = np.eye(len(kept) + 1)[:, list(kept)]
    features = np.zeros((len(shown), 2 + has_ties, len(kept) + has_order_effect + has_ties))
    for row, (one, two) in enumerate(shown):
        features[row, Preferred.FIRST, : len(kept)] = own[one]
        features[row, Preferred.SECOND, : len(kept)] = own[two]
        if has_ties:
            features[row, Preferred.NEITHER, : len(kept)] = (own[one] + own[two]) / 2
    if has_order_effect:
        features[:, Preferred.FIRST, len(kept)] = 1
    if has_ties:
        features[:, Preferred.NEITHER, -1] = 1
    return ChoiceSets(features, np.ones(features.shape[:2], dtype=bool))


def _saturated(at: NDArray[np.int_], times: Floats, sets: int) -> float:
    """Return the log-likelihood where each pair in each order has its own chances."""
    total = np.bincount(at, times, minlength=sets)
    return float(times @ np.log(times / total[at]))


def _effects(fit: LogitFit, first: int, confidence: float) -> list[Estimate]:
    """Return the coefficients that are not utilities."""
    errors = np.sqrt(np.diag(fit.covariance))
    n, z = int(fit.n), _z(confidence)
    return [
        Estimate(float(b), float(b - z * e), float(b + z * e), n, Method.INFORMATION, confidence)
        for b, e in zip(fit.coefficients[first:], errors[first:], strict=True)
    ]


def _exponential(of: Estimate) -> Estimate:
    value, lower, upper = (exp(each) for each in (of.value, of.lower, of.upper))
    return Estimate(value, lower, upper, of.n, of.method, of.confidence)


def _with_reference(fit: LogitFit, kept: Sequence[int], k: int) -> tuple[Floats, Floats, Floats]:
    utilities, covariance = np.zeros(k), np.zeros((k, k))
    utilities[list(kept)] = fit.coefficients[: len(kept)]
    covariance[np.ix_(kept, kept)] = fit.covariance[: len(kept), : len(kept)]
    return utilities, np.sqrt(np.diag(covariance)), covariance


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
