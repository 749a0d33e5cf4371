from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.conversations.models import Conversation, Message
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.queries.scope import COUNTED

Kind = StandingPromise.Kind
Trigger = StandingPromise.Trigger


def standing_visible_to(actor: User) -> QuerySet[StandingPromise]:
    """Guarantees, and what is promised to customers of the actor's teams and of none."""
    if not actor.may("promises.view"):
        return StandingPromise.objects.none()
    rows = StandingPromise.objects.all()
    if not actor.sees_all_teams:
        theirs = in_teams_of(actor, path="customer__team")
        rows = rows.filter(Q(kind=Kind.GUARANTEE) | theirs)
    return rows.select_related("customer", "topic", "team", "owner").order_by("-made_at", "-pk")


def standing_to(customer: Customer) -> QuerySet[StandingPromise]:
    """What is promised to the customer on condition or again and again, the newest first."""
    rows = customer.standing_promises.select_related("topic", "owner")
    return rows.order_by("-made_at", "-pk")


def waiting_on_condition(actor: User) -> QuerySet[StandingPromise]:
    """Conditional promises whose condition has not come true, the oldest first."""
    waiting = standing_visible_to(actor).filter(kind=Kind.CONDITIONAL, ended_at=None)
    return waiting.order_by("made_at", "pk")


def guarantees() -> QuerySet[StandingPromise]:
    """The guarantees that are given now, in the order they were made."""
    lasting = StandingPromise.objects.filter(kind=Kind.GUARANTEE, ended_at=None)
    return lasting.select_related("topic", "owner", "team").order_by("pk")


def guarantees_to(customer: Customer) -> QuerySet[StandingPromise]:
    """The guarantees that are given to this customer now: to everybody, or to her tier."""
    return guarantees().filter(Q(tier="") | Q(tier=customer.tier or "-"))


def guarantees_of_conversation(conversation: Conversation) -> QuerySet[StandingPromise]:
    """The guarantees that a customer comes into who writes about a new matter."""
    team = conversation.team_id or conversation.customer.team_id
    covering = guarantees_to(conversation.customer).filter(trigger=Trigger.CONVERSATION_OPENED)
    return covering.filter(Q(team=None) | Q(team_id=team))


def first_answer(conversation: Conversation) -> Message | None:
    """Our first letter in the conversation that a person wrote, or None."""
    written = conversation.messages.filter(
        direction=Message.Direction.OUTBOUND, kind=Message.Kind.MESSAGE
    )
    return written.exclude(author__role=User.Role.SYSTEM).order_by("at", "pk").first()


def last_occurrence_on(standing: StandingPromise) -> date | None:
    """The day in the rhythm of the last occurrence made, or None before the first."""
    days = standing.promises.order_by("-occurrence").values_list("occurrence", flat=True)
    last = days.first()
    return date.fromisoformat(last) if last else None


def standing_ids_to_go_on(*, now: datetime, most: int) -> list[int]:
    """Repeating promises whose next occurrence is to be made."""
    rows = StandingPromise.objects.filter(ended_at=None, next_due_at__lte=now)
    return list(rows.order_by("next_due_at").values_list("pk", flat=True)[:most])


def kept_of_standing(standing: StandingPromise) -> tuple[int, int]:
    """How many of the promises made from it were kept, and how many count in the rate."""
    counts = standing.promises.aggregate(
        kept=Count("pk", filter=Q(outcome=Promise.Outcome.KEPT)),
        counted=Count("pk", filter=Q(outcome__in=COUNTED)),
    )
    return counts["kept"], counts["counted"]


def moved_from(promise: Promise) -> date | None:
    """The closed day that a repeating promise was due on and was moved from, or None."""
    standing = promise.standing
    if standing is None or standing.kind != Kind.REPEATING:
        return None
    team = promise.team
    zone = ZoneInfo(business_hours(team.calendar_id if team else None).time_zone)
    day = date.fromisoformat(promise.occurrence)
    return None if promise.due_at.astimezone(zone).date() == day else day
