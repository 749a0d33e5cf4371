"""Which model of buying to rely on, and the sentence why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan

from heed.measures.purchases.cells import Cells
from heed.measures.purchases.fitting import UNTRUSTED, ModelName, PurchaseFit
from heed.measures.purchases.models import fit

# The smaller the better.
Error = Callable[[PurchaseFit], float]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A model that was tried.

    Parameters
    ----------
    fit : PurchaseFit
        As fitted, trusted or not.
    error : float
        As given by the measure of errors; nan where the model was refused before.
    refusal : str
        The main reason why it cannot be relied upon; empty where it can.

    Examples
    --------
    >>> import numpy as np
    >>> nbd = PurchaseFit(ModelName.NBD, {}, {}, np.empty((0, 0)), -9.0, 9)
    >>> Candidate(nbd, 1.6, "").is_refused
    False
    """

    fit: PurchaseFit
    error: float
    refusal: str

    @property
    def is_refused(self) -> bool:
        return bool(self.refusal)


@dataclass(frozen=True, eq=False)
class Choice:
    """The model to rely on.

    Parameters
    ----------
    fit : PurchaseFit
        The one with the smallest error among those that can be trusted.
    candidates : tuple of Candidate
        All that were tried, in the order given.
    reason : str
        Why this one, and why others were refused, in sentences.

    Examples
    --------
    >>> import numpy as np
    >>> nbd = PurchaseFit(ModelName.NBD, {}, {}, np.empty((0, 0)), -9.0, 9)
    >>> Choice(nbd, (Candidate(nbd, 1.6, ""),), "nbd alone was tried.").fit.name
    <ModelName.NBD: 'nbd'>
    """

    fit: PurchaseFit
    candidates: tuple[Candidate, ...]
    reason: str


def choose(
    cells: Cells,
    error: Error,
    *,
    names: Sequence[str] = tuple(ModelName),
    maximum_steps: int = 100,
) -> Choice:
    """Return the model of buying with the smallest error among those that can be trusted.

    Parameters
    ----------
    cells : Cells
        From `cells_from`, of the time before the holdout.
    error : callable
        Takes a fit and returns its error, the smaller the better: best on purchases of a later
        time that the fit has not seen; `akaike` where there is no such time.
    names : sequence of str, default all
        Models to try.
    maximum_steps : int, default 100
        Steps of each search.

    Returns
    -------
    Choice
        With all models tried, and what was against those refused.

    Raises
    ------
    ValueError
        If a name is unknown, nobody bought again, or no model can be trusted.

    Notes
    -----
    A model is refused where a parameter ran to the edge of what is possible, the likelihood is
    flat, the search did not end, or it is hardly more likely than nbd, which then stands for it.
    A model that is refused is never asked for its error: it may predict well by luck.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2009). Probability models for customer-base analysis. Journal
    of Interactive Marketing, 23(1), 61-69.

    Examples
    --------
    >>> from heed.measures.purchases.cells import cells_from
    >>> few = cells_from([0, 0, 1, 2, 7], [0, 0, 3, 8, 9], 10)
    >>> found = choose(few, akaike, names=["bgnbd", "nbd"])
    >>> found.fit.name.value, [each.is_refused for each in found.candidates]
    ('nbd', [True, False])
    """
    candidates = []
    for name in names:
        found = fit(name, cells, maximum_steps=maximum_steps)
        candidates.append(_tried(found, error))
    open_to_all = [each for each in candidates if not each.is_refused]
    refused = " ".join(each.refusal for each in candidates if each.is_refused)
    if not open_to_all:
        raise ValueError(f"No model of buying can be trusted here. {refused}")
    best = min(open_to_all, key=lambda each: each.error)
    return Choice(best.fit, tuple(candidates), f"{_why(best, open_to_all)} {refused}".rstrip())


def akaike(model: PurchaseFit) -> float:
    """Return Akaike's information criterion of a fit: the smaller, the better it should predict.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`; compare it only with fits to the same cells.

    Returns
    -------
    float
        Twice the number of parameters less twice the log-likelihood.

    References
    ----------
    Akaike, H. (1974). A new look at the statistical model identification. IEEE Transactions on
    Automatic Control, 19(6), 716-723.

    Examples
    --------
    >>> import numpy as np
    >>> akaike(PurchaseFit(ModelName.NBD, {"r": 0.4, "alpha": 12.0}, {}, np.eye(2), -9.0, 9))
    22.0
    """
    return 2 * len(model.parameters) - 2 * model.log_likelihood


def _tried(found: PurchaseFit, error: Error) -> Candidate:
    if not found.is_trusted:
        return Candidate(found, nan, _main_doubt(found))
    amount = error(found)
    refusal = f"The error of {found.name} is not known." if isnan(amount) else ""
    return Candidate(found, amount, refusal)


def _main_doubt(found: PurchaseFit) -> str:
    doubts = zip(found.flags, found.warnings, strict=True)
    return next(sentence for flag, sentence in doubts if flag in UNTRUSTED)


def _why(best: Candidate, open_to_all: list[Candidate]) -> str:
    others = sorted((each for each in open_to_all if each is not best), key=lambda e: e.error)
    if not others:
        return f"{best.fit.name} is the only model that can be trusted here."
    beaten = ", ".join(f"{each.fit.name} {each.error:,.6g}" for each in others)
    return f"{best.fit.name} has the smallest error, {best.error:,.6g}, before {beaten}."
