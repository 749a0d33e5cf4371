from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from heed.accounts.models import User
from heed.customers.models import Customer
from heed.expectations.models import Promise


def promises_visible_to(actor: User) -> QuerySet[Promise]:
    """Promises to customers of the actor's teams and of none, with what a row shows."""
    if not actor.may("promises.view"):
        return Promise.objects.none()
    rows = Promise.objects.all()
    if not actor.sees_all_teams:
        # Not the column itself, whose index the database would begin with, to sort all after.
        rows = rows.alias(team_served=Coalesce("customer__team_id", 0))
        teams = User.teams.through.objects.filter(user_id=actor.pk).values("team_id")
        rows = rows.filter(Q(team_served=0) | Q(team_served__in=teams))
    return rows.select_related("customer", "topic", "owner")


def open_promises(actor: User) -> QuerySet[Promise]:
    """Open promises the actor may see, the one due first first."""
    return promises_visible_to(actor).filter(closed_at=None).order_by("due_at", "pk")


def overdue_promises(actor: User, *, now: datetime) -> QuerySet[Promise]:
    """Open promises past their due time, the longest overdue first."""
    return open_promises(actor).filter(due_at__lt=now)


def promises_to(customer: Customer) -> QuerySet[Promise]:
    """All promises to the customer: open ones first by due time, then closed, newest first."""
    rows = customer.promises.select_related("topic", "owner")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "due_at", "pk")


def promise_ids_to_remind(*, now: datetime, most: int) -> list[int]:
    """Open promises not yet due whose owner is to be reminded now."""
    rows = Promise.objects.filter(
        closed_at=None, reminded_at=None, remind_at__lte=now, due_at__gt=now
    )
    return list(rows.order_by("remind_at").values_list("pk", flat=True)[:most])


def promise_ids_gone_overdue(*, now: datetime, most: int) -> list[int]:
    """Open promises past their due time and not yet marked so."""
    rows = Promise.objects.filter(closed_at=None, overdue_at=None, due_at__lt=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:most])


def promise_ids_to_escalate(*, now: datetime, most: int) -> list[int]:
    """Open promises overdue for so long that managers are to be told."""
    rows = Promise.objects.filter(closed_at=None, escalated_at=None, escalates_at__lte=now)
    return list(rows.order_by("escalates_at").values_list("pk", flat=True)[:most])


def promise_ids_to_break(*, now: datetime, most: int) -> list[int]:
    """Open promises whose grace has ended."""
    rows = Promise.objects.filter(closed_at=None, breaks_at__lte=now)
    return list(rows.order_by("breaks_at").values_list("pk", flat=True)[:most])


def promises_on_the_matter(promise: Promise) -> QuerySet[Promise]:
    """Open promises to the same customer in the same conversation on the same topic.

    Without a topic the matter is what is promised: the same words.
    """
    rows = Promise.objects.filter(
        closed_at=None, customer_id=promise.customer_id, conversation=promise.conversation
    )
    same = (
        rows.filter(topic_id=promise.topic_id)
        if promise.topic_id
        else rows.filter(topic=None, wording__iexact=promise.wording)
    )
    return same.select_related("topic").order_by("due_at", "pk")


def contradicted_by(promise: Promise) -> Promise | None:
    """The open promise on the matter that says otherwise, or None where the same one stands."""
    others = list(promises_on_the_matter(promise))
    if any(is_same(promise, other) for other in others):
        return None
    return others[0] if others else None


def is_same(promise: Promise, other: Promise) -> bool:
    """Whether two promises on one matter say the same: words, due time and value."""
    return (promise.wording.casefold(), promise.due_at, promise.value) == (
        other.wording.casefold(),
        other.due_at,
        other.value,
    )
