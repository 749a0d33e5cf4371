"""The models that read texts: which are in use, and how right they were."""

from functools import lru_cache

from django.db.models import QuerySet

from heed.core import files
from heed.expectations.queries.topics import topics_in_use
from heed.measures.texts.linear import LinearModel
from heed.measures.texts.model_files import read
from heed.surveys.models import TextModel


def newest_model(kind: str) -> TextModel | None:
    """The model of a kind that is in use, or None before the first."""
    return models_of(kind).first()


def models_of(kind: str) -> QuerySet[TextModel]:
    """All models of a kind there were, the newest first."""
    return TextModel.objects.filter(kind=kind).order_by("-trained_at", "-pk")


@lru_cache(maxsize=4)
def weights_of(key: str) -> LinearModel:
    """The model in the file of this key; FileNotFoundError or ModelUnreadable where it is lost."""
    model, _kind = read(files.path_of(key))
    return model


def topic_names() -> dict[str, str]:
    """What names each topic in use, by the label models know it by."""
    return {str(topic.pk): f"{topic.key} {topic.name} {topic.name_zh}" for topic in topics_in_use()}
