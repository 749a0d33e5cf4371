"""How much each step of agreement says, learnt from the file itself without labels.

The model of Fellegi and Sunter: among pairs of one person a comparison comes out at step k with
probability m_k, among pairs of two persons with u_k, and comparisons are independent. Expectation
and maximisation runs over all pairs: those compared, grouped by their pattern, and the rest, which
are of two persons; a sample of all pairs gives u once what matches in it is taken out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SAME_WEIGHT = 20.0  # how many pairs of one person the belief beforehand counts as
CHANCE_WEIGHT = 200.0  # and how many of two
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Patterns:
    """Patterns of steps (-1: unknown), each with how many pairs have it."""

    steps: Mapping[str, Ints]
    pairs: Floats


@dataclass(frozen=True)
class Believed:
    """m and u of each field before the file is seen, from "different" upwards."""

    same: Mapping[str, Floats]
    chance: Mapping[str, Floats]


@dataclass(frozen=True)
class Estimated:
    """m and u of each field, from "different" upwards, and how many pairs are of one person."""

    same: Mapping[str, Floats]
    chance: Mapping[str, Floats]
    matches: float
    odds: float

    def weights(self, field: str) -> Floats:
        """What each step adds to the logarithm of the odds."""
        return np.log(self.same[field] / self.chance[field])


def estimate(
    compared: Patterns, sampled: Patterns, believed: Believed, *, all_pairs: float, start: float
) -> Estimated:
    """Estimate the model.

    Parameters
    ----------
    compared, sampled : Patterns
        Patterns of the pairs compared, and of pairs drawn from all pairs.
    believed : Believed
        What is believed before, which counts as a few pairs.
    all_pairs : float
        How many pairs there are, compared or not.
    start : float
        How many pairs of one person to begin with; above 0.

    References
    ----------
    Fellegi, I. P. & Sunter, A. B. (1969). A theory for record linkage. JASA, 64, 1183-1210.
    Winkler, W. E. (1988). Using the EM algorithm for weight computation in the Fellegi-Sunter
    model of record linkage. Proceedings of the Section on Survey Research Methods, ASA, 667-671.

    Examples
    --------
    >>> believed = Believed({"name": np.array([0.1, 0.9])}, {"name": np.array([0.99, 0.01])})
    >>> seen = Patterns({"name": np.array([0, 1])}, np.array([4900.0, 50.0]))
    >>> found = estimate(seen, seen, believed, all_pairs=4950, start=50)
    >>> found.weights("name")[1] > 3
    True
    """
    drawn = {field: _shares(sampled, field, believed) for field in believed.same}
    same, chance = dict(believed.same), dict(drawn)
    matches = start
    for _round in range(MOST_ROUNDS):
        odds = (matches + 0.1) / (all_pairs - min(matches, 0.9 * all_pairs) + 1)
        posterior = _posterior(compared, same, chance, odds) * compared.pairs
        before, matches = matches, float(posterior.sum())
        for field, prior in believed.same.items():
            matched = _counts(compared.steps[field], posterior, len(prior))
            same[field] = (matched + prior * SAME_WEIGHT) / (matched.sum() + SAME_WEIGHT)
            chance[field] = _without(drawn[field], matched, sampled, field, all_pairs)
        if abs(matches - before) < 1e-4 * max(before, 1):
            break
    odds = (matches + 0.1) / (all_pairs - min(matches, 0.9 * all_pairs) + 1)
    return Estimated(same, chance, matches, float(odds))


def _counts(steps: Ints, weights: Floats, length: int) -> Floats:
    known = steps >= 0
    counts = np.bincount(steps[known], weights=weights[known], minlength=length)
    return counts.astype(np.float64)


def _shares(sampled: Patterns, field: str, believed: Believed) -> Floats:
    prior = believed.chance[field]
    counts = _counts(sampled.steps[field], sampled.pairs, len(prior))
    shares: Floats = (counts + prior * CHANCE_WEIGHT) / (counts.sum() + CHANCE_WEIGHT)
    return shares


def _without(
    drawn: Floats, matched: Floats, sampled: Patterns, field: str, all_pairs: float
) -> Floats:
    """Shares among pairs of two persons: those drawn without the pairs of one person in them."""
    known = sampled.pairs[sampled.steps[field] >= 0].sum() / max(sampled.pairs.sum(), 1)
    left: Floats = np.maximum(drawn - matched / max(known * all_pairs, 1), 1e-7)
    left /= left.sum()
    return left


def _posterior(
    compared: Patterns, same: Mapping[str, Floats], chance: Mapping[str, Floats], odds: float
) -> Floats:
    logit = np.full(len(compared.pairs), np.log(odds))
    for field, steps in compared.steps.items():
        weight = np.append(np.log(same[field] / chance[field]), 0.0)  # the last for -1
        logit += weight[steps]
    posterior: Floats = 1 / (1 + np.exp(-logit))
    return posterior


def believed_of(steps: Mapping[str, Sequence[tuple[float, float]]]) -> Believed:
    """Beliefs from the pairs (same, chance) of each field's steps, the closest first."""
    same: dict[str, Floats] = {}
    chance: dict[str, Floats] = {}
    for field, each in steps.items():
        for into, place in ((same, 0), (chance, 1)):
            told = [step[place] for step in reversed(each)]
            into[field] = np.array([max(1 - sum(told), 0.01), *told])
            into[field] /= into[field].sum()
    return Believed(same, chance)
