from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models import Perception, Promise


class Invitation(models.Model):
    """The two questions of D1.10 put to a customer after a promise, or the reason they were not.

    A skip is a row too, so that it is known who was not asked and why.
    """

    class Skip(models.TextChoices):
        ASKED_RECENTLY = "asked_recently", _("Asked in the last days")
        NO_ADDRESS = "no_address", _("No mail address")
        NOTHING_DELIVERED = "not_delivered", _("Nothing was delivered")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invitations")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="invitation")
    created_at = models.DateTimeField(_("created at"))
    skipped = models.CharField(_("skipped because"), max_length=16, choices=Skip, blank=True)
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.created_at:%Y-%m-%d}"
