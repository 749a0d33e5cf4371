from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core.models import OutgoingMail
from heed.expectations.models.promises import Promise


class ProposedTime(models.Model):
    """Another due time we asked a customer to agree to, by a personal link, and what she said."""

    class Answer(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Not agreed")

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="proposed_times")
    due_at = models.DateTimeField(_("proposed due time"))
    reason = models.CharField(_("reason we gave"), max_length=500)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="proposed_time_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.promise} {self.due_at:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """One person's promises as a calendar that other programs read, by a secret address.

    The address is made from the id and `serial` and never stored; a higher serial makes it new.
    """

    owner = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    serial = models.PositiveIntegerField(_("how often renewed"), default=0)
    shows_names = models.BooleanField(_("shows names of customers"), default=False)
    is_open = models.BooleanField(_("may be read"), default=True)
    changed_at = models.DateTimeField(_("changed at"))

    def __str__(self) -> str:
        return str(self.owner)
