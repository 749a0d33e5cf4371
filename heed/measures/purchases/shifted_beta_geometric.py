"""The shifted beta-geometric model: how long customers stay who must renew, or leave in sight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heed.measures.estimates import Flag
from heed.measures.purchases.likelihoods import Slopes, most_likely
from heed.measures.purchases.renewals import Renewals

Floats = NDArray[np.float64]
NAMES = ("alpha", "beta")
FEW = 30
# Beyond this customers do not differ in how likely they leave.
LARGEST_SUM = 1e4


@dataclass(frozen=True, eq=False)
class ShiftedBetaGeometric:
    """How likely customers leave at the end of a period, and how that differs between them.

    Parameters
    ----------
    alpha, beta : float
        Shapes of the beta distribution of the probability to leave.
    standard_errors : dict of str to float
        Of alpha and beta; nan where the likelihood is flat.
    covariance : ndarray of float, shape (2, 2)
        Of alpha and beta.
    log_likelihood : float
        Of all renewals and losses.
    customers, lost : int
        Customers at the end of their first period; those who left within the periods observed.
    periods : int
        Periods observed.
    flags : tuple of Flag
        What a reader must know.
    warnings : tuple of str
        The same in sentences.

    Examples
    --------
    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> shifted_beta_geometric(renewals_of_remaining([1000, 631, 468, 382, 326])).customers
    1000
    """

    alpha: float
    beta: float
    standard_errors: dict[str, float]
    covariance: Floats
    log_likelihood: float
    customers: int
    lost: int
    periods: int
    flags: tuple[Flag, ...]
    warnings: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, float]:
        return {"alpha": self.alpha, "beta": self.beta}


def shifted_beta_geometric(renewals: Renewals) -> ShiftedBetaGeometric:
    """Return the shifted beta-geometric model of renewals.

    Parameters
    ----------
    renewals : Renewals
        From `renewals_of_remaining` or `renewals_of_customers`.

    Returns
    -------
    ShiftedBetaGeometric
        Flag NO_SPREAD where customers do not differ (one retention rate for all), FEW_CASES below
        30 losses, NOT_CONVERGED.

    Raises
    ------
    ValueError
        If fewer than two periods were observed, or nobody left.

    Notes
    -----
    Each customer has her own probability to leave, the same at the end of every period, beta
    distributed over customers. Retention rises with the length of stay though nobody changes: those
    likely to leave go first. The period t of a stay is renewed with probability (beta + t - 1) /
    (alpha + beta + t - 1). For customers who leave unseen use a model of buying instead.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2007). How to project customer retention. Journal of
    Interactive Marketing, 21(1), 76-90.

    Examples
    --------
    Seven years of the regular customers of the source:

    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> table = [1000, 631, 468, 382, 326, 289, 262, 241]
    >>> model = shifted_beta_geometric(renewals_of_remaining(table))
    >>> round(model.alpha, 3), round(model.beta, 3), round(model.log_likelihood, 2)
    (0.704, 1.182, -1680.27)
    """
    at_risk, lost = renewals.at_risk, renewals.lost
    left = float(lost.sum())
    if at_risk.size < 2:
        raise ValueError(
            f"Expected renewals of at least 2 periods, got {at_risk.size}: one rate does not tell "
            "how customers differ."
        )
    if left == 0:
        raise ValueError(
            f"Expected some customers who left, but nobody left of {at_risk[0]:.0f}. Observe for "
            "longer."
        )
    rate = left / float(at_risk.sum())
    found = most_likely(_likelihood(at_risk, lost), np.array([3 * rate, 3 * (1 - rate)]))
    alpha, beta = map(float, found.parameters)
    is_flat = alpha + beta > LARGEST_SUM
    holds = {
        Flag.FEW_CASES: left < FEW,
        Flag.NO_SPREAD: is_flat,
        Flag.NOT_CONVERGED: not found.is_converged and not is_flat,
    }
    flags = tuple(flag for flag, is_so in holds.items() if is_so)
    return ShiftedBetaGeometric(
        alpha,
        beta,
        dict(zip(NAMES, map(float, found.standard_errors), strict=True)),
        found.covariance,
        found.log_likelihood,
        round(float(at_risk[0])),
        round(left),
        at_risk.size,
        flags,
        tuple(_sentence(flag, left, rate) for flag in flags),
    )


def _likelihood(at_risk: Floats, lost: Floats) -> Slopes:
    """Return the log-likelihood with its slopes: each renewal, given the ones before."""
    before, kept = np.arange(at_risk.size, dtype=float), at_risk - lost
    left = float(lost.sum())

    def slopes(parameters: Floats) -> tuple[float, Floats, Floats]:
        alpha, beta = parameters
        stayed, all_of = kept / (beta + before), at_risk / (alpha + beta + before)
        value = (
            left * np.log(alpha)
            + kept @ np.log(beta + before)
            - at_risk @ np.log(alpha + beta + before)
        )
        gradient = np.array([left / alpha, stayed.sum()]) - all_of.sum()
        both = float(all_of @ (1 / (alpha + beta + before)))
        own = np.array([left / alpha**2, stayed @ (1 / (beta + before))])
        return float(value), gradient, both - np.diag(own)

    return slopes


def _sentence(flag: Flag, left: float, rate: float) -> str:
    return {
        Flag.FEW_CASES: f"Only {left:.0f} customers left: an indication, no more.",
        Flag.NO_SPREAD: "Customers do not differ in how likely they leave: "
        f"{rate:.1%} at the end of every period.",
        Flag.NOT_CONVERGED: "No best model of the renewals was found.",
    }[flag]
