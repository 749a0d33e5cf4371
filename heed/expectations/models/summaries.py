from django.db import models
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team
from heed.customers.models import Customer
from heed.expectations.models.topics import Topic


class LedgerPeriod(models.Model):
    """One past day or month (UTC), and whether its summary is as its rows are.

    `changed` counts changes to rows of the past; the summary holds where it was built after the
    last of them. A period without a row here, or built before a change, is read row by row.
    """

    class Grain(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")

    grain = models.CharField(_("grain"), max_length=5, choices=Grain)
    starts_on = models.DateField(_("first day"))
    changed = models.PositiveIntegerField(_("changes since"), default=0)
    built = models.PositiveIntegerField(_("changes when built"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grain", "starts_on"], name="ledger_period_once")
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.starts_on}"


class LedgerSummary(models.Model):
    """Counts and sums of one topic, tier and team in a period; they add up.

    The columns are those of `heed.expectations.queries.ledger.Sums`.
    """

    period = models.ForeignKey(LedgerPeriod, models.CASCADE, related_name="summaries")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(_("tier"), max_length=8, choices=Customer.Tier, blank=True)
    perceived_n = models.PositiveIntegerField(default=0)
    perceived_total = models.FloatField(default=0)
    felt_n = models.PositiveIntegerField(default=0)
    felt_expected = models.FloatField(default=0)
    felt_perceived = models.FloatField(default=0)
    felt_gap = models.FloatField(default=0)
    felt_gap_squares = models.FloatField(default=0)
    against_n = models.PositiveIntegerField(default=0)
    against = models.FloatField(default=0)
    against_squares = models.FloatField(default=0)
    promised_n = models.PositiveIntegerField(default=0)
    promised = models.FloatField(default=0)
    delivered_n = models.PositiveIntegerField(default=0)
    delivered = models.FloatField(default=0)
    measured_n = models.PositiveIntegerField(default=0)
    measured_expected = models.FloatField(default=0)
    measured_gap = models.FloatField(default=0)
    measured_gap_squares = models.FloatField(default=0)
    kept = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.period} {self.topic} {self.tier}"


class KeepingSummary(models.Model):
    """Closed promises by outcome of one agent, team, topic or tier in a period; they add up.

    `key` is the id or the tier, empty where a promise has none; `team` is the customer's.
    """

    period = models.ForeignKey(LedgerPeriod, models.CASCADE, related_name="keepings")
    by = models.CharField(_("by"), max_length=5)
    key = models.CharField(_("key"), max_length=20, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    kept = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["period", "by"], name="keeping_summary")]

    def __str__(self) -> str:
        return f"{self.period} {self.by} {self.key}"


class ExpectingCount(models.Model):
    """How many expected something on a topic at a moment, by tier and team as they were then."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(_("tier"), max_length=8, choices=Customer.Tier, blank=True)
    n = models.PositiveIntegerField(_("how many"))
    counted_at = models.DateTimeField(_("counted at"))

    def __str__(self) -> str:
        return f"{self.topic} {self.tier} {self.n}"
