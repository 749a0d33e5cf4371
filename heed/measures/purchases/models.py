"""The models of buying by their names, fitted, with what makes a fit untrustworthy."""

import numpy as np
from numpy.typing import NDArray

from heed.measures.estimates import Flag
from heed.measures.purchases.bgnbd import BetaGeometric
from heed.measures.purchases.cells import Cells
from heed.measures.purchases.fitting import (
    Maximum,
    ModelName,
    Process,
    PurchaseFit,
    maximum_of,
)
from heed.measures.purchases.nbd import Nbd
from heed.measures.purchases.paretonbd import ParetoNbd

Floats = NDArray[np.float64]
PROCESSES: dict[ModelName, Process] = {
    ModelName.NBD: Nbd(),
    ModelName.BGNBD: BetaGeometric(first=0),
    ModelName.MBGNBD: BetaGeometric(first=1),
    ModelName.PARETONBD: ParetoNbd(),
}
SCALES = frozenset({"alpha", "beta"})
# Outside of this a parameter has run away: shapes as they are, scales against the time observed.
SMALLEST, LARGEST = 1e-4, 1e4
# Two more parameters bring more than this by chance alone in one of seven cases.
LEAST_GAIN = 2.0
FEW_REPEATERS = 30


def fit(name: str, cells: Cells, *, maximum_steps: int = 100) -> PurchaseFit:
    """Return a model of buying under which the purchases seen are most likely.

    Parameters
    ----------
    name : str
        "nbd", "bgnbd", "mbgnbd" or "paretonbd".
    cells : Cells
        From `cells_from`.
    maximum_steps : int, default 100
        Steps of the search before it gives up and says so.

    Returns
    -------
    PurchaseFit
        Ask `is_trusted` before using it: where the data leave a parameter open the fit is
        returned with flags and warnings that say so, and its predictions should not be shown.

    Raises
    ------
    ValueError
        If the name is unknown, or nobody bought again.

    Notes
    -----
    All four suppose purchases at random at each customer's own rate (gamma distributed), the same
    for as long as she is there. They differ in how customers stop: never (nbd), after a purchase
    but the first (bgnbd), after any purchase (mbgnbd), at any time (paretonbd). All can come
    arbitrarily close to nbd, so its log-likelihood is what the others are held against. Flagged
    are parameters that ran away (shapes outside 0.0001 to 10,000, scales outside that multiple of
    the mean time observed), a flat likelihood, a gain over nbd below 2, and a search that did not
    end. Standard errors are those of the observed information, by the delta method.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284.

    Examples
    --------
    >>> from heed.measures.purchases.cells import cells_from
    >>> found = fit("nbd", cells_from([0, 0, 1, 2, 7], [0, 0, 3, 8, 9], 10))
    >>> found.customers, round(found.parameters["r"] / found.parameters["alpha"], 3)
    (5, 0.2)
    >>> found.flags
    (<Flag.FEW_CASES: 'few_cases'>,)
    """
    name = model_name(name)
    if not cells.purchases:
        raise ValueError(
            f"Expected customers who bought again, got {cells.n} who all bought once: there is no "
            "repeat buying to model. Take a longer time or more customers."
        )
    rate = cells.purchases / float(cells.T @ cells.customers)
    start = np.array([0.5, 0.5 / rate])
    nbd = maximum_of(PROCESSES[ModelName.NBD].score_of, cells, start, maximum_steps=maximum_steps)
    if name == ModelName.NBD:
        return _described(name, cells, nbd, nbd)
    process = PROCESSES[name]
    found = maximum_of(
        process.score_of, cells, process.start(nbd.parameters), maximum_steps=maximum_steps
    )
    return _described(name, cells, found, nbd)


def model_name(name: str) -> ModelName:
    """Return the model of a name.

    Parameters
    ----------
    name : str
        "nbd", "bgnbd", "mbgnbd" or "paretonbd".

    Returns
    -------
    ModelName
        Equal to the text.

    Raises
    ------
    ValueError
        If there is no such model.

    Examples
    --------
    >>> model_name("arima")
    Traceback (most recent call last):
    ValueError: Expected one of nbd, bgnbd, mbgnbd, paretonbd as the model, got 'arima'.
    """
    if name not in set(ModelName):
        raise ValueError(f"Expected one of {', '.join(ModelName)} as the model, got {name!r}.")
    return ModelName(name)


def _described(name: ModelName, cells: Cells, found: Maximum, nbd: Maximum) -> PurchaseFit:
    names = PROCESSES[name].names
    parameters = dict(zip(names, found.parameters.tolist(), strict=True))
    doubts = _doubts(name, parameters, cells, found, nbd)
    return PurchaseFit(
        name,
        parameters,
        dict(zip(names, found.standard_errors.tolist(), strict=True)),
        found.covariance,
        found.log_likelihood,
        cells.n,
        tuple(doubts),
        tuple(doubts.values()),
    )


def _doubts(
    name: ModelName, parameters: dict[str, float], cells: Cells, found: Maximum, nbd: Maximum
) -> dict[Flag, str]:
    """What stands against a fit, in a sentence each."""
    doubts = {}
    repeaters = int(cells.customers[cells.x > 0].sum())
    if repeaters < FEW_REPEATERS:
        doubts[Flag.FEW_CASES] = (
            f"Only {repeaters} of {cells.n} customers bought again: an indication, no more."
        )
    gain = max(found.log_likelihood - nbd.log_likelihood, 0.0)
    if name != ModelName.NBD and gain < LEAST_GAIN:
        doubts[Flag.NO_GAIN] = (
            f"The log-likelihood of {name} is only {gain:.2f} above that of nbd, in which nobody "
            "stops buying: the data do not show who has stopped."
        )
    away = _run_away(parameters, float(cells.T @ cells.customers) / cells.n)
    if away:
        doubts[Flag.BOUNDARY] = (
            f"{name} ran to the edge of what is possible ({away}): the data do not determine it."
        )
    if found.is_flat:
        doubts[Flag.FLAT] = (
            f"The likelihood of {name} is flat at its best: standard errors are not known."
        )
    if not found.is_converged:
        doubts[Flag.NOT_CONVERGED] = f"The search for the best {name} did not end."
    return doubts


def _run_away(parameters: dict[str, float], observed: float) -> str:
    away = []
    for name, value in parameters.items():
        unit = observed if name in SCALES else 1.0
        if not SMALLEST <= value / unit <= LARGEST:
            away.append(f"{name} {value:.3g}")
    return ", ".join(away)
