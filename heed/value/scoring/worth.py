"""What the purchases to come of each customer are worth, in whole minor units."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from heed.measures.purchases.fitting import PurchaseFit
from heed.measures.purchases.gamma_gamma import GammaGamma, gamma_gamma
from heed.measures.purchases.lifetime_value import lifetime_values
from heed.measures.purchases.terms import Terms
from heed.measures.purchases.value_intervals import value_interval
from heed.value.scoring.forecasting import Histories, expect

Column = NDArray[np.float64] | NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Columns of the buyers by name, the model of spend, and what to note."""

    columns: dict[str, Column] = field(default_factory=dict)
    spend: GammaGamma | None = None
    warnings: tuple[str, ...] = ()


def forecast(
    model: PurchaseFit,
    histories: Histories,
    repeats: NDArray[np.int64],
    mean_minor: NDArray[np.float64],
    terms: Terms,
) -> Forecast:
    """Purchases expected of the buyers within the terms, and what they are worth.

    `repeats` and `mean_minor` are those of the buyers: days after the first on which something in
    the currency was paid, and its mean. Without a spend that can be trusted only purchases are
    told.
    """
    told = expect(model, histories, horizon_weeks=float(terms.times[-1]))
    columns: dict[str, Column] = {
        "p_alive": told.p_alive,
        "expected_purchases": told.purchases,
        "expected_purchases_lower": told.lower,
        "expected_purchases_upper": told.upper,
    }
    try:
        spend = gamma_gamma(repeats, mean_minor)
    except ValueError as problem:
        return Forecast(columns, None, (f"{problem} Values are left empty.",))
    if not spend.is_trusted:
        return Forecast(columns, spend, (*spend.warnings, "Values are left empty."))
    times = histories.until_now()
    plain = replace(terms, yearly_discount=0.0, margin=1.0)
    for name, each in (("expected_value_minor", plain), ("lifetime_value_minor", terms)):
        columns[name] = lifetime_values(model, spend, *times, mean_minor, each).value_minor
        lower, upper = value_interval(model, spend, *times, mean_minor, each)
        columns |= {f"{name}_lower": lower, f"{name}_upper": upper}
    return Forecast(columns, spend, spend.warnings)
