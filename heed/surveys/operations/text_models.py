"""Training the models that read texts, of our sentences first and then of what people reviewed."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from heed.accounts.models import User
from heed.core import events, files
from heed.measures.texts.adapted import FEWEST_TEXTS
from heed.measures.texts.linear import LinearModel
from heed.measures.texts.model_files import ModelUnreadable, written
from heed.surveys.events import TextModelTaken
from heed.surveys.models import TextModel, TextReading
from heed.surveys.queries.text_models import newest_model, topic_names, weights_of
from heed.surveys.queries.text_readings import with_texts
from heed.surveys.rules.text_models import (
    OTHER,
    Labelled,
    model_of,
    starting_sentiment,
    starting_topics,
)

Kind = TextModel.Kind
ENOUGH_NEW = 20
AT_LATEST = timedelta(days=1)
MOST_REVIEWED = 5_000
# Texts nobody reviewed that a model adapts to: more take minutes and add little.
MOST_UNLABELLED = 2_000
TIME_LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Trial:
    """How a new model did beside the one in use, on reviewed texts neither had learnt from.

    `adapted` counts the texts without labels that it adapted to; 0 where that made it worse.
    """

    n: int
    right: int
    before: int
    texts: int
    adapted: int


def model_in_use(kind: str, *, now: datetime) -> LinearModel:
    """Give the model of a kind that is in use; train the first, or one whose file is lost."""
    newest = newest_model(kind)
    try:
        if newest:
            return weights_of(newest.key)
    except (OSError, ModelUnreadable):
        weights_of.cache_clear()
    model = _first(kind, tuple(_starting(kind)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        written(model, path, kind=kind)
        key = files.keep(path.read_bytes())
    facts = {"kind": kind, "trained_at": now, "texts": model.texts, "evaluation": _labels(kind)}
    TextModel.objects.update_or_create(key=key, defaults=facts)
    return weights_of(key)


def learn_from_reviews(*, kind: str, actor: User, now: datetime) -> TextModel | None:
    """Train a model of what people reviewed, and take it if it is not worse than the one in use.

    Both are tried on the reviewed texts the one in use has not learnt from; the new one by
    cross-validation. A model of sentiment also adapts to texts of ours that nobody reviewed, unless
    it then has fewer of the reviewed ones right. Nothing is trained before there are 20 such texts,
    or one and a day passed. Training runs in a child process: call it outside a transaction.
    Returns the new model, or None. Publishes TextModelTaken.
    """
    model_in_use(kind, now=now)
    newest = newest_model(kind)
    reviewed = _reviewed(kind)
    if newest is None or not _is_due(newest, reviewed, now):
        return None
    pairs = [pair for pair, _at in reviewed]
    fresh = [place for place, (_pair, at) in enumerate(reviewed) if at > newest.trained_at]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        trial = _try(newest, pairs, fresh, path)
        key = files.keep(path.read_bytes())
    return _decide(newest, trial, key, len(reviewed), actor, now)


@lru_cache(maxsize=4)
def _first(kind: str, starting: tuple[Labelled, ...]) -> LinearModel:
    """The model of our sentences alone: the same sentences give the same model."""
    return model_of(kind, starting, [])


def _starting(kind: str) -> list[Labelled]:
    return starting_sentiment() if kind == Kind.SENTIMENT else starting_topics(topic_names())


def _labels(kind: str) -> dict[str, object]:
    return {"labels": sorted({each.label for each in _starting(kind)})}


def _reviewed(kind: str) -> list[tuple[Labelled, datetime]]:
    """Reviewed texts with their label and when they were reviewed, the latest 5,000."""
    rows = TextReading.objects.filter(corrected_at__isnull=False).order_by("-corrected_at", "-pk")
    found = []
    for reading, text in with_texts(rows[:MOST_REVIEWED]):
        label = reading.sentiment
        if kind == Kind.TOPICS:
            label = str(reading.topic_id) if reading.topic_id else OTHER
        if text and label and reading.corrected_at:
            found.append((Labelled(text, label), reading.corrected_at))
    return found


def _unlabelled(kind: str, reviewed: int) -> list[str]:
    """The latest texts nobody reviewed; none where they, or the reviewed ones, are too few."""
    if kind != Kind.SENTIMENT or reviewed < ENOUGH_NEW:
        return []
    rows = TextReading.objects.filter(corrected_at=None).order_by("-written_at", "-pk")
    found = [text for _reading, text in with_texts(rows[:MOST_UNLABELLED]) if text]
    return found if len(found) >= FEWEST_TEXTS else []


def _is_due(
    newest: TextModel, reviewed: Sequence[tuple[Labelled, datetime]], now: datetime
) -> bool:
    """Whether a new model is worth a try since the last one, be it taken or not."""
    tried = newest.evaluation.get("tried")
    since = datetime.fromisoformat(tried["at"]) if tried else newest.trained_at
    many = sum(at > since for _pair, at in reviewed)
    has_new_labels = newest.evaluation.get("labels") != _labels(newest.kind)["labels"]
    return many >= ENOUGH_NEW or (now - since >= AT_LATEST and (many > 0 or has_new_labels))


def _try(newest: TextModel, pairs: list[Labelled], fresh: list[int], path: Path) -> Trial:
    asked = {
        "kind": newest.kind,
        "starting": [astuple(each) for each in _starting(newest.kind)],
        "reviewed": [astuple(each) for each in pairs],
        "unlabelled": _unlabelled(newest.kind, len(pairs)),
        "fresh": fresh,
        "old": str(files.path_of(newest.key)),
        "into": str(path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "heed.surveys.text_training"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=TIME_LIMIT_SECONDS,
    )
    return Trial(**json.loads(done.stdout))


@transaction.atomic
def _decide(
    newest: TextModel, trial: Trial, key: str, reviewed: int, actor: User, now: datetime
) -> TextModel | None:
    facts = asdict(trial)
    labels = _labels(newest.kind)
    is_new = not TextModel.objects.filter(key=key).exists()
    if trial.right < trial.before or not is_new:
        newest.evaluation = newest.evaluation | labels | {"tried": facts | {"at": now.isoformat()}}
        newest.save(update_fields=["evaluation"])
        return None
    taken = TextModel.objects.create(
        kind=newest.kind,
        key=key,
        trained_at=now,
        texts=trial.texts,
        corrections=reviewed,
        evaluation=facts | labels,
    )
    happened = TextModelTaken(model_id=taken.pk, kind=taken.kind, n=trial.n, right=trial.right)
    events.publish(happened, actor=actor, at=now)
    return taken
