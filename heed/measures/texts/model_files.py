"""Models as files: plain arrays, no code, and the version of their form."""

import json
import zipfile
from pathlib import Path

import numpy as np

from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import LinearModel

FORM = "heed text model"
VERSION = 1


class ModelUnreadable(ValueError):
    """A file is not a model of texts, or one of another version."""


def written(model: LinearModel, path: Path, *, kind: str) -> int:
    """Write a model to a file and return its size.

    Parameters
    ----------
    model : LinearModel
        As trained.
    path : Path
        Where to; replaced if it is there.
    kind : str
        What the labels are, such as "sentiment" or "topics".

    Returns
    -------
    int
        Bytes of the file.

    Raises
    ------
    OSError
        If it cannot be written.

    Notes
    -----
    The file holds weights by hashed column, no texts. Words can still be probed: whoever has the
    file can ask how a word they guess weighs.

    Examples
    --------
    >>> import tempfile
    >>> from heed.measures.texts.linear import Training, trained
    >>> texts, labels = ["好", "很好", "差", "很差"], ["a", "a", "b", "b"]
    >>> model = trained(texts, labels, FeaturePlan(12), Training())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = written(model, Path(folder) / "model.npz", kind="sentiment")
    ...     again, kind = read(Path(folder) / "model.npz")
    >>> size < 50_000, again.labels, kind
    (True, ('a', 'b'), 'sentiment')
    """
    head = {
        "form": FORM,
        "version": VERSION,
        "kind": kind,
        "labels": model.labels,
        "bits": model.plan.bits,
        "longest_run": model.plan.longest_run,
        "subwords": model.plan.subwords,
        "temperature": model.temperature,
        "texts": model.texts,
    }
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8),
            weights=model.weights.astype(np.float16),
            scale=model.scale.astype(np.float16),
            offsets=model.offsets,
        )
    return path.stat().st_size


def read(path: Path) -> tuple[LinearModel, str]:
    """Return the model in a file, and its kind.

    Parameters
    ----------
    path : Path
        A file as `written` makes it.

    Returns
    -------
    LinearModel, str
        As it was written, and what its labels are.

    Raises
    ------
    OSError
        If it cannot be read.
    ModelUnreadable
        If it is no model, is damaged, or is of another version.

    Notes
    -----
    Nothing in the file is run: arrays of objects are refused.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            head = json.loads(held["head"].tobytes())
            weights, scale, offsets = held["weights"], held["scale"], held["offsets"]
        if head["form"] != FORM or head["version"] != VERSION:
            raise ModelUnreadable(
                f"Expected {FORM} of version {VERSION}, got {head['form']} {head['version']}."
            )
        model = LinearModel(
            FeaturePlan(head["bits"], head["longest_run"], head["subwords"]),
            tuple(map(str, head["labels"])),
            weights.astype(np.float32),
            offsets.astype(np.float64),
            scale.astype(np.float32),
            float(head["temperature"]),
            int(head["texts"]),
        )
        return _whole(model), str(head["kind"])
    except (zipfile.BadZipFile, KeyError, TypeError, EOFError, AttributeError) as problem:
        raise ModelUnreadable(f"Expected {FORM}, got a file of another form.") from problem
    except ValueError as problem:
        raise ModelUnreadable(str(problem)) from problem


def _whole(model: LinearModel) -> LinearModel:
    many = len(model.labels)
    separators = 1 if many == 2 else many
    is_whole = (
        many >= 2
        and model.weights.shape == (model.plan.columns, separators)
        and model.offsets.shape == (separators,)
        and model.scale.shape == (model.plan.columns,)
        and model.temperature > 0
        and bool(np.isfinite(model.weights).all() and np.isfinite(model.offsets).all())
    )
    if not is_whole:
        raise ModelUnreadable("Expected weights for each column and label, got other shapes.")
    return model
