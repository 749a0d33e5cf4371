"""What customers will buy and be worth, by the models of `heed.measures.purchases`.

Works on the sums of all customers at once, in weeks and minor units; loads SciPy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from heed.measures.purchases.accuracy import Accuracy, accuracy, root_mean_squared_error
from heed.measures.purchases.baselines import baselines
from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.choosing import Choice, akaike, choose
from heed.measures.purchases.fitting import ModelName, PurchaseFit
from heed.measures.purchases.holdout import Holdout, holdout_of
from heed.measures.purchases.models import fit
from heed.measures.purchases.predicting import expected_purchases, predictive, probability_alive

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
WEEK = 7.0
AUTO, NONE = "auto", "none"
LEAST_REPEATERS = 30
MOST_ON_TRIAL = 100_000


@dataclass(frozen=True, eq=False)
class Histories:
    """When customers bought: all arrays one place per customer, days since the epoch or counts."""

    frequency: Integers
    first_day: Integers
    last_day: Integers
    calibration_visits: Integers
    calibration_last_day: Integers
    calibration_window_visits: Integers
    as_of_day: int
    calibration_end_day: int

    @property
    def buyers(self) -> NDArray[np.bool_]:
        """Customers who kept something of what they bought."""
        return self.frequency > 0

    def until_now(self) -> tuple[Floats, Floats, Floats]:
        """x, t_x and T of the buyers, in weeks."""
        is_buyer = self.buyers
        first = self.first_day[is_buyer]
        return (
            (self.frequency[is_buyer] - 1).astype(float),
            (self.last_day[is_buyer] - first) / WEEK,
            (self.as_of_day - first) / WEEK,
        )

    def holdout(self, every: int = 1) -> Holdout:
        """Buyers as known at the end of calibration, and what they bought after it."""
        is_buyer = self.buyers
        first = self.first_day[is_buyer][::every]
        early = self.calibration_visits[is_buyer][::every]
        last = np.where(early > 0, self.calibration_last_day[is_buyer][::every], first)
        return holdout_of(
            np.maximum(early - 1, 0),
            (last - first) / WEEK,
            (self.calibration_end_day - first) / WEEK,
            self.frequency[is_buyer][::every] - early,
            length=(self.as_of_day - self.calibration_end_day) / WEEK,
        )


@dataclass(frozen=True, eq=False)
class Chosen:
    """The model taken and why; without one `warnings` tell the reason."""

    model: PurchaseFit | None
    why: str = ""
    trial: "Trial | None" = None
    warnings: tuple[str, ...] = ()


def choose_model(histories: Histories, name: str) -> Chosen:
    """Fit the model named, or with "auto" the one that did best on what came after calibration.

    Models are learnt until the end of calibration and judged after it by the root of the mean
    squared error, beside rules of thumb; the winner is fitted again on all that is known. From
    100,000 customers on so many of them, evenly taken, decide. A model whose parameters the data
    leave open is never used.
    """
    if name == NONE:
        return Chosen(None)
    names = list(ModelName) if name == AUTO else [ModelName(name)]
    times = histories.until_now()
    repeaters = int((times[0] > 0).sum())
    if repeaters < LEAST_REPEATERS:
        return Chosen(None, warnings=(_too_few(repeaters, times[0].size),))
    trial = _trial_of(histories)
    try:
        choice = trial.choice(names) if trial else choose(cells_from(*times), akaike, names=names)
    except ValueError as problem:
        return Chosen(None, trial=trial, warnings=(str(problem),))
    tried = [each for each in choice.candidates if not each.is_refused]
    cells = cells_from(*times)
    doubts: list[str] = [] if trial else [_NO_TRIAL]
    for candidate in sorted(tried, key=lambda each: each.error):
        found = fit(candidate.fit.name, cells)
        doubts += found.warnings
        if found.is_trusted:
            beaten = trial.better_than(found.name) if trial else ""
            doubts += [beaten] if beaten else []
            return Chosen(found, choice.reason, trial, tuple(doubts))
    return Chosen(None, choice.reason, trial, tuple(doubts))


_NO_TRIAL = (
    "Until the end of calibration too few customers bought on more than one day, so that nothing "
    "was validated. Let calibration end later with --calibration-end."
)


def _too_few(repeaters: int, customers: int) -> str:
    if not repeaters:
        return (
            f"All {customers:,} customers bought once: there is no repeat buying to learn from, "
            "so nothing is predicted. Take a longer time."
        )
    return (
        f"Only {repeaters:,} of {customers:,} customers bought on more than one day, and at least "
        f"{LEAST_REPEATERS} are needed, so nothing is predicted. Take a longer time."
    )


@dataclass(eq=False)
class Trial:
    """Customers as known at the end of calibration, and what models and rules said of them."""

    holdout: Holdout
    customers: int
    predictions: dict[str, Floats]
    fits: tuple[PurchaseFit, ...] = ()

    def choice(self, names: Sequence[ModelName]) -> Choice:
        """The model with the least error after calibration. ValueError where none is trusted."""
        known = self.holdout
        choice = choose(cells_from(known.x, known.t_x, known.T), self._error, names=names)
        self.fits = tuple(each.fit for each in choice.candidates)
        return choice

    def _error(self, model: PurchaseFit) -> float:
        known = self.holdout
        told = expected_purchases(model, known.x, known.t_x, known.T, known.length)
        self.predictions = {str(model.name): told, **self.predictions}
        return root_mean_squared_error(told, known.actual)

    @cached_property
    def measured(self) -> dict[str, Accuracy]:
        """How well each model and rule did."""
        return accuracy(self.predictions, self.holdout.actual)

    def better_than(self, name: str) -> str:
        """The sentence that a rule of thumb did better than the model; empty where none did."""
        errors = {each: found.squared_error for each, found in self.measured.items()}
        best = min(errors, key=lambda each: errors[each].value)
        if name not in errors or best in set(ModelName):
            return ""
        return (
            f"After calibration the rule of thumb {best} did better (root mean squared error "
            f"{errors[best].value:.3f}) than {name} ({errors[name].value:.3f}; n "
            f"{errors[name].n:,}): expect less of what is predicted."
        )


def _trial_of(histories: Histories) -> Trial | None:
    """What to judge models by; None where too little happened before or after calibration."""
    is_known = histories.calibration_visits > 0
    repeaters = int((histories.calibration_visits > 1).sum())
    if histories.as_of_day <= histories.calibration_end_day or repeaters < LEAST_REPEATERS:
        return None
    every = -(-int(is_known.sum()) // MOST_ON_TRIAL)
    holdout = histories.holdout(every)
    window = histories.calibration_window_visits[histories.buyers][::every][holdout.rows]
    rules = baselines(holdout.x, holdout.t_x, holdout.T, length=holdout.length, last_window=window)
    return Trial(holdout, int(is_known.sum()), rules)


@dataclass(frozen=True, eq=False)
class Expected:
    """Purchases to come of the buyers, within the horizon; bounds hold 95 % of customers."""

    p_alive: Floats
    purchases: Floats
    lower: Integers
    upper: Integers


def expect(model: PurchaseFit, histories: Histories, *, horizon_weeks: float) -> Expected:
    """What the model says of every buyer."""
    times = histories.until_now()
    lower, upper = predictive(model, *times, horizon_weeks)
    return Expected(
        probability_alive(model, *times),
        expected_purchases(model, *times, horizon_weeks),
        lower,
        upper,
    )
