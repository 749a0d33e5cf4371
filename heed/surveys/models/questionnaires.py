from django.db import models
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User


class Questionnaire(models.Model):
    """A questionnaire as it is being written; what is asked is a version of it.

    `draft` is the questionnaire in the format of docs/questionnaires.md, well-formed but perhaps
    not yet fit to be asked.
    """

    name = models.CharField(_("name"), max_length=200)
    draft = models.JSONField(_("draft"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    changes = models.PositiveIntegerField(_("how often changed"), default=0)
    archived_at = models.DateTimeField(_("put away at"), null=True)

    class Meta:
        indexes = [models.Index(fields=["-changed_at", "-id"], name="questionnaire_newest")]

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(models.Model):
    """A questionnaire as it was asked, never changed: answers stay with the version they answer."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    definition = models.JSONField(_("questionnaire"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaire_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"
