from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.customers.models import Customer
from heed.surveys.models.invitations import Invitation
from heed.surveys.models.kiosks import Kiosk
from heed.surveys.models.questionnaires import QuestionnaireVersion
from heed.surveys.models.surveys import Survey


class Response(models.Model):
    """One going through a questionnaire: begun, and perhaps handed in.

    `answers` are kept as given, hidden and impossible ones too; `cleaned` are those that count.
    In an anonymous survey a response names nobody and no invitation, and is told from `told_at`
    on, together with at least four more.
    """

    class Mode(models.TextChoices):
        LINK = "link", _("Link")
        MAIL = "mail", _("Mail")
        QR = "qr", _("QR code")
        TELEPHONE = "telephone", _("Telephone")
        ON_SITE = "on_site", _("On site")

    class Ending(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        QUOTA_FULL = "quota_full", _("Enough of these were asked")

    survey = models.ForeignKey(
        Survey, models.PROTECT, db_index=False, related_name="responses"
    )  # response_survey begins with it
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="responses")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, related_name="response"
    )
    key = models.UUIDField(_("key"), unique=True)
    mode = models.CharField(_("way of asking"), max_length=9, choices=Mode)
    interviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="interviews")
    kiosk = models.ForeignKey(
        Kiosk, models.PROTECT, null=True, db_index=False, related_name="responses"
    )  # response_kiosk begins with it
    language = models.CharField(_("language"), max_length=10)
    seed = models.PositiveBigIntegerField(_("seed of the order"))
    page = models.CharField(_("page last reached"), max_length=200, blank=True)
    answers = models.JSONField(_("answers as given"), default=dict)
    cleaned = models.JSONField(_("answers that count"), null=True)
    states = models.JSONField(_("why an answer is missing"), null=True)
    flags = models.JSONField(_("doubts"), default=list)
    fingerprint = models.CharField(_("digest of the answers"), max_length=64, blank=True)
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)
    stage = models.CharField(
        _("stage at the time"), max_length=8, choices=Customer.Stage, blank=True
    )
    started_at = models.DateTimeField(_("begun at"))
    changed_at = models.DateTimeField(_("last changed at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True)
    told_at = models.DateTimeField(_("told with others from"), null=True)
    received_at = models.DateTimeField(_("received from a kiosk at"), null=True)
    ending = models.CharField(_("ending"), max_length=10, choices=Ending, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["survey", "-submitted_at", "-id"], name="response_survey"),
            # How a survey goes is counted in these alone, without a look at the answers.
            models.Index(fields=["survey", "ending", "mode", "flags"], name="response_counts"),
            models.Index(
                fields=["survey", "told_at"],
                condition=Q(told_at__isnull=False),
                name="response_told",
            ),
            models.Index(
                fields=["survey", "page"], condition=Q(submitted_at=None), name="response_left"
            ),
            models.Index(
                fields=["kiosk", "ending", "submitted_at"],
                condition=Q(kiosk__isnull=False),
                name="response_kiosk",
            ),
            models.Index(
                fields=["customer", "-submitted_at"],
                condition=Q(customer__isnull=False),
                name="response_customer",
            ),
            models.Index(
                fields=["survey", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="response_fingerprint",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at=None, ending="") | Q(submitted_at__isnull=False),
                name="response_ending_when_submitted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.started_at:%Y-%m-%d %H:%M}"


class ResponseFile(models.Model):
    """A file given as an answer; the answer names it by `key`."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    question = models.CharField(_("question"), max_length=200)
    key = models.CharField(_("key"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    added_at = models.DateTimeField(_("added at"))

    def __str__(self) -> str:
        return self.name
