from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.customers.models import Customer


class Level(models.TextChoices):
    """Need levels (D1.1)."""

    BASIC = "basic", _("Basic")
    EXPECTED = "expected", _("Expected")
    DESIRED = "desired", _("Desired")
    UNEXPECTED = "unexpected", _("Unexpected")


class Topic(models.Model):
    """An attribute of our service that customers have expectations about."""

    class Kind(models.TextChoices):
        FELT = "felt", _("Felt, on a scale from 1 to 7")
        MEASURED = "measured", _("Measured in a unit")

    class Direction(models.TextChoices):
        MORE = "more", _("More is better")
        LESS = "less", _("Less is better")

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FELT)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=30, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.MORE
    )
    grace_business_days = models.PositiveSmallIntegerField(_("grace in business days"), default=3)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("no longer used since"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="felt") | ~Q(unit=""), name="topic_measured_has_unit"
            )
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name_zh if self.name_zh and _is_chinese() else self.name

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language."""
        return self.unit_zh if self.unit_zh and _is_chinese() else self.unit


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


class TopicLevel(models.Model):
    """The need level of a topic from a date on (D1.1); a newer row replaces it.

    Measured by Kano questions, `n` answers of a survey, or set by hand.
    """

    class Source(models.TextChoices):
        MEASURED = "measured", _("Measured by Kano questions")
        BY_HAND = "by_hand", _("Set by hand")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="levels")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    n = models.PositiveIntegerField(_("answers"), null=True)
    ground = models.CharField(_("what it rests on"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "valid_from"], name="topic_level_once_a_day"),
            models.CheckConstraint(
                condition=Q(source="by_hand", n=None) | Q(source="measured", n__gt=0),
                name="topic_level_measured_has_n",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.level}"


class Standard(models.Model):
    """The norm of our trade on a topic, from a date on (D1.3); a newer row replaces it."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="standards")
    value = models.DecimalField(_("norm"), max_digits=14, decimal_places=3)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("where to read it"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "valid_from"], name="standard_once_a_day")
        ]
        indexes = [models.Index(fields=["topic", "-valid_from"], name="standard_newest")]

    def __str__(self) -> str:
        return f"{self.topic} {self.value} ({self.valid_from})"


class TierOffer(models.Model):
    """What we offer on a topic to a tier, or to all where the tier is empty, from a date on."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="tier_offers")
    tier = models.CharField(_("tier"), max_length=8, choices=Customer.Tier, blank=True)
    value = models.DecimalField(_("offered value"), max_digits=14, decimal_places=3)
    valid_from = models.DateField(_("valid from"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "tier", "valid_from"], name="tier_offer_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.tier} {self.value} ({self.valid_from})"


class Exclusion(models.Model):
    """Two topics that a team says cannot both be fulfilled, such as cheapest and fastest."""

    first = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    second = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=300, blank=True)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="exclusion_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
