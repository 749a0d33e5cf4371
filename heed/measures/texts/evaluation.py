"""How good labels found are, beside those people gave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate


@dataclass(frozen=True)
class LabelScore:
    """How one label was found: share of its texts found, share of those found that are right."""

    label: str
    recall: Estimate
    precision: Estimate
    f1: float


@dataclass(frozen=True)
class Evaluation:
    """Labels found beside the right ones.

    `confusion[i, j]` counts the texts of label i that were given label j; `macro_f1` is the plain
    mean of the labels' F1, so that rare labels count as much as common ones.
    """

    accuracy: Estimate
    macro_f1: float
    labels: tuple[str, ...]
    confusion: NDArray[np.int64]
    by_label: tuple[LabelScore, ...]


def evaluated(
    right: Sequence[str], found: Sequence[str], *, confidence: float = 0.95
) -> Evaluation:
    """Return how well labels found agree with the right ones.

    Parameters
    ----------
    right : sequence of str, length n
        Labels by people; at least one.
    found : sequence of str, length n
        Labels by a model that was not trained on these texts.
    confidence : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Evaluation
        Accuracy, recall and precision in [0, 1] with Wilson intervals. A label never found has
        an F1 of 0.

    Raises
    ------
    ValueError
        If lengths differ, there is no text, or `confidence` is out of range.

    Notes
    -----
    The interval tells of the chance of drawing these texts, not of texts of another kind, nor of
    mistakes by the people who labelled them.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Examples
    --------
    >>> score = evaluated(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    >>> score.accuracy.value, round(score.macro_f1, 3), score.confusion.tolist()
    (0.75, 0.733, [[1, 1], [0, 2]])
    """
    if len(right) != len(found) or not right:
        raise ValueError(
            f"Expected as many labels found as right ones, and one or more, "
            f"got {len(found)} and {len(right)}."
        )
    labels = tuple(sorted({*right, *found}))
    place = {label: at for at, label in enumerate(labels)}
    confusion = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for truth, guess in zip(right, found, strict=True):
        confusion[place[truth], place[guess]] += 1
    scores = tuple(_score(labels[at], at, confusion, confidence) for at in range(len(labels)))
    return Evaluation(
        share_estimate(int(np.trace(confusion)), len(right), confidence=confidence),
        float(np.mean([score.f1 for score in scores])),
        labels,
        confusion,
        scores,
    )


def _score(label: str, at: int, confusion: NDArray[np.int64], confidence: float) -> LabelScore:
    hits, held, given = (
        int(count) for count in (confusion[at, at], confusion[at].sum(), confusion[:, at].sum())
    )
    return LabelScore(
        label,
        share_estimate(hits, held, confidence=confidence),
        share_estimate(hits, given, confidence=confidence),
        2 * hits / (held + given),
    )
