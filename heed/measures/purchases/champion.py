"""Which prediction to use, by what customers bought later, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate, Method
from heed.measures.purchases.accuracy import Accuracy, accuracy, sampled_sums


@dataclass(frozen=True)
class Champion:
    """The prediction that did best, with all that were held against it.

    Parameters
    ----------
    name : str
        What predicted best: a model or a rule of thumb.
    runner_up : str
        The best of the others.
    lead : Estimate
        Mean squared error of the runner-up less that of the champion, in purchases squared; the
        interval is of the same customers under both.
    accuracies : dict of str to Accuracy
        Of each prediction that was admitted, best first.
    refused : dict of str to str
        Predictions not admitted, with the reason.

    Examples
    --------
    >>> found = champion({"zero": [0, 0, 0], "rate": [0, 1, 2]}, [0, 1, 1], resamples=100)
    >>> found.name, found.runner_up, found.is_sure
    ('rate', 'zero', False)
    """

    name: str
    runner_up: str
    lead: Estimate
    accuracies: dict[str, Accuracy]
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether chance does not explain the lead."""
        return self.lead.lower > 0

    @property
    def sentence(self) -> str:
        """Say what was chosen and why."""
        best, second = (self.accuracies[name].squared_error for name in (self.name, self.runner_up))
        chance = "more" if self.is_sure else "no more"
        refusals = "".join(f" {name} was not admitted: {why}" for name, why in self.refused.items())
        return (
            f"{self.name} is used: over {best.n:,} customers its root mean squared error is "
            f"{best.value:.3f} purchases ({best.lower:.3f} to {best.upper:.3f}), that of "
            f"{self.runner_up} {second.value:.3f}, {chance} than chance explains.{refusals}"
        )


def champion(
    predictions: Mapping[str, ArrayLike],
    actual: ArrayLike,
    *,
    refused: Mapping[str, str] | None = None,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 1,
) -> Champion:
    """Return which of several predictions did best on the same customers.

    Parameters
    ----------
    predictions : mapping of str to array_like of float, shape (n,)
        Purchases predicted of each customer by models and rules of thumb; at least two.
    actual : array_like of float, shape (n,)
        Purchases that came.
    refused : mapping of str to str, optional
        Predictions that are not to be chosen whatever they score, with the reason, such as models
        whose parameters the data do not determine. They need not be among `predictions`.
    confidence, resamples, seed
        Of the intervals; as in `accuracy`.

    Returns
    -------
    Champion
        That with the lowest root mean squared error; of equals the one named first.

    Raises
    ------
    ValueError
        If fewer than two predictions are admitted, or as `accuracy` does.

    Notes
    -----
    Squared errors, since values are made of means: by absolute errors "nobody buys again" wins in
    most shops. The lead is chosen by the same customers it is measured on, so it is a little too
    large where many predictions are close. Where the lead is not sure another holdout may choose
    otherwise; then take the model that says more, and look again later.

    References
    ----------
    Wuebben, M., & von Wangenheim, F. (2008). Instant customer base analysis: Managerial heuristics
    often "get it right". Journal of Marketing, 72(3), 82-93.

    Examples
    --------
    >>> found = champion({"zero": [0, 0, 0], "rate": [0, 1, 2]}, [0, 1, 1], resamples=100)
    >>> found.sentence.split(" (")[0]
    'rate is used: over 3 customers its root mean squared error is 0.577 purchases'
    """
    refusals = dict(refused or {})
    admitted = {name: told for name, told in predictions.items() if name not in refusals}
    if len(admitted) < 2:
        raise ValueError(
            f"Expected at least 2 predictions to choose from, got {sorted(admitted)!r}, and "
            f"{sorted(refusals)!r} not admitted. Hold models against rules of thumb."
        )
    found = accuracy(admitted, actual, confidence=confidence, resamples=resamples, seed=seed)
    order = sorted(found, key=lambda name: found[name].squared_error.value)
    best, second = order[:2]
    came = np.asarray(actual, dtype=float).ravel()
    errors = [(np.asarray(admitted[name], dtype=float).ravel() - came) ** 2 for name in order[:2]]
    gain = errors[1] - errors[0]
    drawn = sampled_sums(gain[:, np.newaxis], resamples, seed=seed)[:, 0] / gain.size
    lower, upper = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    lead = Estimate(
        float(gain.mean()), float(lower), float(upper), gain.size, Method.BOOTSTRAP, confidence
    )
    return Champion(best, second, lead, {name: found[name] for name in order}, refusals)
