from datetime import datetime

from django.db.models import F, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations.models import Promise


def promises_visible_to(actor: User) -> QuerySet[Promise]:
    """Promises to customers of the actor's teams and of none, with what a row shows."""
    if not actor.may("promises.view"):
        return Promise.objects.none()
    rows = Promise.objects.filter(in_teams_of(actor, path="customer__team"))
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


def promise_ids_to_break(*, now: datetime, most: int) -> list[int]:
    """Open promises whose grace has ended."""
    rows = Promise.objects.filter(closed_at=None, breaks_at__lte=now)
    return list(rows.order_by("breaks_at").values_list("pk", flat=True)[:most])
