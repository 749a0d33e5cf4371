from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models.topics import Level, Topic


class Expectation(models.Model):
    """What a customer expects on a topic, from a date on.

    Never overwritten: a change is a new row, and the old one is marked as superseded. An entry
    made by mistake is marked as withdrawn too; what it had replaced is entered anew.
    """

    class Source(models.TextChoices):
        MESSAGE = "message", _("Message")
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        SURVEY = "survey", _("Survey")
        INTERVIEW = "interview", _("Interview")
        OBSERVED = "observed", _("Observed")

    class Knowledge(models.TextChoices):
        """Whether the customer knows the norm of the trade (D1.3)."""

        YES = "yes", _("Knows the norm")
        NO = "no", _("Does not know the norm")
        UNKNOWN = "", _("Not known whether the norm is known")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="expectations")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="expectations")
    wording = models.CharField(_("in her or his own words"), max_length=500, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.EXPECTED)
    felt = models.PositiveSmallIntegerField(_("expected, 1 to 7"), null=True)
    value = models.DecimalField(_("expected value"), max_digits=14, decimal_places=3, null=True)
    desired = models.DecimalField(_("desired value"), max_digits=14, decimal_places=3, null=True)
    adequate = models.DecimalField(_("adequate value"), max_digits=14, decimal_places=3, null=True)
    is_must_have = models.BooleanField(_("must have"), default=False)
    knows_norm = models.CharField(
        _("knows the norm"), max_length=3, choices=Knowledge, default="", blank=True
    )
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.MESSAGE)
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="expectations"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "topic"],
                condition=Q(superseded_at=None),
                name="expectation_one_current",
            ),
            models.CheckConstraint(
                condition=Q(felt=None) | Q(felt__range=(1, 7)), name="expectation_felt_1_to_7"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(superseded_at__isnull=False),
                name="expectation_withdrawn_is_past",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-recorded_at"], name="expectation_customer"),
            models.Index(
                fields=["topic", "-recorded_at", "value", "felt"], name="expectation_by_month"
            ),
            models.Index(
                fields=["topic", "-recorded_at"],
                condition=Q(superseded_at=None),
                name="expectation_newest_now",
            ),
            models.Index(fields=["recorded_at"], name="expectation_recorded"),
            models.Index(
                fields=["topic", "value", "felt", "customer"],
                condition=Q(superseded_at=None),
                name="expectation_now",
            ),
            models.Index(
                fields=["superseded_at"],
                condition=Q(superseded_at__isnull=False),
                name="expectation_superseded",
            ),
        ]

    def __str__(self) -> str:
        return self.wording or str(self.topic)


class Ranking(models.Model):
    """One time a customer ordered what she expects by importance (D1.4).

    The answer is kept as given in `answers`; ranks and worths of the items are reckoned from it.
    The newest answered ranking counts.
    """

    class Method(models.TextChoices):
        ORDER = "order", _("Put in order")
        BEST_WORST = "best_worst", _("Most and least important of a few")
        PAIRS = "pairs", _("One of two")

    class Mode(models.TextChoices):
        LINK = "link", _("Personal link")
        AGENT = "agent", _("Told an agent")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="rankings")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="+")
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.ORDER)
    mode = models.CharField(_("mode"), max_length=5, choices=Mode, default=Mode.AGENT)
    seed = models.PositiveIntegerField(_("seed of the tasks"))
    answers = models.JSONField(_("answers as given"), default=list)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer", "-answered_at"], name="ranking_customer")]

    def __str__(self) -> str:
        return f"{self.customer} {self.asked_at:%Y-%m-%d}"


class RankingItem(models.Model):
    """One expectation in a ranking, and where it came out."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="items")
    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="ranked")
    position = models.PositiveSmallIntegerField(_("position as shown"))
    rank = models.PositiveSmallIntegerField(_("rank, 1 is the most important"), null=True)
    worth = models.FloatField(_("worth, all sum to 1"), null=True)
    worth_lower = models.FloatField(_("lower bound of the worth"), null=True)
    worth_upper = models.FloatField(_("upper bound of the worth"), null=True)
    may_be_given_up = models.BooleanField(_("may be given up"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranking", "expectation"], name="ranking_item_once")
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.expectation)
