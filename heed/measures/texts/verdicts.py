"""What a model says about a text, and why."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from heed.measures.texts.features import hashed_runs, normalised, rows_of
from heed.measures.texts.linear import LinearModel, probabilities

_MARK = re.compile(r"[^\w\s']")


@dataclass(frozen=True)
class Reason:
    """A piece of the normalised text, and how much it speaks for the label found."""

    text: str
    weight: float


@dataclass(frozen=True)
class Verdict:
    """The likeliest label of a text; empty where the text has no word at all.

    `probability` is that of the label; `others` are the next likeliest with theirs.
    """

    label: str
    probability: float
    others: tuple[tuple[str, float], ...] = ()


def verdicts(model: LinearModel, texts: Sequence[str], *, others: int = 0) -> list[Verdict]:
    """Return the likeliest label of each text.

    Parameters
    ----------
    model : LinearModel
        As trained.
    texts : sequence of str, length n
        As they came.
    others : int, default 0
        How many further labels to name.

    Returns
    -------
    list of Verdict, length n
        In the order of the texts. A text without letters, digits or marks has no label.

    Notes
    -----
    See `probabilities` for what these can and cannot promise.

    Examples
    --------
    >>> from heed.measures.texts.features import FeaturePlan
    >>> from heed.measures.texts.linear import Training, trained
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> [verdict.label for verdict in verdicts(model, ["很好", " "])]
    ['a', '']
    """
    found = probabilities(model, texts)
    order = (-found).argsort(axis=1, kind="stable")[:, : others + 1]
    return [
        _verdict([(model.labels[each], float(found[row, each])) for each in order[row]])
        if normalised(text)
        else Verdict("", 0.0)
        for row, text in enumerate(texts)
    ]


def _verdict(likely: list[tuple[str, float]]) -> Verdict:
    (label, probability), *others = likely
    return Verdict(label, probability, tuple(others))


def reasons(model: LinearModel, text: str, label: str, *, most: int = 5) -> list[Reason]:
    """Return the pieces of a text that speak most for a label.

    Parameters
    ----------
    model : LinearModel
        As trained.
    text : str
        As it came.
    label : str
        One of the model's labels.
    most : int, default 5
        How many pieces at most.

    Returns
    -------
    list of Reason
        Pieces that do not overlap, the weightiest first; each weighs what all features within
        it add to the margin, above 0.

    Raises
    ------
    ValueError
        If the label is none of the model's.

    Notes
    -----
    Says what moved the model, not what the writer meant. Pieces inside Latin words and
    marks are left out, so that weights do not add up to the margin.

    Examples
    --------
    >>> from heed.measures.texts.features import FeaturePlan
    >>> from heed.measures.texts.linear import Training, trained
    >>> plan = FeaturePlan(12)
    >>> model = trained(["好", "很好", "差", "很差"], ["a", "a", "b", "b"], plan, Training())
    >>> [reason.text for reason in reasons(model, "东西很差", "b")]
    ['很差']
    """
    if label not in model.labels:
        raise ValueError(f"Expected one of the labels {list(model.labels)!r}, got {label!r}.")
    read = normalised(text)
    columns, values = rows_of([text], model.plan).of(0)
    value_of = dict(zip(columns.tolist(), values.tolist(), strict=True))
    at = model.labels.index(label)
    if model.weights.shape[1] == 1:
        toward = model.weights[:, 0] * (1 if at else -1)
    else:
        toward = model.weights[:, at]
    runs = [
        (start, end, value_of[column] * float(toward[column]))
        for column, start, end in hashed_runs(read, model.plan)
        if not _MARK.search(read[start:end])
    ]
    return _weightiest(read, runs, most)


def _weightiest(read: str, runs: list[tuple[int, int, float]], most: int) -> list[Reason]:
    """Greedily the weightiest pieces; each weighs what the runs inside it weigh together."""
    from_place: dict[int, list[tuple[int, float]]] = {}
    for start, end, weight in runs:
        from_place.setdefault(start, []).append((end, weight))
    places = sorted(from_place)
    weight_of: dict[tuple[int, int], float] = {}
    for start, end, _weight in runs:
        within = places[bisect_left(places, start) : bisect_left(places, end)]
        weight_of[start, end] = sum(
            weight for place in within for last, weight in from_place[place] if last <= end
        )
    found: list[Reason] = []
    taken: list[tuple[int, int]] = []
    for (start, end), weight in sorted(weight_of.items(), key=_rank):
        if len(found) == most or weight <= 0:
            break
        if all(end <= first or last <= start for first, last in taken):
            taken.append((start, end))
            found.append(Reason(read[start:end], weight))
    return found


def _rank(weighed: tuple[tuple[int, int], float]) -> tuple[float, int, int]:
    """The weightiest first; of equal ones the shortest."""
    (start, end), weight = weighed
    return -round(weight, 6), end - start, start
