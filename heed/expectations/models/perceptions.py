from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.customers.models import Customer
from heed.expectations.models.promises import Promise
from heed.expectations.models.topics import Topic


class Perception(models.Model):
    """What a customer said of what she got: the two answers of D1.10, and what she expected then.

    `expected` is her felt expectation as it stood before the answer, so that the gap
    perceived − expected is of one person at one time.
    """

    class Mode(models.TextChoices):
        LINK = "link", _("Personal link")
        AGENT = "agent", _("Told an agent")
        API = "api", _("Program")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="perceptions")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="perceptions")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="perceptions")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="perceptions")
    perceived = models.PositiveSmallIntegerField(_("perceived, 1 to 7"), null=True)
    against_expectation = models.SmallIntegerField(_("against expectation, −3 to 3"), null=True)
    expected = models.PositiveSmallIntegerField(_("expected, 1 to 7"), null=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfied over all, 1 to 7"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.LINK)
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(perceived=None) | Q(perceived__range=(1, 7)),
                name="perception_perceived_1_to_7",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 7)),
                name="perception_satisfaction_1_to_7",
            ),
            models.CheckConstraint(
                condition=Q(against_expectation=None) | Q(against_expectation__range=(-3, 3)),
                name="perception_against_within_3",
            ),
            models.CheckConstraint(
                condition=Q(perceived__isnull=False) | Q(against_expectation__isnull=False),
                name="perception_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-answered_at"], name="perception_customer"),
            models.Index(fields=["topic", "answered_at"], name="perception_ledger"),
            models.Index(fields=["answered_at"], name="perception_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.perceived}"


class Exceeding(models.Model):
    """One time we gave more than was promised (D1.12), with what it cost us.

    Its effect is read from what the customer perceived and expected afterwards.
    """

    class Kind(models.TextChoices):
        BETTER = "better", _("A better result")
        SERVICE = "service", _("An added service")
        GIFT = "gift", _("An extra gift")
        PERSONAL = "personal", _("Something personal")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="exceedings")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="exceedings")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="exceedings")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    description = models.CharField(_("what we gave"), max_length=500)
    cost_minor = models.BigIntegerField(_("cost to us"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["topic", "-given_at"], name="exceeding_topic"),
            models.Index(fields=["customer", "-given_at"], name="exceeding_customer"),
        ]

    def __str__(self) -> str:
        return self.description
