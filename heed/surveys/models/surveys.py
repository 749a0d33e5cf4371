from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heed.accounts.models import Team, User
from heed.surveys.models.questionnaires import Questionnaire, QuestionnaireVersion


class Survey(models.Model):
    """A questionnaire put to people for a time, whatever the way of asking."""

    class Kind(models.TextChoices):
        TRANSACTIONAL = "transactional", _("After an episode")
        RELATIONSHIP = "relationship", _("About the relationship")

    class Priority(models.IntegerChoices):
        LOW = -1, _("Low")
        USUAL = 0, pgettext_lazy("priority", "Usual")
        HIGH = 1, _("High")

    name = models.CharField(_("name"), max_length=200)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="surveys")
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="surveys")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.RELATIONSHIP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="surveys")
    priority = models.SmallIntegerField(_("priority"), choices=Priority, default=Priority.USUAL)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    has_open_link = models.BooleanField(_("anybody with the link may answer"), default=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    closes_at = models.DateTimeField(_("closes at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="survey_newest"),
            models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="survey_to_close"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opened_at")),
                name="survey_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return self.name


class QuotaCount(models.Model):
    """How many complete responses of a survey count for one of its quotas."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="quota_counts")
    name = models.CharField(_("quota"), max_length=200)
    count = models.PositiveIntegerField(_("responses"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="quota_count_once")]

    def __str__(self) -> str:
        return f"{self.survey} {self.name}: {self.count}"
