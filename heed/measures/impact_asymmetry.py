"""How lopsided the impact of an attribute is: the reward's part in it less the penalty's."""

from enum import StrEnum
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Method


class Impact(StrEnum):
    """How lopsided an attribute's impact is."""

    DELIGHTER = "delighter"
    SATISFIER = "satisfier"
    HYBRID = "hybrid"
    DISSATISFIER = "dissatisfier"
    FRUSTRATOR = "frustrator"


def impact_of(asymmetry: float) -> Impact:
    """Return the class of an impact asymmetry.

    Parameters
    ----------
    asymmetry : float
        Satisfying minus dissatisfying potential, in -1..1.

    Returns
    -------
    Impact
        Delighter above .4, satisfier above .1, hybrid from -.1, dissatisfier from -.4, else
        frustrator.

    Raises
    ------
    ValueError
        If the asymmetry is not in -1..1.

    Notes
    -----
    The limits are a convention.

    References
    ----------
    Mikulic, J., & Prebezac, D. (2008). Prioritizing improvement of service attributes using impact
    range-performance analysis and impact-asymmetry analysis. Managing Service Quality, 18(6),
    559-576.

    Examples
    --------
    >>> impact_of(0.1)
    <Impact.HYBRID: 'hybrid'>
    """
    if not -1 <= asymmetry <= 1:
        raise ValueError(f"Expected an asymmetry in -1..1, got {asymmetry!r}.")
    if asymmetry > 0.1:
        return Impact.DELIGHTER if asymmetry > 0.4 else Impact.SATISFIER
    if asymmetry < -0.1:
        return Impact.FRUSTRATOR if asymmetry < -0.4 else Impact.DISSATISFIER
    return Impact.HYBRID


def potentials(coefficients: ArrayLike) -> NDArray[np.float64]:
    """Return the parts of penalty and reward in the range of impact.

    Parameters
    ----------
    coefficients : array_like of float, shape (b, 2)
        Penalty and reward, in points of satisfaction. A penalty above 0 and a reward below 0
        contradict their names and count as 0.

    Returns
    -------
    ndarray of float, shape (b, 2)
        Dissatisfaction and satisfaction generating potential, in 0..1, adding up to 1; nan where
        both count as 0.

    Notes
    -----
    The range of impact is the size of the penalty plus the reward.

    References
    ----------
    Mikulic, J., & Prebezac, D. (2008). Prioritizing improvement of service attributes using impact
    range-performance analysis and impact-asymmetry analysis. Managing Service Quality, 18(6),
    559-576.

    Examples
    --------
    >>> potentials([[-0.75, 0.25]])
    array([[0.75, 0.25]])
    """
    sizes = np.maximum(np.asarray(coefficients, dtype=float) * [-1.0, 1.0], 0.0)
    total = sizes.sum(axis=1, keepdims=True)
    parts = np.full(sizes.shape, nan)
    np.divide(sizes, total, out=parts, where=total > 0)
    return parts


def asymmetry_estimate(
    coefficients: ArrayLike, draws: ArrayLike, *, n: int, confidence: float = 0.95
) -> Estimate:
    """Return the impact asymmetry with its bootstrap interval.

    Parameters
    ----------
    coefficients : array_like of float, shape (2,)
        Penalty and reward.
    draws : array_like of float, shape (b, 2)
        The same in bootstrap samples.
    n : int
        Persons.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Satisfying minus dissatisfying potential, in -1..1; nan where both count as 0.

    Notes
    -----
    Percentiles of the samples in which the asymmetry is known.

    References
    ----------
    Mikulic, J., & Prebezac, D. (2008). Prioritizing improvement of service attributes using impact
    range-performance analysis and impact-asymmetry analysis. Managing Service Quality, 18(6),
    559-576.

    Examples
    --------
    >>> found = asymmetry_estimate([-3, 1], [[-3, 1], [-1, 1], [-2, 2]], n=90)
    >>> found.value, round(found.lower, 3), found.upper
    (-0.5, -0.475, 0.0)
    """
    dissatisfying, satisfying = potentials(np.asarray(coefficients, dtype=float)[np.newaxis])[0]
    value = float(satisfying - dissatisfying)
    resampled = potentials(draws)
    differences = (resampled[:, 1] - resampled[:, 0])[~np.isnan(resampled[:, 0])]
    if not differences.size or np.isnan(value):
        return Estimate(value, nan, nan, n, Method.BOOTSTRAP, confidence)
    lower, upper = np.quantile(differences, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, float(lower), float(upper), n, Method.BOOTSTRAP, confidence)
