from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.core.models import OutgoingMail
from heed.customers.models import Customer


class Conversation(models.Model):
    """One matter of one customer, over whatever channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("Mail")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="conversations")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    base_subject = models.CharField(_("subject as compared"), max_length=200, blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    assignee = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="assigned_conversations"
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    last_message_at = models.DateTimeField(_("last message at"))
    waiting_since = models.DateTimeField(_("waiting for us since"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-last_message_at", "-id"], name="conversation_recent"),
            models.Index(fields=["team", "-last_message_at", "-id"], name="conversation_team"),
            models.Index(fields=["customer", "-last_message_at"], name="conversation_customer"),
            models.Index(
                fields=["waiting_since", "id"],
                condition=Q(waiting_since__isnull=False),
                name="conversation_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.customer)


class RawMail(models.Model):
    """A mail as it came in, stored before anything is read from it."""

    class State(models.TextChoices):
        STORED = "stored", _("Stored")
        TAKEN = "taken", _("Taken in")
        DUPLICATE = "duplicate", _("Duplicate")
        PARKED = "parked", _("Parked")
        DISMISSED = "dismissed", _("Dismissed")

    class Problem(models.TextChoices):
        UNREADABLE = (
            "unreadable",
            _("It cannot be read as a mail: it is empty or has no lines such as From or Subject."),
        )
        NO_SENDER = "no_sender", _("It names no sender to whom an answer could go.")
        FROM_OURSELVES = "from_ourselves", _("It comes from our own address.")
        STRAY_BOUNCE = (
            "stray_bounce",
            _("It says that a mail could not be delivered, but not which mail of ours."),
        )
        FAILED = "failed", _("Reading it failed. What came in is kept as it is.")

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    source = models.CharField(_("source"), max_length=200)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.STORED)
    problem = models.CharField(_("why it is parked"), max_length=20, choices=Problem, blank=True)
    corrections = models.JSONField(_("corrections by an agent"), default=dict)
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                condition=Q(state__in=["stored", "parked"]),
                name="raw_mail_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.state}"


class Message(models.Model):
    """One letter of a conversation, from the customer, from us, or a note among ourselves."""

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("From the customer")
        OUTBOUND = "outbound", _("From us")
        NOTE = "note", _("Note")

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        BOUNCE = "bounce", _("Could not be delivered")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(_("sender"), max_length=200, blank=True)
    sender_address = models.CharField(_("sender's address"), max_length=320, blank=True)
    recipients = models.JSONField(_("recipients"), default=list)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted_text = models.TextField(_("quoted text"), blank=True)
    message_id = models.CharField(_("message id"), max_length=998, blank=True)
    identity = models.CharField(_("identity"), max_length=64, unique=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    at = models.DateTimeField(_("received or written at"))
    raw = models.ForeignKey(RawMail, models.PROTECT, null=True, related_name="messages")
    outgoing = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="messages")

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "at", "id"], name="message_thread"),
            models.Index(
                fields=["message_id"], condition=~Q(message_id=""), name="message_by_mail_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name}: {self.text[:60]}"


class Attachment(models.Model):
    """A file that came or went with a message; the bytes lie in `core.files`."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=255)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64)

    def __str__(self) -> str:
        return self.name


class MailFolder(models.Model):
    """How far a folder of a mail server has been read; its owner may number it anew."""

    name = models.CharField(_("folder"), max_length=500, unique=True)
    uid_validity = models.BigIntegerField(_("numbering"))
    next_uid = models.BigIntegerField(_("next number"))

    def __str__(self) -> str:
        return self.name
