from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.customers.models import Customer
from heed.expectations.models.promises import Promise
from heed.expectations.models.topics import Topic


class Steering(models.Model):
    """A decision to lower, raise or hold what a tier expects on a topic (D1.11).

    `evidence` holds the figures it rested on; the effect is measured from them afterwards.
    """

    class Direction(models.TextChoices):
        LOWER = "lower", _("Lower")
        RAISE = "raise", _("Raise")
        HOLD = "hold", _("Hold")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="steerings")
    tier = models.CharField(_("tier"), max_length=8, choices=Customer.Tier, blank=True)
    direction = models.CharField(_("direction"), max_length=5, choices=Direction)
    wording = models.TextField(_("what is said"), blank=True)
    wording_zh = models.TextField(_("what is said in Chinese"), blank=True)
    evidence = models.JSONField(_("figures at the time"), default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "tier"], condition=Q(ended_at=None), name="steering_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.tier} {self.direction}"

    def words_in(self, language: str) -> str:
        """What is said, in the language if it was written in it, else in the other."""
        if language.startswith("zh"):
            return self.wording_zh or self.wording
        return self.wording or self.wording_zh


class AdviceSource(models.Model):
    """What the promise advisor has learnt from one series of deliveries, as of a moment.

    A series is a topic, or the time to a first answer. Rebuilt by the clock; pages only read it.
    """

    series = models.CharField(_("series"), max_length=60, unique=True)
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, related_name="advice_source")
    built_at = models.DateTimeField(_("built at"))
    finished = models.PositiveIntegerField(_("finished cases"), default=0)
    unfinished = models.PositiveIntegerField(_("open cases"), default=0)
    state = models.JSONField(_("what was learnt"), default=dict)
    refusal = models.CharField(_("why it gives no advice"), max_length=60, blank=True)

    def __str__(self) -> str:
        return self.series


class Announcement(models.Model):
    """A time we announced to a customer, and later whether it was kept."""

    class Place(models.TextChoices):
        COMPOSER = "composer", _("Answer")
        FORM = "form", _("Form")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        QUEUE = "queue", _("Chat queue")

    series = models.CharField(_("series"), max_length=60)
    place = models.CharField(_("where"), max_length=10, choices=Place)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="announcements"
    )
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="announcement")
    coverage = models.FloatField(_("share to be kept"))
    announced_at = models.DateTimeField(_("announced at"))
    due_at = models.DateTimeField(_("announced for"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    is_kept = models.BooleanField(_("kept"), null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(settled_at=None), name="announcement_unsettled"
            ),
            models.Index(fields=["place", "announced_at"], name="announcement_place"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.due_at:%Y-%m-%d %H:%M}"
