"""Reading what people write, and taking in what reviewers say of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Message
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.models import Topic
from heed.measures.texts.verdicts import verdicts
from heed.surveys.events import TextReviewed, TextReviewWithdrawn
from heed.surveys.models import Response, TextModel, TextReading
from heed.surveys.operations.text_models import model_in_use
from heed.surveys.queries.responses import complete_responses
from heed.surveys.queries.text_models import newest_model
from heed.surveys.queries.text_readings import answer_texts, text_of, with_texts
from heed.surveys.queries.versions import asked_in
from heed.surveys.rules.texts import language_of, readable

READ_AT_ONCE = 500
BY_MODELS = (
    "topic", "topic_probability", "sentiment", "sentiment_probability", "language", "read_at",
)  # fmt: skip


class TopicNotInUse(DomainError):
    code = "text.topic_not_in_use"
    message = _("“%(topic)s” is no longer used. Choose another topic, or none.")


class NotReviewed(DomainError):
    code = "text.not_reviewed"
    message = _("Nobody has reviewed this text, so there is nothing to take back.")


@dataclass(frozen=True)
class Found:
    """What models say of one text."""

    topic_id: int | None
    topic_probability: float | None
    sentiment: str
    sentiment_probability: float | None


def read_handed_in(*, response_ids: Collection[int], now: datetime) -> int:
    """Read the text answers of responses handed in; safe to run twice. Returns how many."""
    rows = complete_responses().filter(pk__in=response_ids)
    return read_responses(rows.select_related("version", "customer"), now=now)


@transaction.atomic
def read_responses(responses: Iterable[Response], *, now: datetime) -> int:
    """Read the text answers of responses; what was read before stays as it is."""
    made, texts = [], []
    for response in responses:
        if response.submitted_at is None or (response.customer and response.customer.erased_at):
            continue
        for name, text in answer_texts(response, asked_in(response.version)).items():
            texts.append(text)
            made.append(
                TextReading(
                    response=response,
                    question=name,
                    customer=response.customer,
                    written_at=response.submitted_at,
                )
            )
    return _write(made, texts, now)


def read_message(*, message_id: int, now: datetime) -> int:
    """Read a customer's letter; what a machine wrote is left. Safe to run twice."""
    return read_messages(_letters().filter(pk=message_id), now=now)


@transaction.atomic
def read_unread_messages(*, now: datetime) -> int:
    """Read letters that nobody has read yet, the newest 500 at most."""
    unread = _letters().filter(text_reading=None).order_by("-at", "-pk")
    return read_messages(unread[:READ_AT_ONCE], now=now)


@transaction.atomic
def read_messages(messages: Iterable[Message], *, now: datetime) -> int:
    """Read letters of customers; what was read before stays as it is."""
    found = [(each, readable(each.text, name=each.conversation.customer.name)) for each in messages]
    kept = [(each, text) for each, text in found if text]
    made = [
        TextReading(message=each, customer=each.conversation.customer, written_at=each.at)
        for each, _text in kept
    ]
    return _write(made, [text for _each, text in kept], now)


@transaction.atomic
def read_again(*, now: datetime) -> int:
    """Read texts again that an older model read, 500 at most; those a person reviewed stay."""
    models = [newest_model(kind) for kind in TextModel.Kind.values]
    since = max((each.trained_at for each in models if each), default=None)
    if since is None:
        return 0
    old = TextReading.objects.filter(corrected_at=None, read_at__lt=since)
    rows = list(with_texts(old.order_by("-written_at", "-pk")[:READ_AT_ONCE]))
    return _renew(rows, now)


@transaction.atomic
def review_text(
    *,
    reading_id: int,
    topic: Topic | None,
    sentiment: str,
    actor: User,
    now: datetime,
    is_drawn: bool = False,
) -> TextReading:
    """Say what a text is about, None for none of the topics, and how content it is.

    `is_drawn` where the text came up at random: only such reviews say how right models are.
    Publishes TextReviewed. Raises TopicNotInUse.
    """
    access.require(actor, "texts.review")
    reading = TextReading.objects.select_for_update(of=("self",)).get(pk=reading_id)
    if topic and topic.retired_at and topic.pk != reading.topic_id:
        raise TopicNotInUse(topic=topic)
    if reading.corrected_at is None:
        reading.is_drawn = is_drawn
        reading.is_topic_right = reading.topic_id == (topic.pk if topic else None)
        reading.is_sentiment_right = reading.sentiment == sentiment
    reading.topic, reading.sentiment = topic, TextReading.Sentiment(sentiment)
    reading.topic_probability = reading.sentiment_probability = None
    reading.corrected_by, reading.corrected_at = actor, now
    reading.save()
    events.publish(TextReviewed(reading_id=reading.pk), actor=actor, at=now)
    return reading


@transaction.atomic
def withdraw_review(*, reading_id: int, actor: User, now: datetime) -> TextReading:
    """Take a review back: the text is as the models read it.

    Publishes TextReviewWithdrawn. Raises NotReviewed.
    """
    access.require(actor, "texts.review")
    rows = TextReading.objects.select_for_update(of=("self",))
    reading = rows.select_related("response", "message", "customer").get(pk=reading_id)
    if reading.corrected_at is None:
        raise NotReviewed
    reading.corrected_by = reading.corrected_at = None
    reading.is_drawn, reading.is_topic_right, reading.is_sentiment_right = False, None, None
    reading.save()
    _renew([(reading, text_of(reading))], now)
    events.publish(TextReviewWithdrawn(reading_id=reading.pk), actor=actor, at=now)
    return reading


def _letters() -> QuerySet[Message]:
    rows = Message.objects.filter(
        direction=Message.Direction.INBOUND, kind=Message.Kind.MESSAGE
    ).exclude(text="")
    rows = rows.filter(conversation__customer__erased_at=None)
    return rows.select_related("conversation__customer")


def _write(made: Sequence[TextReading], texts: Sequence[str], now: datetime) -> int:
    if not made:
        return 0
    _fill(made, texts, now)
    TextReading.objects.bulk_create(made, ignore_conflicts=True, batch_size=READ_AT_ONCE)
    return len(made)


def _renew(rows: Sequence[tuple[TextReading, str]], now: datetime) -> int:
    if not rows:
        return 0
    readings = [reading for reading, _text in rows]
    _fill(readings, [text for _reading, text in rows], now)
    TextReading.objects.bulk_update(readings, BY_MODELS)
    return len(readings)


def _fill(readings: Sequence[TextReading], texts: Sequence[str], now: datetime) -> None:
    for reading, text, found in zip(readings, texts, _found(texts, now), strict=True):
        reading.topic_id = found.topic_id
        reading.topic_probability = found.topic_probability
        reading.sentiment = found.sentiment
        reading.sentiment_probability = found.sentiment_probability
        reading.language, reading.read_at = language_of(text), now


def _found(texts: Sequence[str], now: datetime) -> list[Found]:
    sentiments = verdicts(model_in_use(TextModel.Kind.SENTIMENT, now=now), texts)
    topics = verdicts(model_in_use(TextModel.Kind.TOPICS, now=now), texts)
    known = set(Topic.objects.filter(retired_at=None).values_list("pk", flat=True))
    found = []
    for sentiment, topic in zip(sentiments, topics, strict=True):
        is_known = topic.label.isdigit() and int(topic.label) in known
        found.append(
            Found(
                int(topic.label) if is_known else None,
                topic.probability if topic.label else None,
                sentiment.label,
                sentiment.probability if sentiment.label else None,
            )
        )
    return found
