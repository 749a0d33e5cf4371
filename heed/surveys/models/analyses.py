from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.expectations.models import Topic
from heed.surveys.models.questionnaires import Questionnaire
from heed.surveys.models.surveys import Survey


class Analysis(models.Model):
    """What a method made of a survey's answers at one moment: a snapshot that pages show.

    `choice` says what was asked for (method, subject, filters, weight) and `digest` names it;
    `content` holds the result and what people read and see of it in each language.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not possible")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="analyses")
    digest = models.CharField(_("digest of the choice"), max_length=64)
    choice = models.JSONField(_("what was asked for"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked for at"))
    made_at = models.DateTimeField(_("made at"), null=True)
    responses = models.PositiveIntegerField(_("responses it rests on"), default=0)
    seconds = models.FloatField(_("seconds it took"), null=True)
    content = models.JSONField(_("content"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "digest"], name="analysis_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(made_at__isnull=False), name="analysis_made_at"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="analysis_oldest")]

    def __str__(self) -> str:
        return f"{self.survey} {self.choice.get('method', '')}"


class ItemTopic(models.Model):
    """Which topic of the ledger an item of a questionnaire asks about.

    `item` is a column of the table of answers without its part: `speed`, `service.staff`.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="item_topics")
    item = models.CharField(_("item"), max_length=400)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="item_topics")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "item"], name="item_topic_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.topic}"
