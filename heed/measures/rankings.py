"""What matters how much: worths of items from rankings, pairs and best-worst tasks.

The choices come from `heed.measures.choices`, of one person or of many.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from heed.measures.choices import Choice, places_of, require_known
from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop

# Spread of the logarithms of the worths before anything is known: between two items, odds from
# 1:64 to 64:1 are then thought possible (95 of 100).
PRIOR_SPREAD = 1.5
# With fewer judges the spread between them is too uncertain to base an error on.
FEWEST_JUDGES = 20
MOST_STEPS = 200
PRECISION = 1e-10


@dataclass(frozen=True)
class Worth:
    """How much one item matters against the others.

    Parameters
    ----------
    item : hashable
        The item.
    worth, lower, upper : float
        Its share of all worths, and the interval: in 0..1, all worths add up to 1.
    utility, standard_error : float
        The logarithm of the worth, all utilities adding up to 0, and its standard error.
    place, best_place, worst_place : int
        1 for what matters most. What no interval tells apart from the item may stand above or
        below it: the places it could have.
    is_tied_with_next : bool
        Whether the item in the next place is not told apart from this one.

    Examples
    --------
    >>> speed = Worth("speed", 0.5, 0.3, 0.7, 0.4, 0.2, 1, 1, 2, is_tied_with_next=True)
    >>> speed.best_place, speed.worst_place
    (1, 2)
    """

    item: Hashable
    worth: float
    lower: float
    upper: float
    utility: float
    standard_error: float
    place: int
    best_place: int
    worst_place: int
    is_tied_with_next: bool


@dataclass(frozen=True, eq=False)
class Worths:
    """The worths of all items, with what they rest on.

    Parameters
    ----------
    ranked : tuple of Worth
        From what matters most to what matters least; equals stand in the order of the items.
    items : tuple of hashable
        In the order given.
    utilities : ndarray of float, shape (k,)
        Logarithms of the worths, in the order of `items`, adding up to 0.
    covariance : ndarray of float, shape (k, k)
        Of the utilities.
    log_likelihood : float
        Of the choices at these worths, without the prior.
    n : int
        Choices the worths rest on.
    judges : int
        Persons told apart; 0 where the choices do not say who made them.
    is_clustered : bool
        Whether the errors allow for differences between judges.
    confidence : float
        Coverage of the intervals.

    Examples
    --------
    >>> found = worths(["a", "b"], [])
    >>> [(each.item, each.worth) for each in found.ranked]
    [('a', 0.5), ('b', 0.5)]
    """

    ranked: tuple[Worth, ...]
    items: tuple[Hashable, ...]
    utilities: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_likelihood: float
    n: int
    judges: int
    is_clustered: bool
    confidence: float

    def of(self, item: Hashable) -> Worth:
        """Return the worth of one item."""
        return next(worth for worth in self.ranked if worth.item == item)

    def chance_above(self, item: Hashable, other: Hashable) -> Estimate:
        """Return how likely `item` is preferred where only these two are offered, in 0..1."""
        here, there = self.items.index(item), self.items.index(other)
        difference = float(self.utilities[here] - self.utilities[there])
        half = _z(self.confidence) * float(_errors_of_differences(self.covariance)[here, there])
        value, lower, upper = (
            _logistic(at) for at in (difference, difference - half, difference + half)
        )
        return Estimate(value, lower, upper, self.n, Method.INFORMATION, self.confidence)


def worths(
    items: Sequence[Hashable],
    choices: Sequence[Choice],
    *,
    prior_spread: float | None = PRIOR_SPREAD,
    confidence: float = 0.95,
) -> Worths:
    """Return how much each item matters, from choices of one person or of many.

    Parameters
    ----------
    items : sequence of hashable, length k
        All items asked about, each once; at least two.
    choices : sequence of Choice
        From `ranking_choices`, `pair_choices` and `best_worst_choices`, in any mixture.
    prior_spread : float or None, default 1.5
        Standard deviation of the utilities before anything is known, above 0. None for the plain
        maximum of the likelihood, such as a published table gives.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Worths
        Worths in 0..1 adding up to 1; with a prior finite for any answers, even for none.

    Raises
    ------
    ValueError
        If a choice names an item not in `items`, `prior_spread` is not above 0, or there is no
        prior and the choices leave a worth without bounds: one group of items always won.

    Notes
    -----
    The chance of an item to be picked as the best of those offered is its worth divided by the
    sum of theirs; to be picked as the worst, with one over the worth in place of the worth. For
    rankings this is the model of Plackett and Luce, for pairs that of Bradley and Terry, for
    best-worst tasks the sequential best-worst logit. It assumes that what else is offered does
    not change the odds between two items (Luce's axiom).

    The prior is normal on each utility, around 0: a single ranking moves the worths apart only as
    far as one ranking can. The estimate is the mode of the posterior, found by Newton steps; the
    errors are those of the observed information together with the prior. Where at least 20 judges
    are told apart, they are the errors clustered by judge, in no direction smaller than before:
    answers of one person are then not taken for those of many. The interval of a worth is made on
    the scale of its log odds; where it rests on one to five rankings, it covers 92 to 94 of 100
    instead of 95. Items are tied where the interval of the difference of their utilities
    contains 0.

    References
    ----------
    Luce, R. D. (1959). Individual choice behavior: a theoretical analysis. Wiley.

    Hunter, D. R. (2004). MM algorithms for generalized Bradley-Terry models. The Annals of
    Statistics, 32(1), 384-406.

    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press.

    Examples
    --------
    >>> from heed.measures.choices import pair_choices, ranking_choices
    >>> answers = ranking_choices(["speed", "price", "warmth"]) + pair_choices("speed", "warmth")
    >>> found = worths(["price", "speed", "warmth"], answers)
    >>> [(each.item, round(each.worth, 2)) for each in found.ranked]
    [('speed', 0.67), ('price', 0.25), ('warmth', 0.09)]
    >>> round(found.chance_above("speed", "price").value, 2)
    0.73
    """
    require_confidence(confidence)
    if prior_spread is not None and not prior_spread > 0:
        raise ValueError(f"Expected a prior spread above 0 or None, got {prior_spread!r}.")
    answers = _Answers(places_of(items), choices)
    if prior_spread is None:
        answers.require_bounds()
    precision = 0.0 if prior_spread is None else prior_spread**-2
    utilities = answers.fit(precision)
    covariance, is_clustered = answers.covariance(utilities, precision)
    return Worths(
        _ranked(items, utilities, covariance, confidence),
        tuple(items),
        utilities,
        covariance,
        answers.log_likelihood(utilities),
        len(choices),
        len(answers.judges),
        is_clustered,
        confidence,
    )


class _Answers:
    """Choices as arrays: a row for each set of offered items, a column for each item."""

    def __init__(self, places: dict[Hashable, int], choices: Sequence[Choice]) -> None:
        self.places = places
        rows: dict[tuple[frozenset[Hashable], bool], int] = {}
        for choice in choices:
            require_known((choice.chosen, *choice.offered), places)
            rows.setdefault((frozenset(choice.offered), choice.is_best), len(rows))
        self.offered = np.zeros((len(rows), len(places)), dtype=bool)
        self.sign = np.ones(len(rows))
        for (offered, is_best), row in rows.items():
            self.offered[row, [places[item] for item in offered]] = True
            self.sign[row] = 1 if is_best else -1
        self.row = np.array([rows[frozenset(c.offered), c.is_best] for c in choices], dtype=int)
        self.chosen = np.array([places[choice.chosen] for choice in choices], dtype=int)
        if not np.all(self.offered[self.row, self.chosen]):
            raise ValueError("Expected each choice to be one of the items offered.")
        self.times = np.zeros(self.offered.shape)
        np.add.at(self.times, (self.row, self.chosen), 1)
        self.total = self.times.sum(axis=1)
        self.judges = list(dict.fromkeys(c.judge for c in choices if c.judge is not None))
        self.judge_of_choice = [choice.judge for choice in choices]

    def chances(self, utilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each set offered the chance of each item to be picked."""
        scores = np.where(self.offered, self.sign[:, None] * utilities, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-1e300))
        chances: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return chances

    def log_likelihood(self, utilities: NDArray[np.float64]) -> float:
        chances = self.chances(utilities)[self.times > 0]
        return float(self.times[self.times > 0] @ np.log(chances))

    def gradient(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        gradient: NDArray[np.float64] = self.sign @ (self.times - self.total[:, None] * chances)
        return gradient

    def information(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        weighted = self.total[:, None] * chances
        information: NDArray[np.float64] = np.diag(weighted.sum(axis=0)) - chances.T @ weighted
        return information

    def fit(self, precision: float) -> NDArray[np.float64]:
        """Return the utilities at the mode, adding up to 0."""
        k = len(self.places)
        utilities = np.zeros(k)
        for _ in range(MOST_STEPS):
            chances = self.chances(utilities)
            slope = self.gradient(chances) - precision * utilities
            # Adding the same to all utilities changes nothing: 1/k keeps their sum at 0.
            curvature = self.information(chances) + precision * np.eye(k) + 1 / k
            step = np.linalg.solve(curvature, slope)
            # Far steps could overshoot where the likelihood is flat.
            utilities = utilities + step / max(1.0, float(np.abs(step).max()) / 2)
            utilities -= utilities.mean()
            if np.abs(step).max() < PRECISION:
                break
        return utilities

    def covariance(
        self, utilities: NDArray[np.float64], precision: float
    ) -> tuple[NDArray[np.float64], bool]:
        k = len(self.places)
        chances = self.chances(utilities)
        curvature = self.information(chances) + precision * np.eye(k)
        inverse: NDArray[np.float64] = np.linalg.inv(curvature + 1 / k).astype(float)
        is_clustered = len(self.judges) >= FEWEST_JUDGES and None not in self.judge_of_choice
        if is_clustered:
            pulls = self._between_judges(chances) + precision * np.eye(k)
            inverse = _widened(inverse, pulls)
        centring = np.eye(k) - 1 / k
        return centring @ inverse @ centring, is_clustered

    def _between_judges(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum over judges of the squares of what each pulls the utilities by."""
        number = {judge: place for place, judge in enumerate(self.judges)}
        judge = np.array([number[each] for each in self.judge_of_choice])
        pulls = np.zeros((len(self.judges), len(self.places)))
        np.add.at(pulls, (judge, self.chosen), self.sign[self.row])
        np.add.at(pulls, judge, -self.sign[self.row, None] * chances[self.row])
        between: NDArray[np.float64] = pulls.T @ pulls * len(self.judges) / (len(self.judges) - 1)
        return between

    def require_bounds(self) -> None:
        """Refuse choices in which one group of items always won against the rest."""
        reaches = np.eye(len(self.places), dtype=bool)
        for row, item in zip(*np.nonzero(self.times), strict=True):
            if self.sign[row] > 0:
                reaches[item] |= self.offered[row]
            else:
                reaches[self.offered[row], item] = True
        for between in range(len(self.places)):
            reaches |= reaches[:, [between]] & reaches[[between], :]
        if not reaches.all():
            never = [item for item, at in self.places.items() if not reaches[at].all()]
            raise Refusal(
                gettext_noop(
                    "Expected choices that tie all items together, each won against and"
                    " lost to another in a chain through all; without a prior %(never)s"
                    " have no bounds. Ask more people or give a prior spread."
                ),
                never=repr(never),
            )


def _widened(inverse: NDArray[np.float64], pulls: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariance clustered by judge, in no direction smaller than the model's.

    Where all judges agree they pull no way at all, and the clustered error alone would be 0.
    """
    root = np.linalg.cholesky(inverse)
    times, ways = np.linalg.eigh(root.T @ pulls @ root)
    widened: NDArray[np.float64] = root @ (ways * np.maximum(times, 1.0)) @ ways.T @ root.T
    return widened


def _ranked(
    items: Sequence[Hashable],
    utilities: NDArray[np.float64],
    covariance: NDArray[np.float64],
    confidence: float,
) -> tuple[Worth, ...]:
    order = np.argsort(-utilities.round(9), kind="stable")
    shares = np.exp(utilities - utilities.max())
    shares /= shares.sum()
    differences = utilities[:, None] - utilities[None, :]
    is_above = differences > _z(confidence) * _errors_of_differences(covariance)
    # Of a log odds of the share: 1 for the item itself, minus its part in the rest for others.
    slopes = np.eye(len(items)) - np.where(np.eye(len(items)) > 0, 0, shares) / (
        1 - shares[:, None]
    )
    odds = np.log(shares / (1 - shares))
    half = _z(confidence) * np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance, slopes))
    found = []
    for place, at in enumerate(order, start=1):
        following = order[place] if place < len(order) else None
        found.append(
            Worth(
                items[at],
                float(shares[at]),
                _logistic(float(odds[at] - half[at])),
                _logistic(float(odds[at] + half[at])),
                float(utilities[at]),
                sqrt(covariance[at, at]),
                place,
                1 + int(is_above[:, at].sum()),
                len(items) - int(is_above[at].sum()),
                is_tied_with_next=following is not None and not is_above[at, following],
            )
        )
    return tuple(found)


def _errors_of_differences(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    variances = np.diag(covariance)
    squares = variances[:, None] + variances[None, :] - 2 * covariance
    errors: NDArray[np.float64] = np.sqrt(np.maximum(squares, 0.0))
    return errors


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else exp(x)
