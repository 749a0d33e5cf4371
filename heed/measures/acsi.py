"""The satisfaction index of the ACSI: three answers as one number from 0 to 100."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Method
from heed.measures.linearised import column_means, linearised_estimate
from heed.measures.refusals import Refusal, gettext_noop

LOWEST, HIGHEST = 1, 10


def satisfaction_index(
    answers: ArrayLike,
    *,
    item_weights: ArrayLike | None = None,
    lowest: float = LOWEST,
    highest: float = HIGHEST,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the satisfaction index: 100 where all give the best answer, 0 the worst.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        One row per person. The ACSI asks k = 3: overall satisfaction, against what was expected,
        against the ideal; nan where unanswered.
    item_weights : array_like of float, shape (k,), optional
        How much each question counts: weights of unstandardised answers, at least 0; they are
        made to add up to 1. Equal by default.
    lowest, highest : float, default 1 and 10
        Ends of the scale of all questions.
    weights : array_like of float, shape (n,), optional
        How many people each row stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In 0..100; n counts the persons with at least one answer; nan where a question has none.

    Raises
    ------
    ValueError
        If an answer lies outside the scale, an item weight is negative or their number differs
        from the questions.

    Notes
    -----
    index = 100 Σ w_k (mean_k - lowest) / (highest - lowest). Each mean is over the answers there
    are. The interval (delta method, Student's t) takes the item weights as known: weights that
    were estimated from the same answers make it a little too narrow.
    The weights of the published ACSI come from its own path model and are not public for all
    companies; with equal weights the index is close to it but not the same. "ACSI" is a trade mark
    of American Customer Satisfaction Index LLC.

    References
    ----------
    Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J., & Bryant, B. E. (1996). The American
    Customer Satisfaction Index: nature, purpose, and findings. Journal of Marketing, 60(4), 7-18.

    Examples
    --------
    >>> found = satisfaction_index([[8, 7, 6], [10, 9, 8], [5, 4, 6]])
    >>> round(found.value, 2), round(found.lower, 2), round(found.upper, 2)
    (66.67, 11.46, 100.0)
    """
    table = np.asarray(answers, dtype=float)
    if table.ndim != 2 or table.shape[1] < 1:
        raise ValueError(
            f"Expected one row per person and one column per question, got shape {table.shape}."
        )
    known = table[~np.isnan(table)]
    if known.size and not (lowest <= known.min() and known.max() <= highest):
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
    share = _item_shares(item_weights, table.shape[1])
    found = column_means(table, weights=weights)
    by = 100 * share / (highest - lowest)
    # A question that counts for nothing need not have been answered.
    value = float(np.sum(np.where(share > 0, by * (found.mean - lowest), 0.0)))
    is_there = ~np.isnan(table[:, share > 0]).all(axis=1) & (found.weights > 0)
    index = linearised_estimate(
        value,
        found.influence @ by,
        n=int(is_there.sum()),
        weights=found.weights[is_there],
        method=Method.DELTA,
        confidence=confidence,
    )
    lower, upper = (float(np.clip(bound, 0, 100)) for bound in (index.lower, index.upper))
    return replace(index, lower=lower, upper=upper)


def _item_shares(item_weights: ArrayLike | None, k: int) -> NDArray[np.float64]:
    given = np.ones(k) if item_weights is None else np.asarray(item_weights, dtype=float).ravel()
    if given.size != k or not np.all(given >= 0) or not given.any():
        raise Refusal(
            gettext_noop(
                "Expected %(items)s item weights of at least 0, not all 0, got %(item_weights)s."
            ),
            items=k,
            item_weights=repr(item_weights),
        )
    shares: NDArray[np.float64] = given / given.sum()
    return shares
