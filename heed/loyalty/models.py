from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heed.accounts.models import User
from heed.customers.models import Customer
from heed.surveys.models import Response
from heed.value.models import TierRule


class Departure(models.Model):
    """What we know of one customer's leaving: when, why, and from whom we know it.

    An entry never changes. One that was corrected has ended, and the entry in its place names it in
    `replaces`; one that was taken back has ended with `ended_because`. What has not ended counts.
    """

    class Reason(models.TextChoices):
        INDIFFERENCE = "indifference", _("Indifference of those who served")
        PRODUCT = "product", _("Dissatisfied with the product")
        CHEAPER = "cheaper", _("Found it cheaper")
        FRIEND = "friend", _("Advice of somebody trusted")
        TASTES = "tastes", _("Wants something different")
        MOVED = "moved", _("Moved away")
        DIED = "died", _("Died")
        UNKNOWN = "unknown", _("Not known")

    class Source(models.TextChoices):
        AGENT = "agent", _("Told to one of us")
        EXIT_INTERVIEW = "exit_interview", _("Exit interview")
        SURVEY = "survey", pgettext_lazy("how we know", "Survey")
        INFERRED = "inferred", _("Inferred")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="departures")
    left_on = models.DateField(_("left on"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    source = models.CharField(_("how we know"), max_length=14, choices=Source)
    evidence = models.CharField(_("what shows it"), max_length=500, blank=True)
    confidence = models.FloatField(_("how sure we are"), null=True)
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="departure")
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("replaced or taken back at"), null=True)
    ended_because = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "left_on"], condition=Q(ended_at=None), name="departure_once"
            ),
            models.CheckConstraint(
                condition=~Q(source="inferred") | Q(confidence__isnull=False) & ~Q(evidence=""),
                name="departure_inferred_from_evidence",
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gt=0, confidence__lte=1),
                name="departure_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="departure_ended_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-recorded_at"], name="departure_customer"),
            models.Index(
                fields=["left_on", "reason"], condition=Q(ended_at=None), name="departure_counts"
            ),
            models.Index(
                fields=["-recorded_at", "-id"],
                condition=Q(ended_at=None),
                name="departure_recent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.left_on}"


class Prior(models.Model):
    """What was believed beforehand from a moment on, until measured; the newest of a name counts.

    `values` are in percent. Without a row the trade's own telling counts (`rules.priors.READY`).
    """

    class Name(models.TextChoices):
        REASONS_FOR_LEAVING = "reasons_for_leaving", _("Reasons for leaving")

    name = models.CharField(_("name"), max_length=40, choices=Name)
    values = models.JSONField(_("shares in percent"))
    cases = models.FloatField(_("own cases it is worth"))
    source = models.CharField(_("source"), max_length=300)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        indexes = [models.Index(fields=["name", "-set_at"], name="prior_newest")]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.set_at:%Y-%m-%d}"


class LeavingSnapshot(models.Model):
    """How long customers stay and why they leave, as of the rule's date; can be made again."""

    rule = models.ForeignKey(TierRule, models.CASCADE, related_name="+")
    curves = models.JSONField(_("curves by period and tier"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="leaving_snapshot_newest")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
