"""A model brought nearer to texts of a new kind that nobody has labelled."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from heed.measures.texts.calibration import shares_of
from heed.measures.texts.dual_descent import descended
from heed.measures.texts.features import rows_of
from heed.measures.texts.linear import LinearModel

COST = 0.3
PASSES = 3


def adapted(
    model: LinearModel,
    texts: Sequence[str],
    *,
    sure: float = 0.7,
    rounds: int = 5,
    seed: int = 0,
) -> LinearModel:
    """Return the model after it has taught itself on texts without labels.

    Parameters
    ----------
    model : LinearModel
        Not changed.
    texts : sequence of str
        Of the kind the model is to be used on, hundreds of them; their labels are not known.
    sure : float, default 0.7
        The share of the texts the model is surest of, whose labels it believes; in (0, 1].
    rounds : int, default 5
        How often it labels and learns anew.
    seed : int, default 0
        Of the order in which texts are visited.

    Returns
    -------
    LinearModel
        Each round as near to `model` as the believed labels allow. The temperature stays.

    Raises
    ------
    ValueError
        If `sure` is out of range or there is no text.

    Notes
    -----
    Self-training for a change of domain. It helps where most of what the model is sure of is
    right; where it is not, it believes its mistakes. Scores on the very texts it was adapted to
    are those of a model that saw these texts, not their labels.

    References
    ----------
    Chen, M., Weinberger, K. Q. and Blitzer, J. C. (2011). Co-training for domain adaptation.
    Advances in Neural Information Processing Systems, 24, 2456-2464.

    Examples
    --------
    >>> from heed.measures.texts.features import FeaturePlan
    >>> from heed.measures.texts.linear import Training, probabilities, trained
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> better = adapted(model, ["很好给力", "好给力", "很差坑人", "差坑人"], sure=1.0)
    >>> probabilities(better, ["给力", "坑人"]).argmax(axis=1).tolist()
    [0, 1]
    """
    if not 0 < sure <= 1:
        raise ValueError(f"Expected a share above 0 and up to 1, got {sure!r}.")
    if not texts:
        raise ValueError("Expected texts to adapt to, got none.")
    rows = rows_of(texts, model.plan)
    scale = np.where(model.scale > 0, model.scale, model.scale.max()).astype(np.float64)
    found = model
    for turn in range(rounds):
        shares = shares_of(found.margins(rows), 1.0)
        order = np.argsort(-shares.max(axis=1), kind="stable")
        kept = np.sort(order[: max(1, round(sure * len(texts)))])
        weights, offsets = descended(
            rows.chosen(kept),
            _signs(shares[kept].argmax(axis=1), model),
            costs=np.full(len(kept), COST),
            scale=scale,
            start=(model.weights.astype(np.float64), model.offsets),
            rounds=PASSES,
            seed=seed + turn,
        )
        halved = weights.astype(np.float16).astype(np.float32)
        found = replace(model, weights=halved, offsets=offsets)
    return found


def _signs(classes: NDArray[np.int64], model: LinearModel) -> NDArray[np.float64]:
    if model.weights.shape[1] == 1:
        return np.where(classes[:, None] == 1, 1.0, -1.0)
    return np.where(classes[:, None] == np.arange(len(model.labels)), 1.0, -1.0)
