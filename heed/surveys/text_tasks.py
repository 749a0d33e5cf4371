"""What the worker does with what people write: reads it, and learns from reviews."""

from collections.abc import Sequence
from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.surveys.models import TextModel
from heed.surveys.operations import text_models, texts


def read_response(batch: Sequence[Event], *, now: datetime) -> None:
    """Read the text answers of responses just handed in."""
    texts.read_handed_in(response_ids=[each.payload["response_id"] for each in batch], now=now)


def read_message(event: Event, *, now: datetime) -> None:
    """Read a letter that just came in."""
    texts.read_message(message_id=event.payload["message_id"], now=now)


def keep_reading(*, now: datetime) -> None:
    """Read letters that were left, and read again what an older model read."""
    texts.read_unread_messages(now=now)
    texts.read_again(now=now)


def learn_texts(*, now: datetime) -> None:
    """Train models anew where enough texts were reviewed."""
    for kind in TextModel.Kind.values:
        text_models.learn_from_reviews(kind=kind, actor=system_user(), now=now)
