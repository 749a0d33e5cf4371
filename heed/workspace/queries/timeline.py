"""One timeline of everything that happened with a customer, read from the event log."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Model, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation, Message
from heed.conversations.queries import conversations_visible_to, messages_visible_to
from heed.core.models import Event
from heed.core.paging import moment_of
from heed.core.queries import events_of_customer
from heed.customers.models import Customer, Fact
from heed.expectations.models import Exceeding, Expectation, Negotiation, Perception, Promise
from heed.expectations.queries.exceeding import exceedings_visible_to
from heed.expectations.queries.negotiations import negotiations_visible_to
from heed.expectations.queries.promises import promises_visible_to
from heed.loyalty.models import Departure
from heed.loyalty.queries.departures import departures_visible_to
from heed.value.models import Purchase

SIZE = 40
Rows = Mapping[tuple[type[Model], int], Model]


@dataclass(frozen=True)
class Kind:
    """How one event type is shown; `subject` is the model whose row tells more."""

    text: str | LazyText
    icon: str
    group: str
    subject: type[Model] | None = None
    tone: str = ""


KINDS: dict[str, Kind] = {
    "customers.CustomerCreated": Kind(_("Became known to us"), "person", "person"),
    "customers.FactNoted": Kind(_("Worth remembering"), "star", "person", Fact),
    "conversations.ConversationOpened": Kind(
        _("Conversation opened"), "chat", "conversations", Conversation
    ),
    "conversations.ConversationClosed": Kind(
        _("Conversation closed"), "check", "conversations", Conversation
    ),
    "conversations.ConversationReopened": Kind(
        _("Conversation reopened"), "refresh", "conversations", Conversation
    ),
    "conversations.MessageReceived": Kind(_("Wrote to us"), "mail", "conversations", Message),
    "conversations.MessageSent": Kind(_("We answered"), "reply", "conversations", Message),
    "conversations.AutomaticReplySent": Kind(
        _("Automatic reply"), "mail", "conversations", Message
    ),
    "conversations.NoteWritten": Kind(_("Note"), "note", "conversations", Message),
    "core.MailBounced": Kind(_("A mail came back"), "alert", "conversations", tone="owed"),
    "expectations.ExpectationRecorded": Kind(
        _("Expectation recorded"), "expectation", "promises", Expectation
    ),
    "expectations.ExpectationWithdrawn": Kind(
        _("Expectation taken back"), "return", "promises", Expectation
    ),
    "expectations.RankingAsked": Kind(_("Asked what matters most"), "survey", "promises"),
    "expectations.RankingAnswered": Kind(_("Told us what matters most"), "survey", "promises"),
    "expectations.PromiseMade": Kind(_("We promised"), "promise", "promises", Promise),
    "expectations.PromiseOverdue": Kind(
        _("Promise overdue"), "clock", "promises", Promise, tone="owed"
    ),
    "expectations.PromiseClosed": Kind(_("Promise closed"), "promise", "promises", Promise),
    "expectations.BrokenPromiseDelivered": Kind(
        _("Broken promise delivered after all"), "check", "promises", Promise
    ),
    "expectations.NegotiationOpened": Kind(
        _("Asked for something we negotiate"), "swap", "promises", Negotiation
    ),
    "expectations.OfferMade": Kind(_("We made an offer"), "send", "promises", Negotiation),
    "expectations.OfferAnswered": Kind(_("Answered our offer"), "reply", "promises", Negotiation),
    "expectations.NegotiationClosed": Kind(
        _("Negotiation ended"), "check", "promises", Negotiation
    ),
    "expectations.ExceedingRecorded": Kind(_("Exceeded on purpose"), "gift", "promises", Exceeding),
    "expectations.PerceptionRecorded": Kind(
        _("Told us how it was"), "survey", "perceptions", Perception
    ),
    "loyalty.DepartureRecorded": Kind(_("Left us"), "return", "person", Departure, tone="broken"),
    "loyalty.DepartureCorrected": Kind(
        _("Why she left was corrected"), "return", "person", Departure
    ),
    "loyalty.DepartureWithdrawn": Kind(_("Has not left after all"), "refresh", "person", Departure),
    "surveys.InvitationSent": Kind(_("Asked how it was"), "survey", "perceptions"),
    "surveys.InvitationSkipped": Kind(_("Not asked how it was"), "survey", "perceptions"),
}
OUTCOME_TONES = {"kept": "kept", "late": "owed", "broken": "broken"}
GROUPS = ("promises", "conversations", "perceptions", "purchases")


@dataclass
class Entry:
    """One line of the timeline."""

    at: datetime
    text: str | LazyText
    icon: str
    tone: str = ""
    url: str = ""
    subject: Any = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day it was for the reader."""
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    before: str


def timeline(
    customer: Customer,
    actor: User,
    *,
    group: str = "",
    before: str = "",
    known: Iterable[Model] = (),
) -> Timeline:
    """The newest entries older than `before`, of one group or all; a fixed number of queries.

    What was said in a conversation of another team is told as having happened, without its words.
    Rows the actor may see and that are known already are not read again.
    """
    end = moment_of(before)
    rows = {(type(row), row.pk): row for row in known}
    entries = [] if group == "purchases" else _from_events(customer, actor, group, end, rows)
    if group in {"", "purchases"}:
        entries += _from_purchases(customer, end)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    mark = entries[SIZE - 1].at.isoformat() if len(entries) > SIZE else ""
    return Timeline(entries[:SIZE], mark)


def _from_events(
    customer: Customer, actor: User, group: str, end: datetime | None, known: Rows
) -> list[Entry]:
    types = [name for name, kind in KINDS.items() if group in {"", kind.group}]
    rows = events_of_customer(customer.pk).filter(type__in=types)
    if end:
        rows = rows.filter(at__lt=end)
    happened = list(rows[: SIZE + 1])
    subjects = _subjects(happened, actor, known)
    return [_entry(event, subjects) for event in happened]


def _subjects(happened: Iterable[Event], actor: User, known: Rows) -> Rows:
    """The rows the events are about, at most one query for each kind of row."""
    wanted: dict[type[Model], set[int]] = {}
    for event in happened:
        model = KINDS[event.type].subject
        if model and (model, _subject_id(event)) not in known:
            wanted.setdefault(model, set()).add(_subject_id(event))
    return dict(known) | {
        (model, row.pk): row
        for model, ids in wanted.items()
        for row in READ[model](actor).filter(pk__in=ids)
    }


def _subject_id(event: Event) -> int:
    """The row that tells most: of what is said in a conversation, the message itself."""
    message_id = event.payload.get("message_id")
    return int(message_id or event.subject_id or 0)


READ: dict[type[Model], Callable[[User], QuerySet[Any]]] = {
    Fact: lambda _actor: Fact.objects.all(),
    Conversation: conversations_visible_to,
    Message: messages_visible_to,
    Expectation: lambda _actor: Expectation.objects.select_related("topic"),
    Promise: promises_visible_to,
    Negotiation: negotiations_visible_to,
    Exceeding: exceedings_visible_to,
    Departure: departures_visible_to,
    Perception: lambda _actor: Perception.objects.select_related("topic"),
}


def _entry(event: Event, subjects: Rows) -> Entry:
    kind = KINDS[event.type]
    subject = subjects.get((kind.subject, _subject_id(event))) if kind.subject else None
    tone = kind.tone
    if event.type == "expectations.PromiseClosed":
        tone = OUTCOME_TONES.get(event.payload["outcome"], "")
    return Entry(
        at=event.at,
        text=kind.text,
        icon=kind.icon,
        tone=tone,
        url=_url(subject),
        subject=subject,
        values={"kind": event.type.partition(".")[2], "payload": event.payload},
    )


def _url(subject: Model | None) -> str:
    if isinstance(subject, Conversation):
        return reverse("workspace:conversation", args=[subject.pk])
    if isinstance(subject, Message):
        address = reverse("workspace:conversation", args=[subject.conversation_id])
        return f"{address}#message-{subject.pk}"
    if isinstance(subject, Negotiation):
        return reverse("expectations:negotiation", args=[subject.pk])
    if isinstance(subject, Promise) and subject.conversation_id:
        return reverse("workspace:conversation", args=[subject.conversation_id])
    return ""


def _from_purchases(customer: Customer, end: datetime | None) -> list[Entry]:
    """One entry for each order and currency."""
    rows = Purchase.objects.filter(customer=customer)
    if end:
        rows = rows.filter(purchased_at__lt=end)
    orders = (
        rows.values("order_ref", "currency")
        .annotate(at=Max("purchased_at"), total=Sum("amount_minor"), lines=Count("pk"))
        .order_by("-at")[: SIZE + 1]
    )
    return [
        Entry(
            at=order["at"],
            text=_("Returned") if order["total"] < 0 else _("Bought"),
            icon="return" if order["total"] < 0 else "purchase",
            values={"kind": "Order", **order},
        )
        for order in orders
    ]
