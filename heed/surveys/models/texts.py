from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Message
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.surveys.models.responses import Response


class TextModel(models.Model):
    """A model that sorts texts, and how right it was on texts it had not seen.

    `key` names its file; the newest of a kind is the one in use.
    """

    class Kind(models.TextChoices):
        SENTIMENT = "sentiment", _("Sentiment")
        TOPICS = "topics", _("Topics")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    key = models.CharField(_("key"), max_length=64, unique=True)
    trained_at = models.DateTimeField(_("trained at"))
    texts = models.PositiveIntegerField(_("texts it learnt from"))
    corrections = models.PositiveIntegerField(_("corrections among them"), default=0)
    evaluation = models.JSONField(_("how right it was"), default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "-trained_at", "-id"], name="text_model_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.trained_at:%Y-%m-%d}"


class TextReading(models.Model):
    """What one text of a customer is about and how content it is: a model's word, or a person's.

    It is a text answer (`response` and `question`) or a message. The text stays where it is.
    Once a person has reviewed it, no model changes it; what the model had right stays noted.
    """

    class Sentiment(models.TextChoices):
        NEGATIVE = "negative", _("Discontent")
        POSITIVE = "positive", _("Content")
        NEUTRAL = "neutral", _("Neither")

    response = models.ForeignKey(Response, models.CASCADE, null=True, related_name="text_readings")
    question = models.CharField(_("question"), max_length=400, blank=True)
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="text_reading")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="text_readings")
    topic_probability = models.FloatField(_("how sure of the topic"), null=True)
    sentiment = models.CharField(_("sentiment"), max_length=8, choices=Sentiment, blank=True)
    sentiment_probability = models.FloatField(_("how sure of the sentiment"), null=True)
    language = models.CharField(_("language of the text"), max_length=8, blank=True)
    read_at = models.DateTimeField(_("read by a model at"))
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(_("corrected at"), null=True)
    is_drawn = models.BooleanField(_("reviewed as drawn at random"), default=False)
    is_sentiment_right = models.BooleanField(_("the model had the sentiment right"), null=True)
    is_topic_right = models.BooleanField(_("the model had the topic right"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["topic", "-written_at", "-id"], name="text_reading_topic"),
            models.Index(fields=["-written_at", "-id"], name="text_reading_newest"),
            models.Index(
                fields=["-corrected_at"],
                condition=Q(corrected_at__isnull=False),
                name="text_reading_corrected",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(response=None) ^ Q(message=None), name="text_reading_of_one_text"
            ),
            models.UniqueConstraint(
                fields=["response", "question"],
                condition=Q(response__isnull=False),
                name="text_reading_answer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic or ''} {self.sentiment}".strip()
