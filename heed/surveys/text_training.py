"""Trains a model of texts and says how right it is, in a process that ends.

Run as `python -m heed.surveys.text_training`: it reads one JSON object from standard input (kind,
starting and reviewed texts with their labels, texts without labels to adapt to, the places of
those the old model has not learnt from, the old model's file, and where to write the new one) and
writes one to standard output. It knows nothing of Django.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from heed.measures.texts.adapted import adapted
from heed.measures.texts.model_files import ModelUnreadable, read, written
from heed.measures.texts.verdicts import verdicts
from heed.surveys.rules.text_models import (
    Labelled,
    cross_validated,
    is_worth_adapting,
    model_of,
    right_among,
)


def main() -> None:
    asked = json.load(sys.stdin)
    kind = asked["kind"]
    starting = [Labelled(*pair) for pair in asked["starting"]]
    reviewed = [Labelled(*pair) for pair in asked["reviewed"]]
    fresh = [reviewed[at] for at in asked["fresh"]]
    found = cross_validated(kind, starting, reviewed)
    model, unlabelled = model_of(kind, starting, reviewed), asked["unlabelled"]
    if unlabelled:
        nearer = cross_validated(kind, starting, reviewed, unlabelled)
        if is_worth_adapting(found, nearer, reviewed):
            found, model = nearer, adapted(model, unlabelled)
        else:
            unlabelled = []
    right = sum(found[at] == reviewed[at].label for at in asked["fresh"])
    written(model, Path(asked["into"]), kind=kind)
    told = {
        "n": len(fresh),
        "right": right,
        "before": _right_before(asked["old"], fresh),
        "texts": model.texts,
        "adapted": len(unlabelled),
    }
    json.dump(told, sys.stdout)


def _right_before(path: str, texts: Sequence[Labelled]) -> int:
    """How many the old model has right; none where its file is lost."""
    try:
        model, _kind = read(Path(path))
    except (OSError, ModelUnreadable):
        return 0
    said = verdicts(model, [each.text for each in texts])
    return right_among([each.label for each in said], texts)


if __name__ == "__main__":
    main()
