from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.conversations.models import Conversation
from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models.expectations import Expectation
from heed.expectations.models.promises import Promise
from heed.expectations.models.topics import Topic


class Negotiation(models.Model):
    """A request of a customer that we answer with options, until it ends (D1.5 to D1.8)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        DEFERRED = "deferred", _("Deferred")
        ESCALATED = "escalated", _("Escalated")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="negotiations")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="negotiations"
    )
    expectation = models.ForeignKey(
        Expectation, models.PROTECT, null=True, related_name="negotiations"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="negotiations")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    request = models.CharField(_("what the customer asks for"), max_length=500)
    budget_minor = models.BigIntegerField(_("what it may cost us"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    owner = models.ForeignKey(User, models.PROTECT, related_name="negotiations")
    opened_at = models.DateTimeField(_("opened at"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_because = models.CharField(_("how it ended"), max_length=1000, blank=True)
    deferred_until = models.DateTimeField(_("deferred until"), null=True)
    escalated_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(_("tier at the time"), max_length=8, choices=Customer.Tier, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-opened_at"], name="negotiation_customer"),
            models.Index(
                fields=["owner", "-opened_at"],
                condition=Q(closed_at=None),
                name="negotiation_open",
            ),
            models.Index(fields=["-opened_at", "-id"], name="negotiation_newest"),
            models.Index(
                fields=["-opened_at", "-id"],
                condition=Q(closed_at=None),
                name="negotiation_open_newest",
            ),
            models.Index(
                fields=["deferred_until"],
                condition=Q(state="deferred"),
                name="negotiation_to_resume",
            ),
            models.Index(fields=["topic", "state", "closed_at"], name="negotiation_topic"),
        ]

    def __str__(self) -> str:
        return self.request


OFFER_WAITS = Q(answered_at=None, withdrawn_at=None, expired_at=None)


class Offer(models.Model):
    """Two to five options put before a customer at once, and her answer."""

    class Mode(models.TextChoices):
        MAIL = "mail", _("Mail with a personal link")
        PHONE = "phone", _("Read out on the phone")

    class Answer(models.TextChoices):
        CHOSEN = "chosen", _("One was chosen")
        COUNTER = "counter", _("The customer wishes something else")
        DECLINED = "declined", _("None of them")

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="offers")
    mode = models.CharField(_("how it was put"), max_length=5, choices=Mode)
    introduction = models.TextField(_("introduction"), blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("good until"))
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    expired_at = models.DateTimeField(_("expired at"), null=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    counter_wish = models.TextField(_("what the customer wishes instead"), blank=True)
    declined_because = models.TextField(_("why the customer declined"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation"], condition=OFFER_WAITS, name="offer_one_waits"
            )
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=OFFER_WAITS, name="offer_to_expire"),
        ]

    def __str__(self) -> str:
        return f"{self.negotiation} {self.made_at:%Y-%m-%d}"


class Option(models.Model):
    """One of the options of an offer: what, by when, at what price, at what cost to us."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField(_("position"))
    wording = models.CharField(_("what we offer"), max_length=500)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3, null=True)
    due_at = models.DateTimeField(_("by when"))
    price_minor = models.BigIntegerField(_("price to the customer"), default=0)
    cost_minor = models.BigIntegerField(_("cost to us"), default=0)
    fulfils = models.ManyToManyField(Expectation, related_name="options", blank=True)
    is_chosen = models.BooleanField(_("chosen"), default=False)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="option")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="option_position"),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(is_chosen=True), name="option_chosen_once"
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.wording


class Concession(models.Model):
    """One step of the ladder (D1.7): real, asked of somebody, stamped, and only then tellable."""

    class Kind(models.TextChoices):
        STOCK = "stock", _("Ask the stock")
        COLLEAGUE = "colleague", _("Ask a colleague")
        SUPERVISOR = "supervisor", _("Ask a supervisor")
        OWN = "own", _("Within my own authority")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="concessions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    wording = models.CharField(_("what we would give"), max_length=500)
    cost_minor = models.BigIntegerField(_("cost to us"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    asked_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="concessions")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    told_at = models.DateTimeField(_("told to the customer at"), null=True)
    told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "position"], name="concession_position"),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(answered_at__isnull=False),
                name="concession_told_after_answer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_of", "asked_at"],
                condition=Q(state="asked"),
                name="concession_to_answer",
            )
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.wording
