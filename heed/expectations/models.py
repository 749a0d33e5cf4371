from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.conversations.models import Conversation, Message
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
    position = models.PositiveSmallIntegerField(_("position"), default=0)

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


class Expectation(models.Model):
    """What a customer expects on a topic, from a date on.

    Never overwritten: a change is a new row, and the old one is marked as superseded.
    """

    class Source(models.TextChoices):
        MESSAGE = "message", _("Message")
        CALL = "call", _("Call")
        SURVEY = "survey", _("Survey")
        INTERVIEW = "interview", _("Interview")
        OBSERVED = "observed", _("Observed")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="expectations")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="expectations")
    wording = models.CharField(_("in her or his own words"), max_length=500, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.EXPECTED)
    felt = models.PositiveSmallIntegerField(_("expected, 1 to 7"), null=True)
    value = models.DecimalField(_("expected value"), max_digits=14, decimal_places=3, null=True)
    desired = models.DecimalField(_("desired value"), max_digits=14, decimal_places=3, null=True)
    adequate = models.DecimalField(_("adequate value"), max_digits=14, decimal_places=3, null=True)
    is_must_have = models.BooleanField(_("must have"), default=False)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.MESSAGE)
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="expectations"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True)

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
        ]
        indexes = [
            models.Index(fields=["customer", "-recorded_at"], name="expectation_customer"),
            models.Index(fields=["topic", "-recorded_at"], name="expectation_topic"),
        ]

    def __str__(self) -> str:
        return self.wording or str(self.topic)


class Promise(models.Model):
    """One thing we told one customer we would do, and by when.

    Append-only: a promise is closed with an outcome, never deleted. `remind_at` and `breaks_at`
    are reckoned in business time when the promise is made; `due_at` is what the customer heard.
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Kept")
        LATE = "late", _("Late")
        BROKEN = "broken", _("Broken")
        WAIVED = "waived", _("Waived by the customer")
        RENEGOTIATED = "renegotiated", _("Renegotiated")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="promises")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="promises"
    )
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="promises")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="promises")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="promises")
    wording = models.CharField(_("what we promise"), max_length=500)
    value = models.DecimalField(_("promised value"), max_digits=14, decimal_places=3, null=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="promises")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("due at"))
    remind_at = models.DateTimeField(_("remind at"))
    breaks_at = models.DateTimeField(_("broken from"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    overdue_at = models.DateTimeField(_("overdue since"), null=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True)
    delivered_value = models.DecimalField(
        _("delivered value"), max_digits=14, decimal_places=3, null=True
    )
    evidence = models.CharField(_("evidence"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    expected_value = models.DecimalField(
        _("expected value at the time"), max_digits=14, decimal_places=3, null=True
    )
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)
    renegotiated_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="renegotiated_to"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("made_at")), name="promise_due_after_made"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="promise_closed_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="promise_open"),
            models.Index(
                fields=["owner", "due_at"], condition=Q(closed_at=None), name="promise_owner"
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(closed_at=None, reminded_at=None),
                name="promise_to_remind",
            ),
            models.Index(
                fields=["breaks_at"], condition=Q(closed_at=None), name="promise_to_break"
            ),
            models.Index(fields=["customer", "-made_at"], name="promise_customer"),
            models.Index(fields=["topic", "closed_at", "outcome"], name="promise_ledger"),
        ]

    def __str__(self) -> str:
        return self.wording


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
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.perceived}"
