"""The interval of a mean whose spread must not be told."""

from dataclasses import replace
from math import isnan, nan, sqrt

from heed.measures.estimates import Estimate
from heed.measures.student import student_t_quantile


def widest_mean_estimate(estimate: Estimate, *, lowest: float, highest: float) -> Estimate:
    """Return a mean with the widest interval that its cases and the ends of its scale allow.

    Parameters
    ----------
    estimate : Estimate
        A mean of cases that weigh the same, in the unit of the scale.
    lowest, highest : float
        Ends of the scale: `lowest` < `highest`.

    Returns
    -------
    Estimate
        The same mean, between bounds within the scale; nan below two cases.

    Raises
    ------
    ValueError
        If the ends are out of order or the mean lies beyond them.

    Notes
    -----
    Values between a and b with the mean m vary by (b - m)(m - a) at most (Bhatia and Davis 2000).
    The t interval with that variance holds the usual one, so it covers at least as often, and
    tells nothing of the values but their mean and number.

    References
    ----------
    Bhatia, R., & Davis, C. (2000). A better bound on the variance. The American Mathematical
    Monthly, 107(4), 353-357.

    Examples
    --------
    >>> from heed.measures.scores import weighted_mean_estimate
    >>> usual = weighted_mean_estimate([5] * 40 + [4] * 20)
    >>> widest = widest_mean_estimate(usual, lowest=1, highest=5)
    >>> round(usual.lower, 2), round(widest.lower, 2), round(widest.upper, 2)
    (4.54, 4.38, 4.95)
    """
    mean, n = estimate.value, estimate.n
    if not lowest < highest:
        raise ValueError(f"Expected lowest < highest, got {lowest!r} and {highest!r}.")
    if isnan(mean) or n < 2:
        return replace(estimate, lower=nan, upper=nan)
    if not lowest <= mean <= highest:
        raise ValueError(f"Expected a mean from {lowest!r} to {highest!r}, got {mean!r}.")
    variance = (highest - mean) * (mean - lowest) * n / (n - 1)
    quantile = float(student_t_quantile((1 + estimate.confidence) / 2, n - 1))
    half = quantile * sqrt(variance / n)
    return replace(estimate, lower=max(mean - half, lowest), upper=min(mean + half, highest))
