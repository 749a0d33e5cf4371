"""Penalty-reward contrast: whether an attribute hurts when bad, pleases when good, or both."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.impact_asymmetry import Impact, asymmetry_estimate, impact_of, potentials
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.regression import FTest, LeastSquares, least_squares
from heed.measures.student import student_t_quantile

FEWEST_RESAMPLES = 100
FEW_CASES = 30
# Sums of squares of a sample whose smallest eigenvalue is below this part of the largest repeat
# each other: some attribute has no low or no high answer there.
SINGULAR_BELOW = 1e-9
# How many products of two columns are held at once.
MOST_PRODUCTS = 4_000_000
MOST_SINGLE = 5_000  # persons; of more, random groups are drawn
GROUPS = 2_000


class Factor(StrEnum):
    """What an attribute is to satisfaction."""

    BASIC = "basic"  # the penalty outweighs the reward
    PERFORMANCE = "performance"  # both alike, as far as the answers tell
    EXCITEMENT = "excitement"  # the reward outweighs the penalty


@dataclass(frozen=True)
class AttributeImpact:
    """What low and high performance on one attribute do to satisfaction.

    Parameters
    ----------
    name : str
        Of the attribute.
    low, high : int
        Persons who answered at the low and at the high end.
    penalty, reward : Estimate
        Change of satisfaction at the low and at the high end against the middle, all other
        attributes equal, in points of satisfaction; HC3 intervals.
    is_equal : FTest
        Wald's test that penalty and reward are of one size (their sum is 0), HC3.
    factor : Factor
        Performance unless that test says that the sizes differ.
    range_of_impact : float
        Size of the penalty plus the reward, in points; a penalty above 0 and a reward below 0
        count as 0.
    satisfying, dissatisfying : float
        Satisfaction and dissatisfaction generating potential: the reward's and the penalty's part
        of that range, in 0..1; nan where it is 0.
    asymmetry : Estimate
        The difference of both, in -1..1, with a bootstrap interval.
    impact : Impact or None
        The class of that difference; none where the range is 0.
    flags : tuple of Flag
        Few cases at an end; suppressed where a penalty is above or a reward below 0; undecided
        where the interval of the asymmetry reaches into another class.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> asked = rng.integers(1, 6, size=(400, 1))
    >>> overall = (asked[:, 0] == 5) + rng.normal(size=400)
    >>> found = penalty_reward(asked, overall, low_up_to=1, high_from=5).attributes[0]
    >>> found.low, found.high, str(found.factor)
    (68, 87, 'excitement')
    """

    name: str
    low: int
    high: int
    penalty: Estimate
    reward: Estimate
    is_equal: FTest
    factor: Factor
    range_of_impact: float
    satisfying: float
    dissatisfying: float
    asymmetry: Estimate
    impact: Impact | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class PenaltyReward:
    """The impact of all attributes.

    Parameters
    ----------
    attributes : tuple of AttributeImpact
        In the order given.
    n : int
        Persons with an answer on everything.
    r_squared : float
        Share of satisfaction's variance that all ends together explain, in 0..1.
    adjusted_r_squared : float
        After what so many coefficients explain by chance.
    resamples : int
        Bootstrap samples in which each attribute had low, middling and high answers.

    Examples
    --------
    >>> PenaltyReward((), 120, 0.4, 0.38, 1000).n
    120
    """

    attributes: tuple[AttributeImpact, ...]
    n: int
    r_squared: float
    adjusted_r_squared: float
    resamples: int


def penalty_reward(
    performance: ArrayLike,
    satisfaction: ArrayLike,
    *,
    low_up_to: float,
    high_from: float,
    names: Sequence[str] | None = None,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> PenaltyReward:
    """Return what low and high performance on each attribute do to overall satisfaction.

    Parameters
    ----------
    performance : array_like of float, shape (n, k)
        How n persons find k attributes; nan where unknown.
    satisfaction : array_like of float, shape (n,)
        How satisfied each is overall; nan where unknown.
    low_up_to, high_from : float
        Answers up to the first are low, answers from the second are high: the ends of the scale,
        or two answers each where few people use the ends.
    names : sequence of str, length k, optional
        Of the attributes; their numbers from 1 where not given.
    confidence : float, default 0.95
        Coverage wanted, and of the test, strictly between 0 and 1.
    resamples : int, default 1000
        Bootstrap samples of persons; at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same intervals.

    Returns
    -------
    PenaltyReward
        One impact per attribute, and the fit.

    Raises
    ------
    ValueError
        If shapes do not fit, the ends overlap, an attribute has no low, middling or high answer,
        there are fewer persons than coefficients, or an argument is out of range.

    Notes
    -----
    Least squares of satisfaction on two dummies per attribute; persons with an unknown answer are
    left out. The class depends on where the ends are cut: try both cuts. It tells the impact of
    performance as it is, not a Kano class: an attribute that nobody serves badly shows no penalty.
    Attributes that go together share their effect arbitrarily. The interval of the asymmetry is
    made of percentiles; a part of two noisy numbers is noisy, so look at it before the class. Of
    more than 5,000 persons, 2,000 random groups are drawn in place of single ones.

    References
    ----------
    Brandt, R. D. (1988). How service marketers can identify value-enhancing service elements.
    Journal of Services Marketing, 2(3), 35-41.

    Matzler, K., & Sauerwein, E. (2002). The factor structure of customer satisfaction.
    International Journal of Service Industry Management, 13(4), 314-332.

    Mikulic, J., & Prebezac, D. (2008). Prioritizing improvement of service attributes using impact
    range-performance analysis and impact-asymmetry analysis. Managing Service Quality, 18(6),
    559-576.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> asked = rng.integers(1, 6, size=(400, 1))
    >>> overall = 5 - 2 * (asked[:, 0] == 1) + 0.2 * (asked[:, 0] == 5) + rng.normal(size=400)
    >>> found = penalty_reward(asked, overall, low_up_to=1, high_from=5).attributes[0]
    >>> str(found.factor), round(found.penalty.value, 1), str(found.impact)
    ('basic', -2.1, 'frustrator')
    """
    require_confidence(confidence)
    if resamples < FEWEST_RESAMPLES:
        raise ValueError(
            f"Expected at least {FEWEST_RESAMPLES} bootstrap samples, got {resamples!r}."
        )
    answers, overall = _complete(performance, satisfaction)
    called = [str(at + 1) for at in range(answers.shape[1])] if names is None else list(names)
    design = _design(answers, called, low_up_to, high_from)
    fit = least_squares(design, overall)
    samples = _resampled(design, overall, resamples, seed)
    if 2 * len(samples) < resamples:
        raise Refusal(
            gettext_noop(
                "Expected several answers at each end and in between, got an end "
                "without any in %(many)s of %(resamples)s samples; cut the ends "
                "elsewhere."
            ),
            many=resamples - len(samples),
            resamples=resamples,
        )
    return PenaltyReward(
        attributes=tuple(
            _attribute(name, design[:, 1 + 2 * at : 3 + 2 * at], fit, samples, at, confidence)
            for at, name in enumerate(called)
        ),
        n=fit.n,
        r_squared=fit.r_squared,
        adjusted_r_squared=fit.adjusted_r_squared,
        resamples=len(samples),
    )


def _complete(
    performance: ArrayLike, satisfaction: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    answers = np.asarray(performance, dtype=float)
    overall = np.asarray(satisfaction, dtype=float)
    if answers.ndim != 2 or overall.shape != answers.shape[:1]:
        raise ValueError(
            "Expected performance by person and attribute and one satisfaction per person, "
            f"got shapes {answers.shape} and {overall.shape}."
        )
    is_known = ~np.isnan(answers).any(axis=1) & ~np.isnan(overall)
    return answers[is_known], overall[is_known]


def _design(
    answers: NDArray[np.float64], names: Sequence[str], low_up_to: float, high_from: float
) -> NDArray[np.float64]:
    """Return a constant, and for each attribute a column of low and one of high answers."""
    if not low_up_to < high_from:
        raise Refusal(
            gettext_noop(
                "Expected low answers below high ones, got up to %(low_up_to)s and "
                "from %(high_from)s."
            ),
            low_up_to=repr(low_up_to),
            high_from=repr(high_from),
        )
    if len(names) != answers.shape[1]:
        raise ValueError(f"Expected {answers.shape[1]} names, got {len(names)}.")
    low, high = answers <= low_up_to, answers >= high_from
    for name, ends in zip(names, np.stack([low, high], axis=2).transpose(1, 0, 2), strict=True):
        counts = [int(ends[:, 0].sum()), int((~ends.any(axis=1)).sum()), int(ends[:, 1].sum())]
        if min(counts) == 0:
            raise Refusal(
                gettext_noop(
                    "Expected low, middling and high answers on %(name)s, got "
                    "%(counts)s; cut the ends elsewhere or leave it out."
                ),
                name=repr(name),
                counts=counts,
            )
    columns = np.stack([low, high], axis=2).reshape(len(answers), -1)
    return np.column_stack([np.ones(len(answers)), columns])


def _resampled(
    design: NDArray[np.float64], overall: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    """Return the coefficients in each bootstrap sample that has any answer of each kind."""
    with_outcome = design * overall[:, np.newaxis]
    products = None
    if len(design) > MOST_SINGLE:
        products, with_outcome = _group_sums(design, with_outcome, seed)
    found = []
    for counts in bootstrap_counts(len(with_outcome), resamples, seed=seed):
        squares = _squares(design, counts) if products is None else _summed(counts, products)
        sizes = np.linalg.eigvalsh(squares)
        is_regular = sizes[:, 0] > SINGULAR_BELOW * sizes[:, -1]
        sums = (counts @ with_outcome)[is_regular, :, np.newaxis]
        found.append(np.linalg.solve(squares[is_regular], sums)[:, :, 0])
    return np.concatenate(found)


def _group_sums(
    design: NDArray[np.float64], with_outcome: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums of squares and products, and of the outcome's, of random groups of persons.

    Drawn instead of single persons, random groups give intervals of the same width in a
    hundredth of the time.
    """
    order = np.random.default_rng(seed).permutation(len(design))
    groups = np.array_split(order, GROUPS)
    squares = np.array([design[group].T @ design[group] for group in groups])
    return squares, np.array([with_outcome[group].sum(axis=0) for group in groups])


def _summed(counts: NDArray[np.float64], squares: NDArray[np.float64]) -> NDArray[np.float64]:
    k = squares.shape[1]
    return (counts @ squares.reshape(-1, k * k)).reshape(-1, k, k)


def _squares(design: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums of squares and products of each sample, some persons at a time."""
    n, k = design.shape
    squares = np.zeros((len(counts), k * k))
    step = max(1, MOST_PRODUCTS // (k * k))
    for start in range(0, n, step):
        part = design[start : start + step]
        products = (part[:, :, np.newaxis] * part[:, np.newaxis, :]).reshape(-1, k * k)
        squares += counts[:, start : start + step] @ products
    return squares.reshape(-1, k, k)


def _attribute(
    name: str,
    ends: NDArray[np.float64],
    fit: LeastSquares,
    samples: NDArray[np.float64],
    at: int,
    confidence: float,
) -> AttributeImpact:
    first = 1 + 2 * at
    low, high = (int(count) for count in ends.sum(axis=0))
    penalty, reward = (_coefficient(fit, first + side, confidence) for side in (0, 1))
    rule = np.zeros(fit.coefficients.size)
    rule[[first, first + 1]] = 1
    is_equal = fit.test_of(rule)
    potential = potentials([[penalty.value, reward.value]])[0]
    asymmetry = asymmetry_estimate(
        [penalty.value, reward.value],
        samples[:, first : first + 2],
        n=fit.n,
        confidence=confidence,
    )
    return AttributeImpact(
        name=name,
        low=low,
        high=high,
        penalty=penalty,
        reward=reward,
        is_equal=is_equal,
        factor=_factor(penalty.value, reward.value, is_equal.p, 1 - confidence),
        range_of_impact=max(0.0, -penalty.value) + max(0.0, reward.value),
        satisfying=float(potential[1]),
        dissatisfying=float(potential[0]),
        asymmetry=asymmetry,
        impact=impact_of(asymmetry.value) if asymmetry.has_value else None,
        flags=_flags(min(low, high), penalty.value, reward.value, asymmetry),
    )


def _coefficient(fit: LeastSquares, at: int, confidence: float) -> Estimate:
    value = float(fit.coefficients[at])
    reach = float(student_t_quantile((1 + confidence) / 2, fit.rest))
    half = reach * sqrt(float(fit.covariance[at, at]))
    return Estimate(value, value - half, value + half, fit.n, Method.ROBUST, confidence)


def _factor(penalty: float, reward: float, p: float, level: float) -> Factor:
    if p >= level:
        return Factor.PERFORMANCE
    return Factor.BASIC if penalty + reward < 0 else Factor.EXCITEMENT


def _flags(fewest: int, penalty: float, reward: float, asymmetry: Estimate) -> tuple[Flag, ...]:
    is_decided = asymmetry.has_interval and impact_of(asymmetry.lower) == impact_of(asymmetry.upper)
    found = {
        Flag.FEW_CASES: fewest < FEW_CASES,
        Flag.SUPPRESSED: penalty > 0 or reward < 0,
        Flag.UNDECIDED: not is_decided,
    }
    return tuple(flag for flag, is_raised in found.items() if is_raised)
