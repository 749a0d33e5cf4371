from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import require_present
from heed.expectations.queries.standards import today
from heed.loyalty.events import DepartureCorrected, DepartureRecorded, DepartureWithdrawn
from heed.loyalty.models import Departure
from heed.loyalty.queries.departures import departure_meant, said_in
from heed.surveys.models import Response


class LeftInFuture(DomainError):
    code = "departure.left_in_future"
    message = _("%(day)s has not come yet. Record the leaving once it has happened.")


class EvidenceMissing(DomainError):
    code = "departure.evidence_missing"
    message = _("Say what shows it: a reason that is inferred needs what it was inferred from.")


class ConfidenceOutOfRange(DomainError):
    code = "departure.confidence_out_of_range"
    message = _("Say how sure you are, from 1 to 100 percent, since the reason is inferred.")


class DepartureKnownAlready(DomainError):
    code = "departure.known_already"
    message = _("That the customer left on %(day)s is recorded already. Correct that entry.")


class DepartureEndedAlready(DomainError):
    code = "departure.ended_already"
    message = _("This entry was replaced or taken back meanwhile. Load the page again to see how.")


class CauseMissing(DomainError):
    code = "departure.cause_missing"
    message = _("Say why it is taken back, such as “bought again, was only on holiday”.")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What one of us can say of a leaving; `confidence` in 0..1 counts where it is inferred."""

    left_on: date
    reason: str
    source: str = Departure.Source.AGENT
    evidence: str = ""
    confidence: float | None = None


@transaction.atomic
def record_departure(
    *, customer: Customer, account: Account, actor: User, now: datetime
) -> Departure:
    """Record that a customer has left, when and why.

    Publishes DepartureRecorded. Raises LeftInFuture, EvidenceMissing, ConfidenceOutOfRange,
    DepartureKnownAlready, CustomerGone.
    """
    access.require(actor, "departures.record")
    customer = require_present(customer)
    departure = _entered(_checked(account, customer, now), customer, actor=actor, now=now)
    happened = DepartureRecorded(
        customer_id=customer.pk,
        departure_id=departure.pk,
        reason=departure.reason,
        source=departure.source,
    )
    events.publish(happened, actor=actor, at=now)
    return departure


@transaction.atomic
def correct_departure(
    *, departure_id: int, account: Account, actor: User, now: datetime
) -> Departure:
    """Put a new entry in the place of one that counts; the former stays to be seen.

    Returns the entry as it is where nothing differs. Publishes DepartureCorrected. Raises
    DepartureEndedAlready and what recording may be refused for.
    """
    access.require(actor, "departures.record")
    former = _in_force(departure_id)
    customer = require_present(former.customer)
    values = _checked(account, customer, now, besides=former)
    if all(getattr(former, name) == value for name, value in values.items()):
        return former
    return _replaced(former, values, actor=actor, now=now)


@transaction.atomic
def withdraw_departure(*, departure_id: int, because: str, actor: User, now: datetime) -> Departure:
    """Take back that a customer left; the entry stays, says why, and no longer counts.

    Publishes DepartureWithdrawn. Raises CauseMissing, DepartureEndedAlready.
    """
    access.require(actor, "departures.record")
    if not because.strip():
        raise CauseMissing
    departure = _in_force(departure_id)
    _end(departure, actor=actor, now=now, because=because.strip())
    happened = DepartureWithdrawn(customer_id=departure.customer_id, departure_id=departure.pk)
    events.publish(happened, actor=actor, at=now)
    return departure


@transaction.atomic
def record_said_departure(*, response_id: int, actor: User, now: datetime) -> Departure | None:
    """Record why a customer left as she answered in a survey; safe to run twice.

    Her own account takes the place of what we had recorded of the same leaving, and keeps its day.
    Returns None where nothing is said of leaving, or nobody is named. Publishes DepartureRecorded
    or DepartureCorrected.
    """
    access.require(actor, "departures.record")
    response = Response.objects.select_related("version", "customer").get(pk=response_id)
    customer, said = response.customer, said_in(response)
    is_done = Departure.objects.filter(response=response).exists()
    if customer is None or customer.erased_at or said is None or is_done:
        return None
    customer = require_present(customer)
    on = today(response.submitted_at or now)
    values: dict[str, object] = {
        "left_on": on, "reason": said.reason, "source": said.source, "evidence": "",
        "confidence": None, "response": response,
    }  # fmt: skip
    former = departure_meant(customer, on=on)
    if former:
        values["left_on"] = former.left_on
        return _replaced(former, values, actor=actor, now=now)
    departure = _entered(values, customer, actor=actor, now=now)
    happened = DepartureRecorded(
        customer_id=customer.pk,
        departure_id=departure.pk,
        reason=said.reason,
        source=said.source,
    )
    events.publish(happened, actor=actor, at=now)
    return departure


def _checked(
    account: Account, customer: Customer, now: datetime, besides: Departure | None = None
) -> dict[str, object]:
    """The values to keep of an account."""
    if account.left_on > today(now):
        raise LeftInFuture(day=date_format(account.left_on, "DATE_FORMAT"))
    is_inferred = account.source == Departure.Source.INFERRED
    if is_inferred and not account.evidence.strip():
        raise EvidenceMissing
    if is_inferred and not (account.confidence and 0 < account.confidence <= 1):
        raise ConfidenceOutOfRange
    known = Departure.objects.filter(customer=customer, left_on=account.left_on, ended_at=None)
    if known.exclude(pk__in=[besides.pk] if besides else []).exists():
        raise DepartureKnownAlready(day=date_format(account.left_on, "DATE_FORMAT"))
    return {
        "left_on": account.left_on,
        "reason": account.reason,
        "source": account.source,
        "evidence": account.evidence.strip(),
        "confidence": account.confidence if is_inferred else None,
    }


def _entered(
    values: dict[str, object],
    customer: Customer,
    *,
    actor: User,
    now: datetime,
    replaces: Departure | None = None,
) -> Departure:
    return Departure.objects.create(
        customer=customer,
        tier=replaces.tier if replaces else customer.tier,
        replaces=replaces,
        recorded_by=actor,
        recorded_at=now,
        **values,
    )


def _in_force(departure_id: int) -> Departure:
    rows = Departure.objects.select_for_update(of=("self",)).select_related("customer")
    departure = rows.get(pk=departure_id)
    if departure.ended_at:
        raise DepartureEndedAlready
    return departure


def _end(departure: Departure, *, actor: User, now: datetime, because: str = "") -> None:
    departure.ended_by, departure.ended_at, departure.ended_because = actor, now, because
    departure.save(update_fields=["ended_by", "ended_at", "ended_because"])


def _replaced(
    former: Departure, values: dict[str, object], *, actor: User, now: datetime
) -> Departure:
    _end(former, actor=actor, now=now)
    departure = _entered(values, former.customer, actor=actor, now=now, replaces=former)
    happened = DepartureCorrected(
        customer_id=former.customer_id,
        departure_id=departure.pk,
        former_id=former.pk,
        reason=departure.reason,
        source=departure.source,
    )
    events.publish(happened, actor=actor, at=now)
    return departure
