from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.core import access, events, search
from heed.core.errors import DomainError
from heed.core.outbox import is_usable
from heed.customers import documents, rules
from heed.customers.events import (
    CustomerChanged,
    CustomerCreated,
    CustomerDeclinedSurveys,
    CustomerErased,
    FactForgotten,
    FactNoted,
    PersonalLinkChanged,
    PhoneNumberMarked,
)
from heed.customers.models import ContactPoint, Customer, Fact, PersonalLink
from heed.customers.refusals import CustomerMerged

CHANGEABLE = frozenset(
    {"name", "address_form", "language", "time_zone", "country", "team", "named_agent"}
)


class ContactPointTaken(DomainError):
    code = "customer.contact_point_taken"
    message = _(
        "%(value)s already belongs to %(customer)s. Open that customer, or use another address."
    )


class ContactPointUnusable(DomainError):
    code = "customer.contact_point_unusable"
    message = _("“%(value)s” is no address or number. Enter it as it is written or dialled.")


class CustomerGone(DomainError):
    code = "customer.erased"
    message = _(
        "Customer %(customer_id)s was erased on %(erased_at)s; nothing more is recorded about her "
        "or him. Somebody who comes back is a new customer."
    )


class NameMissing(DomainError):
    code = "customer.name_missing"
    message = _("A customer needs a name. Enter the name by which you call her or him.")


def create_customer(
    *,
    name: str,
    actor: User,
    now: datetime,
    email: str = "",
    phone: str = "",
    language: str = "en",
    country: str = "",
    team: Team | None = None,
) -> Customer:
    """Create a customer with the contact points given.

    Publishes CustomerCreated. Raises NameMissing, ContactPointTaken, ContactPointUnusable.
    """
    if email.strip():
        _require_usable(ContactPoint.Kind.EMAIL, email)
    return _create(
        name=name,
        actor=actor,
        now=now,
        email=email,
        phone=phone,
        language=language,
        country=country,
        team=team,
    )


@transaction.atomic
def _create(
    *,
    name: str,
    actor: User,
    now: datetime,
    email: str,
    language: str,
    phone: str = "",
    country: str = "",
    team: Team | None = None,
) -> Customer:
    access.require(actor, "customers.change")
    if not name.strip():
        raise NameMissing
    customer = Customer.objects.create(
        name=name.strip()[:200],
        language=language,
        country=country,
        team=team,
        created_at=now,
        last_activity_at=now,
    )
    for kind, value in ((ContactPoint.Kind.EMAIL, email), (ContactPoint.Kind.PHONE, phone)):
        if value.strip():
            _add_contact_point(customer, kind, value)
    events.publish(CustomerCreated(customer_id=customer.pk), actor=actor, at=now)
    return customer


def customer_who_wrote(
    *, name: str, address: str, text: str, default_language: str, actor: User, now: datetime
) -> Customer:
    """Create the customer who has written from an address that nobody had, or return who has it.

    The name is made from the address where none is given, the language is that of the text. What
    a mail gives as its sender is kept as it is, be it an address one could not write to.
    """
    try:
        return _create(
            name=name.strip() or rules.name_from_address(address),
            email=address,
            language=rules.language_of(text, default=default_language),
            actor=actor,
            now=now,
        )
    except ContactPointTaken:
        # Another mail of the same new customer is taken in at the same time, and was first.
        points = ContactPoint.objects.select_related("customer")
        key = rules.contact_key(ContactPoint.Kind.EMAIL, address)
        return points.get(kind=ContactPoint.Kind.EMAIL, key=key).customer


@transaction.atomic
def add_contact_point(
    *, customer: Customer, kind: str, value: str, actor: User, now: datetime
) -> ContactPoint:
    """Add a way to reach or recognise the customer.

    Publishes CustomerChanged. Raises ContactPointTaken, ContactPointUnusable.
    """
    access.require(actor, "customers.change")
    require_present(customer)
    _require_usable(kind, value)
    point = _add_contact_point(customer, kind, value)
    changed = CustomerChanged(customer_id=customer.pk, fields=("contact_points",))
    events.publish(changed, actor=actor, at=now)
    return point


def _require_usable(kind: str, value: str) -> None:
    """Refuse what somebody enters as a mail address and mail could not be sent to."""
    if kind == ContactPoint.Kind.EMAIL and not is_usable(value.strip()):
        raise ContactPointUnusable(value=value)


def _add_contact_point(customer: Customer, kind: str, value: str) -> ContactPoint:
    key = rules.contact_key(kind, value)[:320]
    if not key:
        raise ContactPointUnusable(value=value)
    point, is_new = ContactPoint.objects.select_related("customer").get_or_create(
        kind=kind,
        key=key,
        defaults={"customer": customer, "value": value.strip()[:320]},
    )
    if not is_new and point.customer_id != customer.pk:
        raise ContactPointTaken(value=value, customer=point.customer.name)
    return point


@transaction.atomic
def mark_phone_number(*, point_id: int, is_wrong: bool, actor: User, now: datetime) -> ContactPoint:
    """Keep that somebody else answers at a number, so that nobody dials it, or take that back.

    Publishes PhoneNumberMarked where something changes. Raises CustomerGone.
    """
    access.require(actor, "phone_numbers.mark")
    require_present(Customer.objects.get(contact_points=point_id))
    point = ContactPoint.objects.get(pk=point_id, kind=ContactPoint.Kind.PHONE)
    if (point.wrong_at is not None) == is_wrong:
        return point
    point.wrong_at, point.wrong_by = (now, actor) if is_wrong else (None, None)
    point.save(update_fields=["wrong_at", "wrong_by"])
    marked = PhoneNumberMarked(
        customer_id=point.customer_id, contact_point_id=point.pk, is_wrong=is_wrong
    )
    events.publish(marked, actor=actor, at=now)
    return point


@transaction.atomic
def change_customer(
    *, customer: Customer, changes: Mapping[str, object], actor: User, now: datetime
) -> Customer:
    """Set fields of the customer's head, such as name or named agent; the rest stays.

    Publishes CustomerChanged where something changed. Raises NameMissing.
    """
    access.require(actor, "customers.change")
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise ValueError(f"expected some of {sorted(CHANGEABLE)}, got {sorted(unknown)}")
    locked = require_present(customer)
    changed = [field for field, value in changes.items() if getattr(locked, field) != value]
    for field in changed:
        setattr(locked, field, changes[field])
    if not locked.name.strip():
        raise NameMissing
    if changed:
        locked.save(update_fields=changed)
        happened = CustomerChanged(customer_id=locked.pk, fields=tuple(sorted(changed)))
        events.publish(happened, actor=actor, at=now)
    return locked


@transaction.atomic
def note_fact(
    *, customer: Customer, text: str, kind: str, source: str, actor: User, now: datetime
) -> Fact:
    """Remember something about the customer, with where it is known from. Publishes FactNoted."""
    access.require(actor, "customers.change")
    require_present(customer)
    fact = Fact.objects.create(
        customer=customer, text=text.strip(), kind=kind, source=source, noted_by=actor, noted_at=now
    )
    events.publish(FactNoted(customer_id=customer.pk, fact_id=fact.pk), actor=actor, at=now)
    return fact


@transaction.atomic
def forget_fact(*, fact: Fact, actor: User, now: datetime) -> None:
    """Delete a fact for good; the log keeps only that there was one."""
    access.require(actor, "customers.change")
    happened = FactForgotten(customer_id=fact.customer_id, fact_id=fact.pk)
    fact.delete()
    events.publish(happened, actor=actor, at=now)


def note_contact(*, customer_id: int, at: datetime) -> None:
    """Keep when the customer was last in touch with us; part of a larger operation."""
    earlier = Q(last_contact_at=None) | Q(last_contact_at__lt=at)
    Customer.objects.filter(earlier, pk=customer_id).update(last_contact_at=at)
    note_activity(customer_id=customer_id, at=at)


def note_activity(*, customer_id: int, at: datetime) -> None:
    """Keep when something last happened with the customer; part of a larger operation."""
    Customer.objects.filter(pk=customer_id, last_activity_at__lt=at).update(last_activity_at=at)


def create_customers(rows: Sequence[tuple[str, Customer]]) -> None:
    """Create many customers at once, each with the customer number that names it.

    Part of an import, which publishes one event for the batch.
    """
    Customer.objects.bulk_create([customer for _reference, customer in rows])
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                customer=customer,
                kind=ContactPoint.Kind.REFERENCE,
                value=reference,
                key=rules.contact_key(ContactPoint.Kind.REFERENCE, reference),
            )
            for reference, customer in rows
        ]
    )


def add_contact_points(points: Iterable[tuple[int, str, str]]) -> None:
    """Add many contact points (customer id, kind, value); one that is taken stays where it is.

    Part of an import, which publishes one event for the batch.
    """
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                customer_id=customer_id,
                kind=kind,
                value=value.strip()[:320],
                key=rules.contact_key(kind, value)[:320],
            )
            for customer_id, kind, value in points
        ],
        ignore_conflicts=True,
    )


def place_in_tiers(*, tiers: Mapping[int, str], states: Mapping[int, str]) -> int:
    """Write tier and state of many customers at once; return how many rows changed.

    Part of a valuation, which publishes the event.
    """
    changed = 0
    for field, values in (("tier", tiers), ("state", states)):
        by_value: dict[str, list[int]] = {}
        for customer_id, value in values.items():
            by_value.setdefault(value, []).append(customer_id)
        for value, ids in by_value.items():
            for start in range(0, len(ids), 900):
                rows = Customer.objects.filter(pk__in=ids[start : start + 900])
                changed += rows.exclude(**{field: value}).update(**{field: value})
    return changed


def require_present(customer: Customer) -> Customer:
    """Return the customer, locked, as she or he is now; part of a larger operation.

    Raises CustomerGone, CustomerMerged.
    """
    locked = Customer.objects.select_for_update(of=("self",)).select_related("team", "merged_into")
    present = locked.get(pk=customer.pk)
    if present.merged_into:
        raise CustomerMerged(customer=present.name, kept=present.merged_into.name)
    if present.erased_at:
        raise CustomerGone(
            customer_id=present.pk,
            erased_at=date_format(timezone.localtime(present.erased_at), "DATE_FORMAT"),
        )
    return present


@transaction.atomic
def erase_customer(*, customer: Customer, actor: User, now: datetime) -> Customer:
    """Remove for good what tells who the customer is; her or his number and all figures stay.

    Name, contact points and facts go here and now; the rooms above take out the words they hold
    after CustomerErased, which this publishes. Raises CustomerGone where it was done before.
    """
    access.require(actor, "customers.erase")
    erased = require_present(customer)
    for each in (erased, *erased.absorbed.all()):
        _erase(each, actor, now)
    return erased


def _erase(erased: Customer, actor: User, now: datetime) -> None:
    erased.name = f"#{erased.pk}"
    erased.address_form = erased.country = erased.time_zone = ""
    erased.named_agent = None
    erased.erased_at = now
    words = ["name", "address_form", "country", "time_zone", "named_agent"]
    erased.save(update_fields=[*words, "erased_at"])
    erased.contact_points.all().delete()
    erased.facts.all().delete()
    search.remove(documents.KIND, erased.pk)
    events.publish(CustomerErased(customer_id=erased.pk), actor=actor, at=now)


@transaction.atomic
def change_personal_link(
    *, customer: Customer, is_open: bool, actor: User, now: datetime
) -> PersonalLink:
    """Make the link to the customer's own page a new one, or close it; the one before ends.

    Publishes PersonalLinkChanged. Raises CustomerGone.
    """
    access.require(actor, "customers.change")
    require_present(customer)
    link, _is_new = PersonalLink.objects.get_or_create(
        customer=customer, defaults={"changed_by": actor, "changed_at": now}
    )
    link.serial += 1
    link.is_open, link.changed_by, link.changed_at = is_open, actor, now
    link.save(update_fields=["serial", "is_open", "changed_by", "changed_at"])
    changed = PersonalLinkChanged(customer_id=customer.pk, is_open=is_open)
    events.publish(changed, actor=actor, at=now)
    return link


@transaction.atomic
def decline_surveys(
    *, customer_id: int, is_declined: bool = True, actor: User, now: datetime
) -> Customer:
    """Ask the customer nothing more in surveys, or take that back; asking twice changes nothing.

    Publishes CustomerDeclinedSurveys where something changes. Raises CustomerGone.
    """
    access.require(actor, "customers.change")
    customer = require_present(Customer(pk=customer_id))
    if (customer.surveys_declined_at is not None) == is_declined:
        return customer
    customer.surveys_declined_at = now if is_declined else None
    customer.save(update_fields=["surveys_declined_at"])
    declined = CustomerDeclinedSurveys(customer_id=customer.pk, is_declined=is_declined)
    events.publish(declined, actor=actor, at=now)
    return customer
