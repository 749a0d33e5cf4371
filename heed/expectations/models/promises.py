from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.conversations.models import Conversation, Message
from heed.customers.models import Customer
from heed.expectations.models.topics import Topic


class StandingPromise(models.Model):
    """What promises are made from: each time its condition, its day or its case comes, one is.

    Conditional: if this happens, then that, within a time; a person says that it happened.
    Repeating: every day, week or month until it ends. Guarantee: given to everybody in public,
    so it has no customer; a case it covers makes a promise to the customer of the case.
    """

    class Kind(models.TextChoices):
        CONDITIONAL = "conditional", _("Conditional")
        REPEATING = "repeating", _("Repeating")
        GUARANTEE = "guarantee", _("Public guarantee")

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours by the clock")
        BUSINESS_HOURS = "business_hours", _("business hours")
        DAYS = "days", _("days")
        BUSINESS_DAYS = "business_days", _("business days")

    class Rhythm(models.TextChoices):
        DAY = "day", _("every business day")
        WEEK = "week", _("every week")
        MONTH = "month", _("every month")

    class Trigger(models.TextChoices):
        BY_HAND = "", _("A person says so")
        CONVERSATION_OPENED = "conversation_opened", _("A customer writes about a new matter")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="standing_promises"
    )
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="standing_promises")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(_("for the tier"), max_length=8, choices=Customer.Tier, blank=True)
    wording = models.CharField(_("what we promise"), max_length=500)
    wording_zh = models.CharField(_("what we promise, in Chinese"), max_length=500, blank=True)
    value = models.DecimalField(_("promised value"), max_digits=14, decimal_places=3, null=True)
    condition = models.CharField(_("on condition that"), max_length=500, blank=True)
    trigger = models.CharField(
        _("what makes it due"), max_length=20, choices=Trigger, default="", blank=True
    )
    within = models.PositiveSmallIntegerField(_("within"), null=True)
    within_unit = models.CharField(
        _("unit of time"), max_length=14, choices=Unit, default=Unit.BUSINESS_HOURS
    )
    rhythm = models.CharField(_("how often"), max_length=5, choices=Rhythm, blank=True)
    rhythm_day = models.PositiveSmallIntegerField(
        _("weekday (0 is Monday) or day of the month"), null=True
    )
    rhythm_time = models.TimeField(_("due at the time"), null=True)
    next_due_at = models.DateTimeField(_("next due at"), null=True)
    ends_on = models.DateField(_("ends on"), null=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(_("why it ended"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="guarantee", customer=None)
                | (~Q(kind="guarantee") & Q(customer__isnull=False)),
                name="standing_promise_to_one_or_all",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"], condition=Q(ended_at=None), name="standing_promise_next"
            ),
            models.Index(fields=["customer", "-made_at"], name="standing_promise_customer"),
            models.Index(
                fields=["trigger"],
                condition=Q(kind="guarantee", ended_at=None),
                name="standing_promise_guarantee",
            ),
            models.Index(
                fields=["made_at"],
                condition=Q(kind="conditional", ended_at=None),
                name="standing_promise_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


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
    standing = models.ForeignKey(
        StandingPromise, models.PROTECT, null=True, related_name="promises"
    )
    occurrence = models.CharField(_("which time of it"), max_length=60, blank=True)
    escalates_at = models.DateTimeField(_("escalates at"), null=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True)
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
            models.UniqueConstraint(
                fields=["standing", "occurrence"],
                condition=Q(standing__isnull=False),
                name="promise_once_an_occurrence",
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
            models.Index(
                fields=["escalates_at"],
                condition=Q(closed_at=None, escalated_at=None),
                name="promise_to_escalate",
            ),
            models.Index(  # the ledger counts them; whose they are says who may see them
                fields=["topic", "tier", "customer"],
                condition=Q(closed_at=None),
                name="promise_open_topic",
            ),
            models.Index(fields=["customer", "-made_at"], name="promise_customer"),
            models.Index(
                fields=["topic", "closed_at", "outcome"],
                condition=Q(closed_at__isnull=False),
                name="promise_ledger",
            ),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False),
                name="promise_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class Proposal(models.Model):
    """A promise found in what we wrote, waiting for a person to take it into the ledger or not."""

    class State(models.TextChoices):
        OPEN = "open", _("Proposed")
        TAKEN = "taken", _("In the ledger")
        DISMISSED = "dismissed", _("Not a promise")

    message = models.ForeignKey(Message, models.PROTECT, related_name="proposals")
    start = models.PositiveIntegerField(_("where it begins in the text"))
    end = models.PositiveIntegerField(_("where it ends in the text"))
    wording = models.CharField(_("what we promise"), max_length=500)
    due_at = models.DateTimeField(_("due at"), null=True)
    is_vague = models.BooleanField(_("without a time"), default=False)
    why = models.CharField(_("why"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="proposals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "start"], name="proposal_once")]
        indexes = [
            models.Index(
                fields=["-found_at", "-id"], condition=Q(state="open"), name="proposal_open"
            )
        ]

    def __str__(self) -> str:
        return self.wording
