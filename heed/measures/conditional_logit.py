"""The conditional logit: one alternative picked out of each set, its chance by its features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]
MOST_STEPS = 100
PRECISION = 1e-10
# A longer step of a coefficient could overshoot where the likelihood is flat.
LONGEST_STEP = 2.0


@dataclass(frozen=True, eq=False)
class ChoiceSets:
    """What could be picked: sets of alternatives, each told by its features.

    Parameters
    ----------
    features : ndarray of float, shape (sets, alternatives, coefficients)
        What the chance of each alternative depends on; anything where it is not offered.
    is_offered : ndarray of bool, shape (sets, alternatives)
        Whether the set has the alternative: sets may be of different sizes.

    Examples
    --------
    >>> ChoiceSets(np.array([[[1.0], [0.0]]]), np.array([[True, True]])).chances(np.array([0.0]))
    array([[0.5, 0.5]])
    """

    features: Floats
    is_offered: NDArray[np.bool_]

    def chances(self, coefficients: Floats) -> Floats:
        """Return how likely each alternative is picked out of its set, in 0..1."""
        scores = np.where(self.is_offered, self.features @ coefficients, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-1e300))
        chances: Floats = weights / weights.sum(axis=1, keepdims=True)
        return chances


@dataclass(frozen=True, eq=False)
class LogitFit:
    """A fitted conditional logit.

    Parameters
    ----------
    coefficients : ndarray of float, shape (p,)
        Log odds for each unit of a feature.
    covariance : ndarray of float, shape (p, p)
        Of the coefficients, from the observed information.
    clustered : ndarray of float, shape (p, p), or None
        Of the coefficients, allowing for likeness of one person's picks; None where persons are
        not told apart or there is only one.
    log_likelihood, null_log_likelihood : float
        At the coefficients, and where all that is offered is equally likely.
    n : float
        Picks.
    is_converged : bool
        Whether the search ended.

    Examples
    --------
    >>> LogitFit(np.zeros(1), np.eye(1), None, -6.9, -6.9, 10, is_converged=True).n
    10
    """

    coefficients: Floats
    covariance: Floats
    clustered: Floats | None
    log_likelihood: float
    null_log_likelihood: float
    n: float
    is_converged: bool


def conditional_logit(
    sets: ChoiceSets,
    at: NDArray[np.int_],
    chosen: NDArray[np.int_],
    *,
    times: Floats | None = None,
    persons: NDArray[np.int_] | None = None,
) -> LogitFit:
    """Return the coefficients under which the picks are most likely.

    Parameters
    ----------
    sets : ChoiceSets
        The sets of alternatives, each set once.
    at, chosen : ndarray of int, shape (n,)
        For each pick its set and its alternative in that set, counted from 0.
    times : ndarray of float, shape (n,), optional
        How often the pick was made; 1 each by default.
    persons : ndarray of int, shape (n,), optional
        Who made it, counted from 0.

    Returns
    -------
    LogitFit
        Coefficients, their two covariances and the log-likelihood.

    Raises
    ------
    ValueError
        If a pick was not offered, or the picks do not tell the coefficients apart.

    Notes
    -----
    Newton steps on the log-likelihood, which has a single maximum. Equal sets are counted
    together, so time and memory depend on how many different sets there are. The clustered
    covariance is the sandwich of the summed scores of each person, times persons / (persons - 1).
    A maximum at infinity must be ruled out before.

    References
    ----------
    McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In P. Zarembka
    (Ed.), Frontiers in econometrics, 105-142. Academic Press.

    Examples
    --------
    >>> sets = ChoiceSets(np.array([[[1.0], [0.0]]]), np.array([[True, True]]))
    >>> found = conditional_logit(sets, np.zeros(4, int), np.array([0, 0, 0, 1]))
    >>> round(float(found.coefficients[0]), 4), round(found.log_likelihood, 4)
    (1.0986, -2.2493)
    """
    weights = np.ones(len(at)) if times is None else times
    if not sets.is_offered[at, chosen].all():
        raise ValueError("Expected each pick to be one of the alternatives offered.")
    counts = np.zeros(sets.is_offered.shape)
    np.add.at(counts, (at, chosen), weights)
    coefficients = np.zeros(sets.features.shape[2])
    is_converged = False
    for _ in range(MOST_STEPS):
        step = _solved(*_slopes(sets, counts, coefficients))
        coefficients = coefficients + step / max(1.0, float(np.abs(step).max()) / LONGEST_STEP)
        if np.abs(step).max() < PRECISION:
            is_converged = True
            break
    _, information = _slopes(sets, counts, coefficients)
    covariance = np.linalg.inv(information).astype(float)
    clustered = None
    if persons is not None and len(set(persons.tolist())) > 1:
        scores = _scores(sets, coefficients, (at, chosen, weights), persons)
        clustered = covariance @ scores.T @ scores @ covariance * len(scores) / (len(scores) - 1)
    return LogitFit(
        coefficients,
        covariance,
        clustered,
        _log_likelihood(sets, counts, coefficients),
        _log_likelihood(sets, counts, np.zeros_like(coefficients)),
        float(weights.sum()),
        is_converged,
    )


def distinct(keys: Sequence[object]) -> tuple[list[int], NDArray[np.int_]]:
    """Return where each different key stands first, and the number of its kind for each key.

    Parameters
    ----------
    keys : sequence of hashable, length n
        What tells one set of alternatives from another.

    Returns
    -------
    first : list of int
        Places at which a key comes for the first time, in their order.
    kind : ndarray of int, shape (n,)
        The place of each key's kind in `first`.

    Notes
    -----
    Sets that are equal need be computed only once.

    References
    ----------
    None; counting.

    Examples
    --------
    >>> distinct(["x", "y", "x"])
    ([0, 1], array([0, 1, 0]))
    """
    number: dict[object, int] = {}
    first = []
    for place, key in enumerate(keys):
        if key not in number:
            number[key] = len(number)
            first.append(place)
    return first, np.array([number[key] for key in keys], dtype=int)


def _slopes(sets: ChoiceSets, counts: Floats, coefficients: Floats) -> tuple[Floats, Floats]:
    """Return the gradient of the log-likelihood and the observed information."""
    chances = sets.chances(coefficients)
    total = counts.sum(axis=1)
    features, means = sets.features, np.einsum("sa,sap->sp", chances, sets.features)
    gradient: Floats = np.einsum("sa,sap->p", counts, features) - total @ means
    flat = features.reshape(-1, features.shape[2])
    weighted = flat * (chances * total[:, None]).reshape(-1, 1)
    return gradient, weighted.T @ flat - means.T @ (means * total[:, None])


def _solved(gradient: Floats, information: Floats) -> Floats:
    try:
        if np.linalg.cond(information) > 1e13:
            raise np.linalg.LinAlgError  # noqa: TRY301 - the same refusal as for a singular one
        step = np.linalg.solve(information, gradient).astype(float)
    except np.linalg.LinAlgError as error:
        raise Refusal(
            gettext_noop(
                "Expected picks that tell all coefficients apart, got some that "
                "could trade places: an alternative never offered with the others, "
                "or features that repeat each other."
            )
        ) from error
    return step


def _scores(
    sets: ChoiceSets,
    coefficients: Floats,
    picks: tuple[NDArray[np.int_], NDArray[np.int_], Floats],
    persons: NDArray[np.int_],
) -> Floats:
    """Return by person what her picks pull the coefficients by, shape (persons, p)."""
    at, chosen, weights = picks
    means = np.einsum("sa,sap->sp", sets.chances(coefficients), sets.features)
    pulls = (sets.features[at, chosen] - means[at]) * weights[:, None]
    _, number = np.unique(persons, return_inverse=True)
    scores = np.zeros((int(number.max()) + 1, len(coefficients)))
    np.add.at(scores, number, pulls)
    return scores


def _log_likelihood(sets: ChoiceSets, counts: Floats, coefficients: Floats) -> float:
    chances = sets.chances(coefficients)[counts > 0]
    return float(counts[counts > 0] @ np.log(chances))
