"""Counts of best-worst answers, and utilities from counts alone."""

from collections.abc import Hashable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.best_worst import BestWorstAnswers
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.means import mean_estimate
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]
FEW_CASES = 30
# Stands in for a count of 0 where a ratio needs one.
NEVER = 0.5


@dataclass(frozen=True)
class ItemCount:
    """How often one item was shown and picked.

    Parameters
    ----------
    item : hashable
        The item.
    shown, best, worst : int
        How often it was shown, picked as the best and as the worst.
    difference : int
        Best minus worst.
    standardised : Estimate
        Best minus worst for each time shown, in -1..1; the interval is that of the mean over
        persons.
    ratio : float
        Square root of best divided by worst; half a pick stands in for none.
    relative_ratio : float
        The ratio divided by the largest one, in 0..1.

    Examples
    --------
    >>> score = Estimate(0.5, 0.1, 0.9, 10, Method.STUDENT_T, 0.95)
    >>> ItemCount("speed", 40, 24, 4, 20, score, 2.45, 1.0).difference
    20
    """

    item: Hashable
    shown: int
    best: int
    worst: int
    difference: int
    standardised: Estimate
    ratio: float
    relative_ratio: float


@dataclass(frozen=True, eq=False)
class PersonCounts:
    """Counts person by person.

    Parameters
    ----------
    persons : tuple of hashable, length p
        Who answered.
    shown, best, worst : ndarray of int, shape (p, k)
        How often each item was shown to, picked as best and as worst by each person.

    Examples
    --------
    >>> one = np.array([[1, 1, 1]])
    >>> PersonCounts(("Ann",), one, np.array([[1, 0, 0]]), np.array([[0, 0, 1]])).standardised
    array([[ 1.,  0., -1.]])
    """

    persons: tuple[Hashable, ...]
    shown: NDArray[np.int_]
    best: NDArray[np.int_]
    worst: NDArray[np.int_]

    @property
    def difference(self) -> NDArray[np.int_]:
        """Best minus worst, shape (p, k)."""
        return self.best - self.worst

    @property
    def standardised(self) -> Floats:
        """Best minus worst for each time shown, in -1..1; nan where never shown."""
        shown = np.where(self.shown > 0, self.shown, 1)
        score: Floats = np.where(self.shown > 0, self.difference / shown, np.nan)
        return score


def person_counts(answers: BestWorstAnswers) -> PersonCounts:
    """Return how often each person was shown and picked each item.

    Parameters
    ----------
    answers : BestWorstAnswers
        From `best_worst_answers`.

    Returns
    -------
    PersonCounts
        Arrays of shape (persons, items).

    Notes
    -----
    Where tasks do not say who answered, all count as one person.

    References
    ----------
    Finn, A., & Louviere, J. J. (1992). Determining the appropriate response to evidence of public
    concern: the case of food safety. Journal of Public Policy & Marketing, 11(2), 12-25.

    Examples
    --------
    >>> from heed.measures.best_worst import BestWorstTask, best_worst_answers
    >>> tasks = [BestWorstTask("abc", "a", "c", "Ann"), BestWorstTask("abc", "a", "b", "Bo")]
    >>> person_counts(best_worst_answers("abc", tasks)).difference
    array([[ 1,  0, -1],
           [ 1, -1,  0]])
    """
    shape = len(answers.persons), len(answers.items)
    shown, best, worst = (np.zeros(shape, dtype=int) for _ in range(3))
    for column in answers.offered.T:
        is_shown = column >= 0
        np.add.at(shown, (answers.person[is_shown], column[is_shown]), 1)
    np.add.at(best, (answers.person, answers.best_item), 1)
    np.add.at(worst, (answers.person, answers.worst_item), 1)
    return PersonCounts(answers.persons, shown, best, worst)


def item_counts(answers: BestWorstAnswers, *, confidence: float = 0.95) -> tuple[ItemCount, ...]:
    """Return how often each item was shown, the best and the worst, over all persons.

    Parameters
    ----------
    answers : BestWorstAnswers
        From `best_worst_answers`.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of ItemCount
        In the order of the items. The standardised score has an interval where at least two known
        persons saw the item; its `n` are those persons.

    Raises
    ------
    ValueError
        If `confidence` is not strictly between 0 and 1.

    Notes
    -----
    Counts need no model and order the items nearly as the logit does as long as all were shown
    about equally often and with the same others. The score is the sum over all tasks; its interval
    is that of the mean of the persons' scores, moved to the score where persons saw the item
    unequally often.

    References
    ----------
    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press. Chapter 2.

    Examples
    --------
    >>> from heed.measures.best_worst import BestWorstTask, best_worst_answers
    >>> tasks = [BestWorstTask("abc", "a", "c", "Ann"), BestWorstTask("abc", "a", "b", "Bo")]
    >>> found = item_counts(best_worst_answers("abc", tasks))
    >>> [(each.item, each.difference, each.standardised.value) for each in found]
    [('a', 2, 1.0), ('b', -1, -0.5), ('c', -1, -0.5)]
    """
    require_confidence(confidence)
    by_person = person_counts(answers)
    shown, best, worst = (a.sum(axis=0) for a in (by_person.shown, by_person.best, by_person.worst))
    ratio = np.sqrt(np.where(best > 0, best, NEVER) / np.where(worst > 0, worst, NEVER))
    ratio = np.where(shown > 0, ratio, np.nan)
    largest = np.nanmax(ratio)
    scores = by_person.standardised if answers.is_person_known else np.empty((0, len(shown)))
    return tuple(
        ItemCount(
            item,
            int(shown[at]),
            int(best[at]),
            int(worst[at]),
            int(best[at] - worst[at]),
            _score(scores[:, at], int(best[at] - worst[at]), int(shown[at]), confidence),
            float(ratio[at]),
            float(ratio[at] / largest),
        )
        for at, item in enumerate(answers.items)
    )


def closed_form_utilities(
    shown: ArrayLike, best: ArrayLike, worst: ArrayLike, *, confidence: float = 0.95
) -> tuple[tuple[Estimate, ...], Floats]:
    """Return utilities and shares of preference from counts alone, such as a printed table has.

    Parameters
    ----------
    shown, best, worst : array_like of int, shape (k,)
        How often each item was shown, at least once each; picked as the best; as the worst.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    utilities : tuple of Estimate
        Log odds of p = (shown - worst + best) / (2 shown), each against the average item.
    shares : ndarray of float, shape (k,)
        exp(utility) over their sum: in 0..1, adding up to 1.

    Raises
    ------
    ValueError
        If a count is out of range, or an item was always the best or always the worst, so that
        its utility would have no bounds.

    Notes
    -----
    The error of p is that of 2 n independent picks; tasks of one person are not, so intervals are
    a little too narrow or too wide. Utilities are smaller than those of a logit, as the others
    shown along do not enter. For comparison with published tables; `best_worst_logit` uses more
    of the answers.

    References
    ----------
    Lipovetsky, S., & Conklin, M. (2014). Best-worst scaling in analytical closed-form solution.
    Journal of Choice Modelling, 10, 60-68.

    Examples
    --------
    >>> utilities, shares = closed_form_utilities([400, 400, 400], [213, 149, 108], [15, 51, 112])
    >>> [round(each.value, 3) for each in utilities], shares.round(3)
    ([1.085, 0.5, -0.02], array([0.53 , 0.295, 0.175]))
    """
    require_confidence(confidence)
    n, b, w = (np.asarray(given, dtype=float) for given in (shown, best, worst))
    if not (n.shape == b.shape == w.shape and np.all((n >= 1) & (b >= 0) & (w >= 0))):
        raise ValueError(
            "Expected as many counts of best and worst, at least 0, as of shown, at least 1, "
            f"got {shown!r}, {best!r} and {worst!r}."
        )
    if not np.all((b + w <= n) & (b < n) & (w < n)):
        raise Refusal(
            gettext_noop(
                "Expected each item picked at most as often as shown and neither "
                "always as the best nor always as the worst, got %(shown)s, "
                "%(best)s and %(worst)s."
            ),
            shown=repr(shown),
            best=repr(best),
            worst=repr(worst),
        )
    p = (n - w + b) / (2 * n)
    utilities = np.log(p / (1 - p))
    errors = np.sqrt(p * (1 - p) / (2 * n)) / (p * (1 - p))
    half = NormalDist().inv_cdf((1 + confidence) / 2) * errors
    weights = np.exp(utilities - utilities.max())
    return tuple(
        Estimate(
            float(u),
            float(u - h),
            float(u + h),
            int(count),
            Method.DELTA,
            confidence,
            flags=(Flag.FEW_CASES,) if count < FEW_CASES else (),
        )
        for u, h, count in zip(utilities, half, n, strict=True)
    ), weights / weights.sum()


def _score(scores: Floats, difference: int, shown: int, confidence: float) -> Estimate:
    known = scores[~np.isnan(scores)]
    mean = mean_estimate(
        len(known), float(known.sum()), float((known**2).sum()), confidence=confidence
    )
    value = difference / shown if shown else float("nan")
    return Estimate(
        value,
        max(value + mean.lower - mean.value, -1.0) if mean.has_interval else float("nan"),
        min(value + mean.upper - mean.value, 1.0) if mean.has_interval else float("nan"),
        len(known),
        Method.STUDENT_T,
        confidence,
        flags=(Flag.FEW_CASES,) if len(known) < FEW_CASES else (),
    )
