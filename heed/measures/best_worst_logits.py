"""Three conditional logits of best-worst tasks: utilities against a reference item, and shares."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from heed.measures.best_worst import BestWorstAnswers
from heed.measures.conditional_logit import ChoiceSets, LogitFit, conditional_logit, distinct
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]
FEWEST_PERSONS = 20


class BestWorstModel(StrEnum):
    """How a person is thought to pick the best and the worst of a task."""

    MAXDIFF = "maxdiff"
    MARGINAL = "marginal"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, eq=False)
class BestWorstLogit:
    """Utilities of all items, with what they rest on.

    Parameters
    ----------
    items : tuple of hashable, length k
        In the order given.
    model : BestWorstModel
        How picks were modelled.
    reference : hashable
        The item whose utility is set to 0.
    utilities : tuple of Estimate
        Log odds against the reference item; the reference itself is 0 to 0.
    standard_errors, clustered_errors : ndarray of float, shape (k,)
        Of the utilities: plain, and allowing for likeness of one person's answers (nan where
        persons are not told apart); 0 for the reference.
    shares : tuple of Estimate
        Share of preference: how often the item would be picked as the best if all were offered,
        in 0..1, adding up to 1.
    covariance : ndarray of float, shape (k, k)
        Of the utilities, the one the intervals are made from.
    log_likelihood, null_log_likelihood : float
        At the utilities, and with all items alike.
    n : int
        Tasks.
    persons : int
        Persons told apart; 0 where the tasks do not say who answered.
    is_clustered : bool
        Whether intervals allow for likeness of one person's answers.

    Examples
    --------
    >>> [model.value for model in BestWorstModel]
    ['maxdiff', 'marginal', 'sequential']
    """

    items: tuple[Hashable, ...]
    model: BestWorstModel
    reference: Hashable
    utilities: tuple[Estimate, ...]
    standard_errors: Floats
    clustered_errors: Floats
    shares: tuple[Estimate, ...]
    covariance: Floats
    log_likelihood: float
    null_log_likelihood: float
    n: int
    persons: int
    is_clustered: bool


def best_worst_logit(
    answers: BestWorstAnswers,
    *,
    model: BestWorstModel = BestWorstModel.SEQUENTIAL,
    reference: Hashable = None,
    confidence: float = 0.95,
) -> BestWorstLogit:
    """Return how much each item matters, by a conditional logit of the picks.

    Parameters
    ----------
    answers : BestWorstAnswers
        From `best_worst_answers`.
    model : BestWorstModel, default sequential
        `maxdiff`: best and worst are picked as the pair that lies furthest apart. `marginal`: the
        best and the worst are each picked out of all shown. `sequential`: the worst is picked
        from what the best left.
    reference : hashable, optional
        The item with utility 0; the last one by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    BestWorstLogit
        Utilities and shares of preference with intervals: clustered by person from 20 persons
        on, of the observed information below that or where persons are not known.

    Raises
    ------
    ValueError
        If the reference is not among the items, or the answers leave a utility without bounds:
        one group of items always won against the rest.

    Notes
    -----
    With utilities u, maxdiff gives a pair (b, w) the weight exp(u_b - u_w) among all ordered
    pairs shown; marginal gives the best exp(u_b) and the worst exp(-u_w) among all shown. What
    else is shown is supposed not to change the odds between two items, and the worst to be picked
    by the same utilities as the best, with their sign turned: compare the three models before
    relying on it. Utilities of one model are not on the scale of another's. Shares compare items:
    all of them may matter little. Where no prior-free answer exists, `rankings.worths` has one
    with a prior.

    References
    ----------
    Marley, A. A. J., & Louviere, J. J. (2005). Some probabilistic models of best, worst, and
    best-worst choices. Journal of Mathematical Psychology, 49(6), 464-480.

    Aizaki, H., & Fogarty, J. (2023). R packages and tutorial for case 1 best-worst scaling.
    Journal of Choice Modelling, 46, 100394.

    Examples
    --------
    >>> from heed.measures.best_worst import BestWorstTask, best_worst_answers
    >>> picks = [("a", "c"), ("a", "c"), ("b", "c"), ("a", "b"), ("c", "a")]
    >>> tasks = [BestWorstTask("abc", best, worst) for best, worst in picks]
    >>> found = best_worst_logit(best_worst_answers("abc", tasks))
    >>> [round(share.value, 2) for share in found.shares], found.n
    ([0.52, 0.32, 0.16], 5)
    """
    require_confidence(confidence)
    items = answers.items
    if reference is None:
        reference = items[-1]
    if reference not in items:
        raise Refusal(
            gettext_noop("Expected a reference out of %(items)s, got %(reference)s."),
            items=", ".join(map(str, items)),
            reference=repr(reference),
        )
    _require_bounds(answers)
    at = items.index(reference)
    sets, of_set, chosen, person = choice_sets(answers, model)
    kept = [place for place in range(len(items)) if place != at]
    fit = conditional_logit(
        ChoiceSets(sets.features[:, :, kept], sets.is_offered),
        of_set,
        chosen,
        persons=person if answers.is_person_known else None,
    )
    return _described(answers, model, reference, fit, kept, confidence)


def choice_sets(
    answers: BestWorstAnswers, model: BestWorstModel
) -> tuple[ChoiceSets, NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    """Return the picks of a model as a conditional logit takes them.

    Parameters
    ----------
    answers : BestWorstAnswers
        From `best_worst_answers`; n tasks of up to m items.
    model : BestWorstModel
        What counts as one pick: a pair (maxdiff), or best and worst apart (the others).

    Returns
    -------
    sets : ChoiceSets
        Different sets of alternatives; a feature is 1 for the item as the best, -1 as the worst.
    at, chosen, person : ndarray of int, shape (n,) or (2 n,)
        For each pick its set, the alternative picked, and who picked.

    Notes
    -----
    Equal sets are kept once.

    References
    ----------
    Marley, A. A. J., & Louviere, J. J. (2005). Some probabilistic models of best, worst, and
    best-worst choices. Journal of Mathematical Psychology, 49(6), 464-480.

    Examples
    --------
    >>> from heed.measures.best_worst import BestWorstTask, best_worst_answers
    >>> tasks = best_worst_answers("abc", [BestWorstTask("abc", "b", "a")])
    >>> sets, at, chosen, person = choice_sets(tasks, BestWorstModel.MAXDIFF)
    >>> sets.features.shape, int(chosen[0])
    ((1, 9, 3), 3)
    """
    offered, best, worst = _in_one_order(answers)
    m = offered.shape[1]
    if model == BestWorstModel.MAXDIFF:
        first, kind = distinct([row.tobytes() for row in offered])
        sets = _pairs(offered[first], len(answers.items))
        return sets, kind, best * m + worst, answers.person
    left = offered.copy()
    if model == BestWorstModel.SEQUENTIAL:
        left[np.arange(answers.n), best] = -1
    keys = [b"best" + row.tobytes() for row in offered] + [row.tobytes() for row in left]
    first, kind = distinct(keys)
    rows = np.concatenate([offered, left])[first]
    sign = np.where(np.array(first) < answers.n, 1.0, -1.0)
    sets = ChoiceSets(sign[:, None, None] * _one_hot(rows, len(answers.items)), rows >= 0)
    chosen = np.concatenate([best, worst])
    return sets, kind, chosen, np.concatenate([answers.person, answers.person])


def _in_one_order(
    answers: BestWorstAnswers,
) -> tuple[NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    """Return items shown, best and worst with the items in their order, so that sets recur."""
    last = np.where(answers.offered < 0, len(answers.items), answers.offered)
    order = np.argsort(last, axis=1, kind="stable")
    offered = np.take_along_axis(answers.offered, order, axis=1)
    best, worst = (
        np.argmax(order == picked[:, None], axis=1) for picked in (answers.best, answers.worst)
    )
    return offered, best, worst


def _one_hot(rows: NDArray[np.int_], k: int) -> Floats:
    hot: Floats = (rows[:, :, None] == np.arange(k)).astype(float)
    return hot


def _pairs(rows: NDArray[np.int_], k: int) -> ChoiceSets:
    """Return for each row all ordered pairs, the best first."""
    hot, is_shown = _one_hot(rows, k), rows >= 0
    features = hot[:, :, None, :] - hot[:, None, :, :]
    m = rows.shape[1]
    is_pair = is_shown[:, :, None] & is_shown[:, None, :] & ~np.eye(m, dtype=bool)
    return ChoiceSets(features.reshape(len(rows), m * m, k), is_pair.reshape(len(rows), m * m))


def _require_bounds(answers: BestWorstAnswers) -> None:
    """Refuse answers in which one group of items always won against the rest."""
    k = len(answers.items)
    reaches = np.eye(k, dtype=bool)
    for column in range(answers.offered.shape[1]):
        is_shown = answers.offered[:, column] >= 0
        shown = answers.offered[is_shown, column]
        reaches[answers.best_item[is_shown], shown] = True
        reaches[shown, answers.worst_item[is_shown]] = True
    for between in range(k):
        reaches |= reaches[:, [between]] & reaches[[between], :]
    if not reaches.all():
        loose = [item for at, item in enumerate(answers.items) if not reaches[at].all()]
        raise Refusal(
            gettext_noop(
                "Expected answers that tie all items together, each won against and"
                " lost to another in a chain through all; %(loose)s never won "
                "against the rest, so utilities have no bounds. Ask more people or "
                "leave out items."
            ),
            loose=repr(loose),
        )


def _described(
    answers: BestWorstAnswers,
    model: BestWorstModel,
    reference: Hashable,
    fit: LogitFit,
    kept: list[int],
    confidence: float,
) -> BestWorstLogit:
    k, persons = len(answers.items), len(answers.persons) if answers.is_person_known else 0
    is_clustered = fit.clustered is not None and persons >= FEWEST_PERSONS
    utilities, errors, clustered = np.zeros(k), np.zeros(k), np.full(k, np.nan)
    utilities[kept], errors[kept] = fit.coefficients, np.sqrt(np.diag(fit.covariance))
    if fit.clustered is not None:
        clustered[:] = 0.0
        clustered[kept] = np.sqrt(np.diag(fit.clustered))
    covariance = np.zeros((k, k))
    used = fit.clustered if is_clustered and fit.clustered is not None else fit.covariance
    covariance[np.ix_(kept, kept)] = used
    flags = () if fit.is_converged else (Flag.NOT_CONVERGED,)
    half = _z(confidence) * np.sqrt(np.diag(covariance))
    method = Method.ROBUST if is_clustered else Method.INFORMATION
    return BestWorstLogit(
        answers.items,
        model,
        reference,
        tuple(
            Estimate(
                float(u), float(u - h), float(u + h), answers.n, method, confidence, flags=flags
            )
            for u, h in zip(utilities, half, strict=True)
        ),
        errors,
        clustered,
        tuple(
            Estimate(*each, answers.n, method, confidence, flags=flags)
            for each in preference_shares(utilities, covariance, confidence)
        ),
        covariance,
        fit.log_likelihood,
        fit.null_log_likelihood,
        answers.n,
        persons,
        is_clustered,
    )


def preference_shares(
    utilities: Floats, covariance: Floats, confidence: float
) -> list[tuple[float, float, float]]:
    """Return the share of preference of each item with its bounds.

    Parameters
    ----------
    utilities : ndarray of float, shape (k,)
        On the scale of log odds; adding the same to all changes nothing.
    covariance : ndarray of float, shape (k, k)
        Of the utilities.
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    list of (share, lower, upper)
        In 0..1; shares add up to 1.

    Raises
    ------
    ValueError
        If `confidence` is not strictly between 0 and 1.

    Notes
    -----
    The interval is made on the scale of the log odds of the share (delta method), so its bounds
    stay in 0..1.

    References
    ----------
    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press.

    Examples
    --------
    >>> preference_shares(np.array([0.0, 0.0]), np.zeros((2, 2)), 0.95)
    [(0.5, 0.5, 0.5), (0.5, 0.5, 0.5)]
    """
    require_confidence(confidence)
    shares = np.exp(utilities - utilities.max())
    shares /= shares.sum()
    own = np.eye(len(shares))
    slopes = own - (1 - own) * shares / (1 - shares[:, None])
    errors = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, covariance, slopes), 0.0))
    odds, half = np.log(shares / (1 - shares)), _z(confidence) * errors
    bounds = [1 / (1 + np.exp(-(odds + side * half))) for side in (-1, 1)]
    return [(float(s), float(low), float(up)) for s, low, up in zip(shares, *bounds, strict=True)]


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
