from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened. The log is append-only and holds ids and short facts, no texts."""

    type = models.CharField(_("type"), max_length=80)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer_id = models.BigIntegerField(_("customer"), null=True)
    subject_type = models.CharField(_("subject type"), max_length=40)
    subject_id = models.BigIntegerField(_("subject"), null=True)
    payload = models.JSONField(_("payload"))

    class Meta:
        indexes = [
            models.Index(fields=["customer_id", "-at", "-id"], name="event_customer"),
            models.Index(fields=["subject_type", "subject_id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject_id or ''}".strip()


class Delivery(models.Model):
    """One task that waits, runs, is done or is parked: the queue itself.

    It comes from an event and one of its subscribers, or from the scheduler (no event).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked")

    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="deliveries")
    subscriber = models.CharField(_("subscriber"), max_length=80)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.CharField(_("lease"), max_length=32, blank=True)
    error = models.TextField(_("error"), blank=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(event=None, state__in=["waiting", "running"]),
                name="delivery_one_periodic",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="delivery_queue",
            ),
            models.Index(fields=["-id"], condition=Q(state="parked"), name="delivery_parked"),
            models.Index(fields=["done_at"], condition=Q(state="done"), name="delivery_done"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.state}"


class PeriodicTask(models.Model):
    """When a recurring task is due next; the scheduler moves it on under a lock."""

    name = models.CharField(_("name"), max_length=80, primary_key=True)
    due_at = models.DateTimeField(_("due at"))
    ran_at = models.DateTimeField(_("last handed out at"), null=True)

    def __str__(self) -> str:
        return self.name


class Calendar(models.Model):
    """Opening hours of a part of the organisation; `weekly` maps weekday 0-6 to opening times."""

    name = models.CharField(_("name"), max_length=100)
    time_zone = models.CharField(_("time zone"), max_length=50)
    country = models.CharField(_("country of public holidays"), max_length=2, blank=True)
    weekly = models.JSONField(_("weekly hours"))
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="calendar_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A date that differs from the weekly hours: a holiday, or a make-up working day."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class SearchDocument(models.Model):
    """What one customer or conversation is found by; a new row, so a higher id, at each change.

    `tokens` is what `core.search` made of the text, apart by spaces. The id orders newest first.
    """

    kind = models.CharField(_("kind"), max_length=16)
    object_id = models.BigIntegerField(_("object"))
    team_id = models.BigIntegerField(_("team"), null=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    tokens = models.TextField(_("tokens"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchNameGram(models.Model):
    """Three letters that occur in the name of a document, for names typed wrongly."""

    gram = models.CharField(_("three letters"), max_length=3)
    document = models.ForeignKey(SearchDocument, models.CASCADE, related_name="name_grams")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gram", "document"], name="search_name_gram_once")
        ]

    def __str__(self) -> str:
        return self.gram


class OutgoingMail(models.Model):
    """One mail of ours: written in the operation's transaction, sent by the worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Bounced")

    purpose = models.CharField(_("purpose"), max_length=40)
    customer_id = models.BigIntegerField(_("customer"), null=True, db_index=True)
    message_id = models.CharField(_("message id"), max_length=255, unique=True)
    in_reply_to = models.CharField(_("in reply to"), max_length=998, blank=True)
    references = models.TextField(_("references"), blank=True)
    sender_name = models.CharField(_("sender"), max_length=200)
    sender_address = models.CharField(_("sender's address"), max_length=320)
    to_name = models.CharField(_("recipient"), max_length=200, blank=True)
    to_address = models.CharField(_("address"), max_length=320)
    cc = models.JSONField(_("copies"), default=list)
    subject = models.CharField(_("subject"), max_length=998)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=10, default="en")
    is_automatic = models.BooleanField(_("written by Heed"), default=False)
    attachments = models.JSONField(_("attachments"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    written_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    problem = models.CharField(_("why it came back"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-written_at", "-id"], name="outgoing_mail_newest")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"


class IdempotencyRecord(models.Model):
    """The answer given to one POST, so that the same key gives the same answer again."""

    owner = models.CharField(_("owner"), max_length=64)
    key = models.CharField(_("key"), max_length=255)
    request_digest = models.CharField(_("digest of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    body = models.JSONField(_("body"))
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return self.key
