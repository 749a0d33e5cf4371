"""Linear models of short texts: training, probabilities, and learning from corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.texts.calibration import fitted_temperature, shares_of
from heed.measures.texts.dual_descent import descended
from heed.measures.texts.features import FeaturePlan, SparseRows, rows_of

Floats = NDArray[np.float64]
HELD_OUT = 0.1
CORRECTION_ROUNDS = 10
_AT_ONCE = 4096


@dataclass(frozen=True)
class Training:
    """How a model is trained.

    Parameters
    ----------
    cost : float
        What a text on the wrong side costs; more follows the texts, less stays simple.
    rounds : int
        How often every text is visited.
    rare_first : bool
        Whether rare features take weight more easily than common ones (inverse frequency).
    seed : int
        Of all that is drawn: the same texts and seed give the same model.
    """

    cost: float = 1.0
    rounds: int = 6
    rare_first: bool = False
    seed: int = 0


@dataclass(frozen=True)
class LinearModel:
    """Weights of features by label, and what is needed to use and to correct them.

    `weights` has one column for two labels (above 0 speaks for the second), else one a label.
    """

    plan: FeaturePlan
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: Floats
    scale: NDArray[np.float32]
    temperature: float
    texts: int

    def margins(self, rows: SparseRows) -> Floats:
        """How far each row lies on the side of each separator, shape (n, k)."""
        if self.weights.shape[1] == 1:
            found = rows.sums(rows.values * self.weights[rows.columns, 0])[:, None]
        else:
            found = np.zeros((len(rows), self.weights.shape[1]))
            for row in range(len(rows)):
                columns, values = rows.of(row)
                found[row] = values.astype(np.float32) @ self.weights[columns]
        return found + self.offsets


def trained(
    texts: Sequence[str],
    labels: Sequence[str],
    plan: FeaturePlan,
    training: Training,
    *,
    weights: Sequence[float] | None = None,
) -> LinearModel:
    """Return a model of labelled texts.

    Parameters
    ----------
    texts : sequence of str, length n
        As they came; personal data should be masked before.
    labels : sequence of str, length n
        Of each text; at least two different ones, each at least twice.
    plan : FeaturePlan
        Which features are taken.
    training : Training
        How it is trained.
    weights : sequence of float, length n, optional
        How much each text counts, greater than 0; all alike where it is left out.

    Returns
    -------
    LinearModel
        Labels in alphabetical order. The temperature comes from a tenth of the texts that a
        first model was not trained on; the weights from all texts.

    Raises
    ------
    ValueError
        If lengths differ, or there are not two labels of two texts each.

    Notes
    -----
    One separator a label, squared hinge loss, see `descended`. Weights are rounded to half
    precision, so that a model read from its file says the same as the one that was written.

    Examples
    --------
    >>> model = trained(
    ...     ["很好", "非常好", "好吃", "很差", "太差", "差评"],
    ...     ["positive"] * 3 + ["negative"] * 3, FeaturePlan(12), Training(),
    ... )
    >>> probabilities(model, ["好", "差"]).argmax(axis=1).tolist()
    [1, 0]
    """
    if len(labels) != len(texts):
        raise ValueError(f"Expected a label for each text, got {len(labels)} for {len(texts)}.")
    counted = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
    if len(counted) != len(texts):
        raise ValueError(f"Expected a weight for each text, got {len(counted)} for {len(texts)}.")
    if not (counted > 0).all():
        raise ValueError(f"Expected weights greater than 0, got {counted.min()!r}.")
    names, classes, counts = np.unique(
        np.asarray(labels, dtype=object).astype(str), return_inverse=True, return_counts=True
    )
    if len(names) < 2 or counts.min() < 2:
        held = dict(zip(names.tolist(), counts.tolist(), strict=True))
        raise Refusal(
            gettext_noop("Expected two labels of at least two texts each, got %(held)s."),
            held=repr(held),
        )
    rows = rows_of(texts, plan)
    shuffled = np.random.default_rng(training.seed).permutation(len(texts))
    cut = max(1, int(len(texts) * HELD_OUT))
    apart, kept = shuffled[:cut], np.sort(shuffled[cut:])
    costs = training.cost * counted
    first = _fitted(rows.chosen(kept), classes[kept], names, plan, training, costs[kept])
    temperature = fitted_temperature(first.margins(rows.chosen(apart)), classes[apart])
    whole = _fitted(rows, classes, names, plan, training, costs)
    return replace(whole, temperature=temperature)


def _fitted(
    rows: SparseRows,
    classes: NDArray[np.int64],
    names: NDArray[np.str_],
    plan: FeaturePlan,
    training: Training,
    costs: Floats,
) -> LinearModel:
    scale = _rarity(rows, plan) if training.rare_first else np.ones(plan.columns)
    signs = _signs(classes, len(names))
    weights, offsets = descended(
        rows,
        signs,
        costs=costs,
        scale=scale,
        start=(np.zeros((plan.columns, signs.shape[1])), np.zeros(signs.shape[1])),
        rounds=training.rounds,
        seed=training.seed,
    )
    labels = tuple(names.tolist())
    return LinearModel(
        plan, labels, _halved(weights), offsets, _halved(scale), temperature=1.0, texts=len(rows)
    )


def _signs(classes: NDArray[np.int64], many: int) -> Floats:
    if many == 2:
        return np.where(classes[:, None] == 1, 1.0, -1.0)
    return np.where(classes[:, None] == np.arange(many), 1.0, -1.0)


def _rarity(rows: SparseRows, plan: FeaturePlan) -> Floats:
    held_by = np.bincount(rows.columns, minlength=plan.columns)
    return np.asarray(np.log((1 + len(rows)) / (1 + held_by)) * (held_by > 0))


def _halved(values: Floats) -> NDArray[np.float32]:
    return values.astype(np.float16).astype(np.float32)


def probabilities(model: LinearModel, texts: Sequence[str]) -> Floats:
    """Return how likely each label is for each text.

    Parameters
    ----------
    model : LinearModel
        As trained.
    texts : sequence of str, length n
        As they came.

    Returns
    -------
    ndarray, shape (n, labels)
        Probabilities, each row adding up to 1.

    Notes
    -----
    Calibrated on texts like those trained on; on texts of another kind they claim too much.

    Examples
    --------
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> bool(abs(probabilities(model, ["好", ""]).sum(axis=1) - 1).max() < 1e-12)
    True
    """
    found = [np.empty((0, len(model.labels)))]
    for first in range(0, len(texts), _AT_ONCE):
        margins = model.margins(rows_of(texts[first : first + _AT_ONCE], model.plan))
        found.append(shares_of(margins, model.temperature))
    return np.concatenate(found)


def retrained(
    model: LinearModel,
    corrections: Sequence[tuple[str, str]],
    *,
    weight: float = 5.0,
    seed: int = 0,
) -> LinearModel:
    """Return the model after it has learnt from answers that people reviewed.

    Parameters
    ----------
    model : LinearModel
        Not changed.
    corrections : sequence of (str, str)
        Texts with their right labels, those too that the model had right.
    weight : float, default 5
        How much more a reviewed text counts than one trained on; greater than 0.
    seed : int, default 0
        Of the order in which corrections are visited.

    Returns
    -------
    LinearModel
        As near to `model` as the corrections allow; the texts it was first trained on are not
        needed. The temperature stays.

    Raises
    ------
    ValueError
        If a label is not one of the model's, or `weight` is not greater than 0.

    Notes
    -----
    Review a random share of texts, not only those that look wrong: else the model learns that
    everything is wrong. Features never seen in training take weight as the rarest ones do.

    Examples
    --------
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> better = retrained(model, [("给力", "a"), ("坑人", "b")])
    >>> probabilities(better, ["给力", "坑人"]).argmax(axis=1).tolist()
    [0, 1]
    """
    if not weight > 0:
        raise ValueError(f"Expected a weight greater than 0, got {weight!r}.")
    unknown = sorted({label for _text, label in corrections} - set(model.labels))
    if unknown:
        raise ValueError(
            f"Expected labels among {list(model.labels)!r}, got {unknown!r}. "
            "A new label needs training from the start."
        )
    if not corrections:
        return model
    classes = np.array([model.labels.index(label) for _text, label in corrections])
    scale = np.where(model.scale > 0, model.scale, model.scale.max()).astype(np.float64)
    weights, offsets = descended(
        rows_of([text for text, _label in corrections], model.plan),
        _signs(classes, len(model.labels)),
        costs=np.full(len(corrections), weight),
        scale=scale,
        start=(model.weights.astype(np.float64), model.offsets),
        rounds=CORRECTION_ROUNDS,
        seed=seed,
    )
    return replace(
        model,
        weights=_halved(weights),
        offsets=offsets,
        scale=_halved(scale),
        texts=model.texts + len(corrections),
    )
