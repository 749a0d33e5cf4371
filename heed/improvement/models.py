from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.expectations.models import Topic


class Improvement(models.Model):
    """Something we set out to do better, who sees to it, and what came of it."""

    title = models.CharField(_("what we improve"), max_length=200)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="improvements")
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="improvements")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    result = models.CharField(_("what came of it"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="improvement_closed_has_result",
            )
        ]
        indexes = [
            models.Index(fields=["topic", "-opened_at"], name="improvement_topic"),
            models.Index(
                fields=["-opened_at"], condition=Q(closed_at=None), name="improvement_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title
