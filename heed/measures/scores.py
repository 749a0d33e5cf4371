"""Scores of one question: satisfaction (CSAT) and ease (CES), as shares and as means."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.linearised import FEW, weighted_mean_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.shares import share_estimate, wilson_interval
from heed.measures.weights import checked_weights, effective_n

EASE_LOWEST, EASE_HIGHEST, EASE_BOXES = 1, 7, 3
# More answers than this at the end of the scale leave it little to tell.
CEILING_SHARE = 0.5


@dataclass(frozen=True)
class Score:
    """One question's answers, counted both ways.

    Parameters
    ----------
    top_boxes : Estimate
        Share of the highest answers, in 0..1.
    mean : Estimate
        In points of the scale.

    Examples
    --------
    >>> found = score([5, 4, 4, 3], lowest=1, highest=5, boxes=2)
    >>> found.top_boxes.value, found.mean.value
    (0.75, 4.0)
    """

    top_boxes: Estimate
    mean: Estimate


def score(
    answers: ArrayLike,
    *,
    lowest: float,
    highest: float,
    boxes: int,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Score:
    """Return the top-box share and the mean of the answers to one question.

    Parameters
    ----------
    answers : array_like of float, shape (n,)
        On a scale in steps of 1; nan where unanswered.
    lowest, highest : float
        Ends of the scale; the highest is the best.
    boxes : int
        How many of the highest answers count as satisfied: 2 of the five of CSAT.
    weights : array_like of float, shape (n,), optional
        How many people each answer stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Score
        The share in 0..1 and the mean in points.

    Raises
    ------
    ValueError
        If an answer lies outside the scale, the boxes are none or all, or weights do not fit.

    Notes
    -----
    Shares of scales of different lengths, or of different boxes, are different measures: never
    put them in one series. A share loses what the mean keeps and needs about twice the answers.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Examples
    --------
    >>> round(score([5] * 27 + [2] * 3, lowest=1, highest=5, boxes=2).top_boxes.lower, 3)
    0.744
    """
    share = top_box_share(
        answers,
        lowest=lowest,
        highest=highest,
        boxes=boxes,
        weights=weights,
        confidence=confidence,
    )
    mean = mean_score(
        answers, lowest=lowest, highest=highest, weights=weights, confidence=confidence
    )
    return Score(share, mean)


def effort_score(
    answers: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> Score:
    """Return the Customer Effort Score 2.0: how far people agree that it was made easy, 1 to 7.

    Parameters
    ----------
    answers : array_like of float, shape (n,)
        From 1, disagree strongly, to 7, agree strongly; nan where unanswered.
    weights : array_like of float, shape (n,), optional
        How many people each answer stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Score
        Share of 5, 6 and 7, and the mean; more is easier.

    Raises
    ------
    ValueError
        As `score`.

    Notes
    -----
    The first CES (2010) asked how much effort it took, where less is better: turn such answers
    round, and keep them in a series of their own. Ease predicts retention less well than
    satisfaction does (de Haan and others 2015).

    References
    ----------
    Dixon, M., Freeman, K., & Toman, N. (2010). Stop trying to delight your customers. Harvard
    Business Review, 88(7/8), 116-122.

    de Haan, E., Verhoef, P. C., & Wiesel, T. (2015). The predictive ability of different customer
    feedback metrics for retention. International Journal of Research in Marketing, 32, 195-206.

    Examples
    --------
    >>> found = effort_score([7, 6, 5, 4, 2, 6])
    >>> found.mean.value, round(found.top_boxes.value, 3)
    (5.0, 0.667)
    """
    return score(
        answers,
        lowest=EASE_LOWEST,
        highest=EASE_HIGHEST,
        boxes=EASE_BOXES,
        weights=weights,
        confidence=confidence,
    )


def top_box_share(
    answers: ArrayLike,
    *,
    lowest: float,
    highest: float,
    boxes: int,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the share of the highest answers with its Wilson interval.

    Parameters
    ----------
    answers, lowest, highest, boxes, weights, confidence
        As in `score`.

    Returns
    -------
    Estimate
        In 0..1; n counts the known answers with a weight above 0.

    Raises
    ------
    ValueError
        As `score`.

    Notes
    -----
    Weighted answers: Wilson's interval with the effective number of cases in place of n. That is
    an approximation: weights must have nothing to do with the answers.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data. Survey Methodology, 24(2), 193-201.

    Examples
    --------
    >>> found = top_box_share([5, 4, 3], lowest=1, highest=5, boxes=2, weights=[1, 1, 2])
    >>> found.value, found.n, round(found.effective_n, 2)
    (0.5, 3, 2.67)
    """
    known, of = known_answers(answers, lowest=lowest, highest=highest, weights=weights)
    if not (boxes == int(boxes) and 1 <= boxes <= highest - lowest):
        raise Refusal(
            gettext_noop(
                "Expected 1 to %(most)s top boxes of a scale from %(lowest)s to "
                "%(highest)s, got %(boxes)s."
            ),
            most=f"{highest - lowest:g}",
            lowest=f"{lowest:g}",
            highest=f"{highest:g}",
            boxes=repr(boxes),
        )
    return weighted_share_estimate(known > highest - boxes, weights=of, confidence=confidence)


def weighted_share_estimate(
    is_counted: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate:
    """Return the weighted share of cases that count with its Wilson interval.

    Parameters
    ----------
    is_counted : array_like of bool, shape (n,)
        Whether each case counts.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In 0..1; nan where there is no case.

    Raises
    ------
    ValueError
        If the weights do not fit or `confidence` is out of range.

    Notes
    -----
    See `top_box_share`.

    References
    ----------
    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data. Survey Methodology, 24(2), 193-201.

    Examples
    --------
    >>> weighted_share_estimate([True, False], weights=[3, 1]).value
    0.75
    """
    require_confidence(confidence)
    counted = np.asarray(is_counted, dtype=bool).ravel()
    of = checked_weights(weights, counted.size)
    counted, of = counted[of > 0], of[of > 0]
    worth = effective_n(of)
    if not counted.size:
        return replace(share_estimate(0, 0, confidence=confidence), flags=(Flag.FEW_CASES,))
    share = float(of[counted].sum() / of.sum())
    # One case may come out as a hair less than one.
    trials = max(worth, 1.0)
    lower, upper = wilson_interval(share * trials, trials, confidence=confidence)
    flags = (Flag.FEW_CASES,) if worth < FEW else ()
    return Estimate(
        share, float(lower), float(upper), counted.size, Method.WILSON, confidence, worth, flags
    )


def mean_score(
    answers: ArrayLike,
    *,
    lowest: float,
    highest: float,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the mean of the answers to one question with its t interval.

    Parameters
    ----------
    answers, lowest, highest, weights, confidence
        As in `score`.

    Returns
    -------
    Estimate
        In points of the scale; the bounds are held inside it.

    Raises
    ------
    ValueError
        As `score`.

    Notes
    -----
    Flag CEILING: more than half of the answers are the highest there is.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> mean_score([5, 4, 4, 3], lowest=1, highest=5).value
    4.0
    """
    known, of = known_answers(answers, lowest=lowest, highest=highest, weights=weights)
    found = weighted_mean_estimate(known, weights=of, confidence=confidence)
    is_crowded = known.size and of[known == highest].sum() / of.sum() > CEILING_SHARE
    flags = (*found.flags, Flag.CEILING) if is_crowded else found.flags
    lower, upper = (float(np.clip(bound, lowest, highest)) for bound in (found.lower, found.upper))
    return replace(found, lower=lower, upper=upper, flags=flags)


def known_answers(
    answers: ArrayLike, *, lowest: float, highest: float, weights: ArrayLike | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the answers that are known and count, with their weights.

    Parameters
    ----------
    answers, lowest, highest, weights
        As in `score`.

    Returns
    -------
    known, weights : ndarray of float, shape (m,)
        Answers with a weight above 0, in their order.

    Raises
    ------
    ValueError
        If the scale has no width, an answer lies outside it, or the weights do not fit.

    Notes
    -----
    An answer of weight 0 is left out and does not count in n.

    Examples
    --------
    >>> known_answers([4, float("nan"), 5], lowest=1, highest=5)
    (array([4., 5.]), array([1., 1.]))
    """
    given = np.asarray(answers, dtype=float).ravel()
    of = checked_weights(weights, given.size)
    if not lowest < highest:
        raise Refusal(
            gettext_noop("Expected a scale with lowest < highest, got %(lowest)s and %(highest)s."),
            lowest=repr(lowest),
            highest=repr(highest),
        )
    keep = ~np.isnan(given) & (of > 0)
    known = given[keep]
    if known.size and not (known.min() >= lowest and known.max() <= highest):
        raise Refusal(
            gettext_noop(
                "Expected answers from %(lowest)s to %(highest)s, got "
                "%(lowest_given)s to %(highest_given)s."
            ),
            lowest=f"{lowest:g}",
            highest=f"{highest:g}",
            lowest_given=f"{known.min():g}",
            highest_given=f"{known.max():g}",
        )
    return known, of[keep]
