from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models import Perception, Promise
from heed.surveys.models.surveys import Survey


class Invitation(models.Model):
    """Questions put to a customer, or the reason they were not.

    They are the two questions of D1.10 after a promise, or a survey. A skip is a row too, so
    that it is known who was not asked and why, and until when. `reached` is the mailbox or line
    asked at, by which others who share it are left in peace as well.
    """

    class Skip(models.TextChoices):
        ASKED_RECENTLY = "asked_recently", _("Asked in the last days")
        NO_ADDRESS = "no_address", _("No mail address")
        NOTHING_DELIVERED = "not_delivered", _("Nothing was delivered")
        ASKED_OFTEN = "asked_often", _("Asked often enough in a year")
        ASKED_TODAY = "asked_today", _("Asked in the last day")
        OPTED_OUT = "opted_out", _("Does not want to be asked")
        NOT_SAMPLED = "not_sampled", _("Not drawn")
        NO_NUMBER = "no_number", _("No telephone number")
        MORE_URGENT = "more_urgent", _("Kept for a more urgent survey")

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        TELEPHONE = "telephone", _("Telephone")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invitations")
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="invitation")
    survey = models.ForeignKey(
        Survey, models.PROTECT, null=True, db_index=False, related_name="invitations"
    )  # invitation_survey begins with it
    channel = models.CharField(_("channel"), max_length=9, choices=Channel, default=Channel.MAIL)
    reached = models.CharField(_("mailbox or line asked at"), max_length=320, blank=True)
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
            models.Index(fields=["survey", "skipped", "answered_at"], name="invitation_counts"),
            models.Index(
                fields=["reached", "-created_at"],
                condition=Q(skipped="") & ~Q(reached=""),
                name="invitation_reached",
            ),
            models.Index(
                fields=["-created_at", "-id"], condition=~Q(skipped=""), name="invitation_skips"
            ),
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


class InvitationRound(models.Model):
    """One order to invite: whom to, how large a share, and how far the worker has come.

    Customers are decided upon in the order of their ids; `last_customer_id` is the last of them.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitation_rounds")
    channel = models.CharField(
        _("channel"),
        max_length=9,
        choices=Invitation.Channel,
        default=Invitation.Channel.MAIL,
    )
    tiers = models.JSONField(_("tiers"), default=list)
    stages = models.JSONField(_("stages"), default=list)
    share = models.FloatField(_("share drawn"), default=1.0)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered at"))
    total = models.PositiveIntegerField(_("customers to decide upon"))
    last_customer_id = models.BigIntegerField(_("last customer decided upon"), default=0)
    decided = models.PositiveIntegerField(_("decided upon"), default=0)
    asked = models.PositiveIntegerField(_("asked"), default=0)
    stopped_at = models.DateTimeField(_("stopped at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["survey", "-ordered_at"], name="invitation_round_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.ordered_at:%Y-%m-%d}"
