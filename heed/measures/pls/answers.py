"""The answers a path model is fitted to: complete, within their scale, and counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.pls.model import Floats, PathModel
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n


class Missing(StrEnum):
    """What becomes of answers that are not there.

    The case is left out, or the mean of those who answered takes their place.
    """

    LISTWISE = "listwise"
    MEAN = "mean"


@dataclass(frozen=True, eq=False)
class Answers:
    """Complete answers, and what it took to make them so.

    Parameters
    ----------
    values : ndarray of float, shape (n, p)
        One row a case, one column an indicator, in the model's order.
    weights : ndarray of float, shape (n,)
        How much each case counts.
    missing : Missing
        What became of missing answers.
    given, left_out, filled : int
        Cases handed over, cases left out, single answers replaced by a mean.

    Examples
    --------
    >>> Answers(np.ones((3, 2)), np.array([1.0, 1, 2]), Missing.LISTWISE, 4, 1, 0).n
    3
    """

    values: Floats
    weights: Floats
    missing: Missing
    given: int
    left_out: int
    filled: int

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def effective_n(self) -> float:
        """Cases of equal weight that would be as precise."""
        return effective_n(self.weights)


def answers_of(
    columns: Mapping[str, ArrayLike],
    model: PathModel,
    *,
    weights: ArrayLike | None = None,
    missing: Missing = Missing.LISTWISE,
) -> Answers:
    """Return the complete answers to a model's indicators.

    Parameters
    ----------
    columns : mapping of str to array_like of float, shape (n,)
        Answers by column, in the units of their scale; nan where there is none. Other columns
        than the model's are passed over.
    model : PathModel
        Names the columns and their scales.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for; 1 each by default.
    missing : Missing, default Missing.LISTWISE
        Leave incomplete cases out, or put the mean of the column in place of what is missing; a
        case without a single answer is left out either way.

    Returns
    -------
    Answers
        With the counts of what was left out or filled.

    Raises
    ------
    ValueError
        If a column is missing, an answer lies outside its scale, too few cases remain, or a column
        never varies; the message names it.

    Notes
    -----
    Leaving cases out is sound where answers are missing by chance alone. Means in place of answers
    keep the cases but shrink correlations, and intervals come out too narrow: the resamples do
    not repeat the filling.

    References
    ----------
    Little, R. J. A., & Rubin, D. B. (2019). Statistical analysis with missing data (3rd ed.).
    Wiley, chapters 3 and 4.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel((Latent("a", ("x",)), Latent("b", ("y",))), (("a", "b"),))
    >>> x, y = [1, 2, 3, 4, float("nan")], [1, 3, 2, 4, 5]
    >>> kept = answers_of({"x": x, "y": y}, model)
    >>> kept.n, kept.left_out
    (4, 1)
    >>> filled = answers_of({"x": x, "y": y}, model, missing=Missing.MEAN)
    >>> filled.n, filled.filled, float(filled.values[4, 0])
    (5, 1, 2.5)
    >>> answers_of({"x": x}, model)
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected columns of all indicators, got none of y.
    """
    values = _table(columns, model)
    each = checked_weights(weights, len(values))
    _require_in_scale(values, model)
    is_missing = np.isnan(values)
    is_kept = ~is_missing.any(axis=1) if missing == Missing.LISTWISE else ~is_missing.all(axis=1)
    kept, kept_weights, gaps = values[is_kept], each[is_kept], is_missing[is_kept]
    _require_enough(kept, model)
    if gaps.any():
        kept = np.where(gaps, _means(kept, kept_weights), kept)
    _require_spread(kept[kept_weights > 0], model)
    return Answers(kept, kept_weights, missing, len(values), int((~is_kept).sum()), int(gaps.sum()))


def _table(columns: Mapping[str, ArrayLike], model: PathModel) -> Floats:
    absent = [name for name in model.indicators if name not in columns]
    if absent:
        raise Refusal(
            gettext_noop("Expected columns of all indicators, got none of %(absent)s."),
            absent=", ".join(absent),
        )
    found = [np.asarray(columns[name], dtype=float) for name in model.indicators]
    for name, column in zip(model.indicators, found, strict=True):
        if column.shape != found[0].shape or column.ndim != 1:
            raise ValueError(
                f"Expected one answer a case, got shape {column.shape} of {name!r} "
                f"and {found[0].shape} of {model.indicators[0]!r}."
            )
        if np.isinf(column).any():
            raise Refusal(
                gettext_noop("Expected finite answers, got an infinite one of %(name)s."),
                name=repr(name),
            )
    return np.column_stack(found)


def _require_in_scale(values: Floats, model: PathModel) -> None:
    for name, column, (low, high) in zip(model.indicators, values.T, model.scales, strict=True):
        outside = column[(column < low) | (column > high)]
        if outside.size:
            raise Refusal(
                gettext_noop(
                    "Expected answers of %(name)s from %(low)s to %(high)s, got %(answer)s."
                ),
                name=repr(name),
                low=f"{low:g}",
                high=f"{high:g}",
                answer=f"{outside[0]:g}",
            )


def _require_enough(values: Floats, model: PathModel) -> None:
    """One more case than the largest regression has unknowns."""
    largest = max(
        max(len(latent.indicators), len(model.causes(at)))
        for at, latent in enumerate(model.latents)
    )
    if len(values) < largest + 2:
        raise Refusal(
            gettext_noop("Expected at least %(fewest)s complete cases, got %(n)s."),
            fewest=largest + 2,
            n=len(values),
        )


def _means(values: Floats, weights: Floats) -> Floats:
    known = np.where(np.isnan(values), 0.0, weights[:, None])
    with np.errstate(invalid="ignore"):
        found: Floats = (known * np.nan_to_num(values)).sum(axis=0) / known.sum(axis=0)
    return found


def _require_spread(values: Floats, model: PathModel) -> None:
    for name, column in zip(model.indicators, values.T, strict=True):
        if not np.ptp(column) > 0:
            raise Refusal(
                gettext_noop("Expected answers that differ, got all the same of %(name)s."),
                name=repr(name),
            )
