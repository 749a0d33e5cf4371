from django.db import models
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.surveys.models.surveys import Survey


class Kiosk(models.Model):
    """A tablet that asks on site, with or without a network, until it is retired."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="kiosks")
    name = models.CharField(_("where it stands"), max_length=100)
    link_number = models.PositiveIntegerField(_("number of the link that is good"), default=1)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    seen_at = models.DateTimeField(_("last heard of"), null=True)
    retired_at = models.DateTimeField(_("retired at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="kiosk_name_once_a_survey")
        ]

    def __str__(self) -> str:
        return self.name
