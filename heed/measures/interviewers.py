"""How much answers depend on who asked: the interviewer effect and what it costs."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_tail
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.student import student_t_quantile

Floats = NDArray[np.float64]
FEWEST_INTERVIEWERS = 3
FEW_INTERVIEWERS = 30


@dataclass(frozen=True)
class InterviewerEffect:
    """Part of the answers' variance that lies between interviewers.

    Parameters
    ----------
    correlation : Estimate
        Intraclass correlation: likeness of two answers given to one interviewer; 0 where it does
        not matter who asked. `n` is the number of interviewers.
    design_effect : float
        By how much the variance of a mean grows through it, at least 1.
    effective_n : float
        Answers given independently that would be as precise.
    f, p : float
        Ratio of mean squares between and within, and how likely one at least as large is where
        it does not matter who asked.
    interviewers, answers : int
        Interviewers, and answers known.
    workload : float
        Answers of an interviewer as the design effect counts them: the sum of squared numbers
        over their sum.

    Examples
    --------
    >>> found = interviewer_effect([1, 1, 2, 4, 5, 5, 3, 2, 3], list("aaabbbccc"))
    >>> round(found.correlation.value, 2), round(found.design_effect, 2)
    (0.89, 2.78)
    """

    correlation: Estimate
    design_effect: float
    effective_n: float
    f: float
    p: float
    interviewers: int
    answers: int
    workload: float


def interviewer_effect(
    values: ArrayLike, interviewers: Sequence[Hashable], *, confidence: float = 0.95
) -> InterviewerEffect:
    """Return how much answers depend on who asked.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Answers; nan where not given.
    interviewers : sequence of hashable, length n
        Who asked; at least three, of whom at least one asked two.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    InterviewerEffect
        Correlation of at most 1 with its interval, design effect of at least 1.

    Raises
    ------
    ValueError
        If lengths differ, there are fewer than three interviewers, nobody asked two, or all
        answers are equal.

    Notes
    -----
    One-way analysis of variance with numbers of answers that may differ; below 0 the correlation
    is chance. The interval is the jackknife's over interviewers: with fewer than 30 it is an
    indication. Interviewers must have been sent to people by chance. If each has a district of
    her own, the effect is that of the district as well. Correlations of .01 to .05 are usual by
    telephone, and yet with 50 answers each, .02 doubles the variance of a mean.

    References
    ----------
    Kish, L. (1962). Studies of interviewer variance for attitudinal variables. Journal of the
    American Statistical Association, 57(297), 92-115.

    Donner, A. (1986). A review of inference procedures for the intraclass correlation coefficient
    in the one-way random effects model. International Statistical Review, 54(1), 67-82.

    Examples
    --------
    >>> found = interviewer_effect([1, 2, 3, 3, 2, 1, 2, 1, 3], list("aaabbbccc"))
    >>> round(found.correlation.value, 2), found.design_effect, found.interviewers
    (-0.5, 1.0, 3)
    """
    require_confidence(confidence)
    given = np.asarray(values, dtype=float)
    if given.shape != (len(interviewers),):
        raise ValueError(
            f"Expected an interviewer for each answer, got {len(interviewers)} for {given.shape}."
        )
    is_known = ~np.isnan(given)
    number: dict[Hashable, int] = {}
    kept = [who for who, is_in in zip(interviewers, is_known.tolist(), strict=True) if is_in]
    at = np.array([number.setdefault(who, len(number)) for who in kept], dtype=int)
    sums = _sums(given[is_known], at, len(number))
    if len(number) < FEWEST_INTERVIEWERS or len(at) <= len(number):
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s interviewers and one who asked two, "
                "got %(interviewers)s with %(answers)s answers."
            ),
            fewest=FEWEST_INTERVIEWERS,
            interviewers=len(number),
            answers=len(at),
        )
    correlation, f = _correlation(sums)
    if np.isnan(correlation):
        raise Refusal(gettext_noop("Expected answers that differ, got equal ones everywhere."))
    counts = sums[:, 0]
    workload = float((counts**2).sum() / counts.sum())
    effect = 1 + (workload - 1) * max(correlation, 0.0)
    return InterviewerEffect(
        _with_interval(correlation, sums, confidence),
        effect,
        len(at) / effect,
        f,
        f_tail(f, len(number) - 1, len(at) - len(number)) if np.isfinite(f) else 0.0,
        len(number),
        len(at),
        workload,
    )


def _sums(values: Floats, at: NDArray[np.int_], k: int) -> Floats:
    """Return by interviewer the count, the sum and the sum of squares, from the common mean."""
    away = values - values.mean() if values.size else values
    parts = (np.ones_like(away), away, away**2)
    return np.column_stack([np.bincount(at, part, minlength=k) for part in parts])


def _correlation(sums: Floats) -> tuple[float, float]:
    """Return the intraclass correlation and F; nan where nothing varies."""
    counts, totals, squares = sums.T
    g, n = len(counts), counts.sum()
    within = float((squares - totals**2 / counts).sum()) / (n - g)
    between = float((totals**2 / counts).sum() - totals.sum() ** 2 / n) / (g - 1)
    size = float((n - (counts**2).sum() / n) / (g - 1))
    total = between + (size - 1) * within
    if not total > 0:
        return float("nan"), float("nan")
    f = between / within if within > 0 else float("inf")
    return float((between - within) / total), f


def _with_interval(correlation: float, sums: Floats, confidence: float) -> Estimate:
    g = len(sums)
    flags = (Flag.FEW_CASES,) if g < FEW_INTERVIEWERS else ()
    bounds = float("nan"), float("nan")
    rest = [np.delete(sums, at, axis=0) for at in range(g)]
    # Without one of them there must still be an interviewer who asked two.
    if all(each[:, 0].sum() > g - 1 for each in rest):
        pseudo = np.array([g * correlation - (g - 1) * _correlation(each)[0] for each in rest])
        error = float(np.sqrt(pseudo.var(ddof=1) / g))
        half = float(student_t_quantile((1 + confidence) / 2, g - 1)) * error
        bounds = max(correlation - half, -1.0), min(correlation + half, 1.0)
    return Estimate(correlation, *bounds, g, Method.JACKKNIFE, confidence, flags=flags)
