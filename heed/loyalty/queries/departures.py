"""Who has left, why, and how we know."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.loyalty.models import Departure
from heed.loyalty.rules.reasons import is_about_leaving, is_exit_interview, reason_of
from heed.surveys.format.questions import Dropdown, OneOf
from heed.surveys.format.words import Role
from heed.surveys.models import Response
from heed.surveys.queries.versions import asked_in

SAME_LEAVING = timedelta(days=180)


def departures_visible_to(actor: User) -> QuerySet[Departure]:
    """All entries about customers the actor may see, the newest first, ended ones too."""
    if not actor.may("customers.view"):
        return Departure.objects.none()
    rows = Departure.objects.filter(in_teams_of(actor, path="customer__team"))
    return rows.order_by("-recorded_at", "-pk")


def departures_in_force(actor: User) -> QuerySet[Departure]:
    """Entries that count, about customers the actor may see."""
    return departures_visible_to(actor).filter(ended_at=None)


def departures_of(customer: Customer) -> QuerySet[Departure]:
    """Every entry about the customer, the newest first, with what became of it; one statement."""
    rows = Departure.objects.filter(customer=customer)
    rows = rows.select_related("recorded_by", "ended_by", "replaced_by")
    return rows.order_by("-recorded_at", "-pk")


def departure_meant(customer: Customer, *, on: date) -> Departure | None:
    """The entry a customer means who says on a day why she left; None where there is none yet."""
    rows = Departure.objects.filter(
        customer=customer, ended_at=None, left_on__gte=on - SAME_LEAVING, left_on__lte=on
    )
    return rows.order_by("-left_on").first()


@dataclass(frozen=True)
class Said:
    """Why a customer left, as she answered."""

    reason: str
    source: str


def said_in(response: Response) -> Said | None:
    """Why somebody left according to a response; None where it was not asked, or not answered."""
    for question in asked_in(response.version).questions:
        if not isinstance(question, OneOf | Dropdown) or question.role is not Role.REASON:
            continue
        items = {choice.value: choice.item for choice in question.choices}
        answer = (response.cleaned or {}).get(question.name)
        if answer is None or not is_about_leaving(items.values()):
            continue
        is_whole = is_exit_interview(items.values())
        source = Departure.Source.EXIT_INTERVIEW if is_whole else Departure.Source.SURVEY
        return Said(reason_of(items.get(answer, "")), source)
    return None
