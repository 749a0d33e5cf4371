"""What makes leaving likelier: Cox's proportional hazards, with ties by Efron."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.leaving.concordance import concordance
from heed.measures.leaving.histories import Floats, Histories, histories

MOST_STEPS = 50
CLOSE = 1e-9
FEWEST_LEFT_EACH = 10  # leavers for each covariate, below which estimates are shaky
LARGEST_STEP = 3.0
BEYOND = 15.0  # a standardised coefficient so large separates leavers from the others


@dataclass(frozen=True)
class Hazards:
    """How strongly each covariate goes with leaving.

    Parameters
    ----------
    names : tuple of str, length p
        Covariates.
    coefficients : tuple of Estimate, length p
        Change of the log hazard for one unit more; its exponential is the hazard ratio.
    log_likelihood, null_log_likelihood : float
        Partial log-likelihood of the model, and without covariates.
    concordance : float
        Share of comparable pairs in which who left first had the higher risk, in 0..1; .5 is
        chance, nan where no pair is comparable.
    means : ndarray of float, shape (p,)
        At which covariates the baseline stands.
    times, baseline : ndarray of float, shape (k,)
        Ages at which somebody left, and the cumulative hazard of the mean customer by each.
    n, left : int
        Customers, and how many of them left.
    flags : tuple of Flag
        FEW_CASES where fewer than ten left for each covariate; NOT_CONVERGED where a covariate
        parts leavers from the others wholly, so that its coefficient has no bound.

    Examples
    --------
    >>> fit = proportional_hazards([5, 3, 8, 2, 6], [1, 1, 0, 1, 1], [[0], [1], [0], [0], [1]])
    >>> fit.names, fit.left
    (('x1',), 4)
    """

    names: tuple[str, ...]
    coefficients: tuple[Estimate, ...]
    log_likelihood: float
    null_log_likelihood: float
    concordance: float
    means: Floats
    times: Floats
    baseline: Floats
    n: int
    left: int
    flags: tuple[Flag, ...]

    def risk(self, covariates: ArrayLike) -> Floats:
        """Return each customer's hazard beside that of the mean customer.

        Parameters
        ----------
        covariates : array_like of float, shape (m, p)
            One row a customer.

        Returns
        -------
        ndarray of float, shape (m,)
            Above 0; 2 means leaving twice as fast.

        Examples
        --------
        >>> fit = proportional_hazards([5, 3, 8, 2], [1, 1, 0, 1], [[0], [1], [0], [1]])
        >>> fit.risk([fit.means])
        array([1.])
        """
        weights = np.array([each.value for each in self.coefficients])
        found: Floats = np.exp((np.asarray(covariates, dtype=float) - self.means) @ weights)
        return found

    def leaving_within(
        self, further: float, covariates: ArrayLike, *, after: ArrayLike = 0.0
    ) -> Floats:
        """Return the probability that each leaves within a while, still being here now.

        Parameters
        ----------
        further : float
            The while, in the unit of the durations.
        covariates : array_like of float, shape (m, p)
            One row a customer.
        after : array_like of float, shape (m,), default 0
            How old each is as a customer.

        Returns
        -------
        ndarray of float, shape (m,)
            In 0..1. Beyond the longest time seen the hazard is not known and nothing is added.

        Examples
        --------
        >>> fit = proportional_hazards([5, 3, 8, 2], [1, 1, 0, 1], [[0], [1], [0], [1]])
        >>> float(fit.leaving_within(1, [fit.means])[0])
        0.0
        """
        ages = np.asarray(after, dtype=float)
        steps = np.concatenate(([0.0], self.baseline))
        begun, ended = (
            np.searchsorted(self.times, at, side="right") for at in (ages, ages + further)
        )
        found: Floats = -np.expm1(-(steps[ended] - steps[begun]) * self.risk(covariates))
        return found


@dataclass(frozen=True)
class _Sums:
    """What the partial likelihood adds up, by the k times at which somebody left."""

    risk: Floats  # (k,) sums of exp(eta) of those at risk
    risk_x: Floats  # (k, p)
    risk_xx: Floats  # (k, p (p + 1) / 2)
    tied: Floats  # the same of those who leave there
    tied_x: Floats
    tied_xx: Floats


class _Likelihood:
    """The partial likelihood of standardised covariates, with ties by Efron."""

    def __init__(self, given: Histories, z: Floats) -> None:
        self.z, self.left = z, given.has_left
        self.times, self.ties = np.unique(given.durations[given.has_left], return_counts=True)
        k = self.times.size
        # The last time of leaving at which each is still at risk, and the last before she entered.
        self.last = np.searchsorted(self.times, given.durations, side="right") - 1
        self.first = np.where(
            given.entered > 0, np.searchsorted(self.times, given.entered, side="right") - 1, -1
        )
        self.rows, self.columns = np.triu_indices(z.shape[1])
        self.at = np.repeat(np.arange(k), self.ties)
        before = np.concatenate(([0], np.cumsum(self.ties)[:-1]))
        self.share = (np.arange(self.at.size) - before[self.at]) / self.ties[self.at]
        self.sum_of_left = z[self.left].sum(axis=0)

    def at_point(self, beta: Floats) -> tuple[float, Floats, Floats]:
        """Log-likelihood, gradient and information at these coefficients."""
        eta = self.z @ beta
        top = float(eta.max())
        sums = self._sums(np.exp(eta - top))
        weight = sums.risk[self.at] - self.share * sums.tied[self.at]
        log_likelihood = float(eta[self.left].sum() - (np.log(weight) + top).sum())
        k = self.times.size
        one, two = 1 / weight, 1 / weight**2
        a, b, c, e, g = (
            np.bincount(self.at, values, minlength=k)
            for values in (one, self.share * one, two, self.share * two, self.share**2 * two)
        )
        gradient = self.sum_of_left - (a @ sums.risk_x - b @ sums.tied_x)
        flat = a @ sums.risk_xx - b @ sums.tied_xx
        p = self.z.shape[1]
        information = np.zeros((p, p))
        information[self.rows, self.columns] = flat
        information[self.columns, self.rows] = flat
        cross = sums.risk_x.T @ (e[:, None] * sums.tied_x)
        information -= sums.risk_x.T @ (c[:, None] * sums.risk_x)
        information += cross + cross.T
        information -= sums.tied_x.T @ (g[:, None] * sums.tied_x)
        return log_likelihood, gradient, information

    def _sums(self, weights: Floats) -> _Sums:
        def at_risk(values: Floats) -> Floats:
            k = self.times.size
            ending = np.bincount(self.last + 1, values, minlength=k + 1)[1:]
            late = np.bincount(self.first + 1, values, minlength=k + 1)[1:]
            found: Floats = np.cumsum((ending - late)[::-1])[::-1]
            return found

        def tied(values: Floats) -> Floats:
            mine = self.left
            found: Floats = np.bincount(
                self.last[mine], values[mine], minlength=self.times.size
            ).astype(float)
            return found

        def columns(add: Callable[[Floats], Floats], table: Floats) -> Floats:
            return np.column_stack([add(column) for column in table.T])

        x = self.z * weights[:, None]
        pairs = x[:, self.rows] * self.z[:, self.columns]
        return _Sums(
            at_risk(weights), columns(at_risk, x), columns(at_risk, pairs),
            tied(weights), columns(tied, x), columns(tied, pairs),
        )  # fmt: skip

    def baseline(self, beta: Floats) -> Floats:
        """The cumulative hazard of a customer whose covariates are all 0, ties by Efron."""
        sums = self._sums(np.exp(self.z @ beta))
        weight = sums.risk[self.at] - self.share * sums.tied[self.at]
        found: Floats = np.cumsum(np.bincount(self.at, 1 / weight, minlength=self.times.size))
        return found


def proportional_hazards(
    durations: ArrayLike,
    has_left: ArrayLike,
    covariates: ArrayLike,
    *,
    names: Sequence[str] = (),
    entered: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Hazards:
    """Fit how covariates speed up or slow down leaving.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time from becoming a customer to leaving or to the last look, in one unit; at least 0.
    has_left : array_like of bool, shape (n,)
        Whether it ended by leaving.
    covariates : array_like of float, shape (n, p)
        What was known at the beginning, without unknown values; each must vary.
    names : sequence of str, length p, optional
        Their names; x1, x2 … by default.
    entered : array_like of float, shape (n,), optional
        Age at which each came under observation, for customers older than the data.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Hazards
        Coefficients with intervals, concordance and baseline.

    Raises
    ------
    ValueError
        If nobody left, sizes differ, a value is unknown or infinite, a covariate does not vary, or
        two repeat each other.

    Notes
    -----
    Newton's method on Efron's partial likelihood over standardised covariates. It supposes that a
    covariate changes the hazard by the same factor at every age. Sums are kept by the different
    times of leaving, so that durations in days cost little however many customers there are.

    References
    ----------
    Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical Society
    B, 34(2), 187-220.

    Efron, B. (1977). The efficiency of Cox's likelihood function for censored data. Journal of the
    American Statistical Association, 72(359), 557-565.

    Examples
    --------
    >>> fit = proportional_hazards(
    ...     [4, 7, 8, 12, 13, 15, 18, 20], [1, 1, 1, 1, 0, 1, 1, 0],
    ...     [[1], [1], [0], [1], [0], [1], [0], [0]], names=["complained"])
    >>> fit.coefficients[0].value > 0, fit.concordance > 0.5
    (True, True)
    """
    require_confidence(confidence)
    given = histories(durations, has_left, entered=entered)
    x = _table(covariates, given, names)
    known = tuple(names) or tuple(f"x{at}" for at in range(1, x.shape[1] + 1))
    means, scale = x.mean(axis=0), x.std(axis=0)
    likelihood = _Likelihood(given, (x - means) / scale)
    beta, information, is_converged = _climbed(likelihood)
    covariance = np.linalg.inv(information)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * np.sqrt(np.diag(covariance)) / scale
    weights = beta / scale
    left = int(given.has_left.sum())
    is_few = left < FEWEST_LEFT_EACH * x.shape[1]
    raised = {Flag.FEW_CASES: is_few, Flag.NOT_CONVERGED: not is_converged}
    flags = tuple(flag for flag, is_raised in raised.items() if is_raised)
    coefficients = tuple(
        Estimate(
            float(b), float(b - h), float(b + h), given.n, Method.INFORMATION, confidence,
            flags=flags,
        )
        for b, h in zip(weights, half, strict=True)
    )  # fmt: skip
    return Hazards(
        known, coefficients, likelihood.at_point(beta)[0],
        likelihood.at_point(np.zeros(x.shape[1]))[0],
        concordance(given.durations, given.has_left, x @ weights), means, likelihood.times,
        likelihood.baseline(beta), given.n, left, flags,
    )  # fmt: skip


def _table(covariates: ArrayLike, given: Histories, names: Sequence[str]) -> Floats:
    x = np.asarray(covariates, dtype=float)
    if x.ndim != 2 or x.shape[0] != given.n or x.shape[1] == 0:
        raise ValueError(
            f"Expected a row of covariates for each of {given.n} customers, got shape {x.shape}."
        )
    if names and len(names) != x.shape[1]:
        raise ValueError(f"Expected {x.shape[1]} names, got {len(names)}.")
    if not given.has_left.any():
        raise ValueError(f"Expected somebody who left, got {given.n} who are all still here.")

    def called(at: int) -> str:
        return names[at] if names else f"x{at + 1}"

    for at, column in enumerate(x.T):
        if not np.all(np.isfinite(column)):
            raise ValueError(
                f"Expected known, finite values of {called(at)}, "
                f"got {column[~np.isfinite(column)][0]}."
            )
        if column.std() <= 1e-12 * max(1.0, abs(column).max()):
            raise ValueError(
                f"Expected {called(at)} to vary, got {column[0]:g} for all: leave it out."
            )
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    for at in range(1, x.shape[1]):
        fitted, *_rest = np.linalg.lstsq(z[:, :at], z[:, at], rcond=None)
        if np.mean((z[:, at] - z[:, :at] @ fitted) ** 2) < 1e-10:
            raise ValueError(
                f"Expected covariates of their own, got {called(at)}, which those before it "
                "determine: leave it out."
            )
    return x


def _climbed(likelihood: _Likelihood) -> tuple[Floats, NDArray[np.float64], bool]:
    """Climb to the best coefficients; also tell whether the search came to an end."""
    beta = np.zeros(likelihood.z.shape[1])
    value, gradient, information = likelihood.at_point(beta)
    for _step in range(MOST_STEPS):
        step = np.linalg.solve(information, gradient)
        step *= min(1.0, LARGEST_STEP / max(float(abs(step).max()), CLOSE))
        for _half in range(MOST_STEPS):
            tried = likelihood.at_point(beta + step)
            if tried[0] >= value - CLOSE:
                break
            step /= 2
        beta, gain = beta + step, tried[0] - value
        value, gradient, information = tried
        if abs(beta).max() > BEYOND:
            return beta, information, False
        if abs(gain) < CLOSE and float(abs(step).max()) < 1e-6:
            return beta, information, True
    return beta, information, False
