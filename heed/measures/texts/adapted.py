"""A model brought nearer to texts of a new kind that nobody has labelled."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.texts.calibration import shares_of
from heed.measures.texts.dual_descent import descended
from heed.measures.texts.features import rows_of
from heed.measures.texts.linear import LinearModel

COST = 1.0
PASSES = 3
# Fewer texts than these tell too little of their kind.
FEWEST_TEXTS = 200
# The share of its verdicts a model believes: few at first, in the end nearly all.
BELIEVED = tuple(each / 100 for each in range(10, 91, 5))


def adapted(model: LinearModel, texts: Sequence[str], *, seed: int = 0) -> LinearModel:
    """Return the model after it has taught itself on texts of one kind without labels.

    Parameters
    ----------
    model : LinearModel
        Not changed.
    texts : sequence of str
        Of the kind the model is to be used on, hundreds of them; their labels are not known.
        Adapt to several kinds one by one: the larger one drowns the other.
    seed : int, default 0
        Of the order in which texts are visited.

    Returns
    -------
    LinearModel
        As near to `model` as the believed labels allow. The temperature stays.

    Raises
    ------
    ValueError
        If there is no text.

    Notes
    -----
    Self-training for a change of kind, at its own pace: of the texts it gives each label, the
    model believes the tenth it is surest of and learns from these, then a little more of them, up
    to nine tenths, each time from `model` anew. So it learns the words of the new kind from texts
    that are plain, before it judges those that are not. It helps where most of what the model is
    sure of is right; where it is not, it believes its mistakes. Scores on the very texts it was
    adapted to are those of a model that saw these texts, not their labels.

    References
    ----------
    Chen, M., Weinberger, K. Q. and Blitzer, J. C. (2011). Co-training for domain adaptation.
    Advances in Neural Information Processing Systems, 24, 2456-2464.

    Zou, Y., Yu, Z., Kumar, B. V. K. V. and Wang, J. (2018). Unsupervised domain adaptation for
    semantic segmentation via class-balanced self-training. Proceedings of the European Conference
    on Computer Vision, 289-305.

    Examples
    --------
    >>> from heed.measures.texts.features import FeaturePlan
    >>> from heed.measures.texts.linear import Training, probabilities, trained
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> better = adapted(model, ["很好给力", "好给力", "很差坑人", "差坑人"])
    >>> probabilities(better, ["给力", "坑人"]).argmax(axis=1).tolist()
    [0, 1]
    """
    if not texts:
        raise Refusal(gettext_noop("Expected texts to adapt to, got none."))
    rows = rows_of(texts, model.plan)
    scale = np.where(model.scale > 0, model.scale, model.scale.max()).astype(np.float64)
    found = model
    for turn, share in enumerate(BELIEVED):
        shares = shares_of(found.margins(rows), 1.0)
        kept = _surest(shares, share)
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


def _surest(shares: NDArray[np.float64], part: float) -> NDArray[np.int64]:
    """Return which rows lie surest on the side of their likeliest label, a part of each label's."""
    label, sureness = shares.argmax(axis=1), shares.max(axis=1)
    kept = []
    for each in range(shares.shape[1]):
        rows = np.flatnonzero(label == each)
        order = np.argsort(-sureness[rows], kind="stable")
        kept.append(rows[order[: ceil(part * len(rows))]])
    return np.sort(np.concatenate(kept))


def _signs(classes: NDArray[np.int64], model: LinearModel) -> NDArray[np.float64]:
    if model.weights.shape[1] == 1:
        return np.where(classes[:, None] == 1, 1.0, -1.0)
    return np.where(classes[:, None] == np.arange(len(model.labels)), 1.0, -1.0)
