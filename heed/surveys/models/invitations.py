from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models import Perception, Promise
from heed.surveys.models.surveys import Survey


class Invitation(models.Model):
    """Questions put to a customer, or the reason they were not.

    They are the two questions of D1.10 after a promise, or a survey. A skip is a row too, so
    that it is known who was not asked and why, and until when.
    """

    class Skip(models.TextChoices):
        ASKED_RECENTLY = "asked_recently", _("Asked in the last days")
        NO_ADDRESS = "no_address", _("No mail address")
        NOTHING_DELIVERED = "not_delivered", _("Nothing was delivered")
        ASKED_OFTEN = "asked_often", _("Asked often enough in a year")
        ASKED_TODAY = "asked_today", _("Asked in the last day")
        OPTED_OUT = "opted_out", _("Does not want to be asked")
        NOT_SAMPLED = "not_sampled", _("Not drawn")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invitations")
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="invitation")
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="invitations")
    probability = models.FloatField(_("chance of being asked"), default=1.0)
    created_at = models.DateTimeField(_("created at"))
    skipped = models.CharField(_("skipped because"), max_length=16, choices=Skip, blank=True)
    skipped_until = models.DateTimeField(_("may be asked again from"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)
    perception = models.OneToOneField(Perception, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["customer", "-created_at"],
                condition=Q(skipped=""),
                name="invitation_customer",
            ),
            models.Index(fields=["survey", "-created_at", "-id"], name="invitation_survey"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(promise=None) ^ Q(survey=None), name="invitation_for_one_thing"
            ),
            models.UniqueConstraint(
                fields=["survey", "customer"],
                condition=Q(survey__isnull=False),
                name="invitation_survey_once",
            ),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1),
                name="invitation_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.created_at:%Y-%m-%d}"
