from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers import rules
from heed.customers.models import ContactPoint, Customer, Fact, PersonalLink

PERSONAL_SALT = "heed.customers.personal_link"


def customers_counted() -> QuerySet[Customer]:
    """Every customer once: without those who were put together with another."""
    return Customer.objects.filter(merged_into=None)


def customers_visible_to(actor: User) -> QuerySet[Customer]:
    """Customers of the actor's teams and of none, most recently active first."""
    if not actor.may("customers.view"):
        return Customer.objects.none()
    rows = customers_counted().filter(in_teams_of(actor))
    return rows.order_by("-last_activity_at", "-pk")


def customer_found_by(text: str, actor: User) -> Customer | None:
    """The customer the actor may see who has this number, mail address or phone, or None."""
    number = text.strip().removeprefix("#")
    rows = customers_visible_to(actor)
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found = rows.filter(pk=int(number)).first()
        if found:
            return found
    owners = (customer_with(kind, text) for kind in ContactPoint.Kind)
    owner = next(filter(None, owners), None)
    return rows.filter(pk=owner.pk).first() if owner else None


def customer_with(kind: str, value: str) -> Customer | None:
    """The customer who has this contact point, or None."""
    key = rules.contact_key(kind, value)
    point = ContactPoint.objects.filter(kind=kind, key=key).select_related("customer").first()
    return point.customer if point else None


def customer_ids_by_reference(references: Iterable[str]) -> dict[str, int]:
    """Customer ids by customer number, for those of the numbers that are known."""
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.REFERENCE, key__in=list(references))
    return dict(points.values_list("key", "customer_id"))


def customer_ids_by_mail_address(addresses: Iterable[str]) -> dict[str, int]:
    """Customer ids by mail address as given, for those of the addresses that are known."""
    kind = ContactPoint.Kind.EMAIL
    keys = {address: rules.contact_key(kind, address) for address in addresses}
    points = ContactPoint.objects.filter(kind=kind, key__in=set(keys.values()))
    owners = dict(points.values_list("key", "customer_id"))
    return {address: owners[key] for address, key in keys.items() if key in owners}


def compared_as(kind: str, value: str) -> str:
    """The form in which contact points are compared and kept once."""
    return rules.contact_key(kind, value)[:320]


def contact_points_compared(kind: str, keys: Iterable[str]) -> QuerySet[ContactPoint]:
    """Contact points of a kind in the form compared, with their customers; ask for some hundred."""
    points = ContactPoint.objects.filter(kind=kind, key__in=list(keys))
    return points.select_related("customer")


def mail_address_of(customer: Customer) -> str:
    """The address to write to, the first one known; empty where there is none."""
    point = customer.contact_points.filter(kind=ContactPoint.Kind.EMAIL).order_by("pk").first()
    return point.value if point else ""


def numbers_to_dial() -> QuerySet[ContactPoint]:
    """Telephone numbers, the first one known first, without those where somebody else answers."""
    rows = ContactPoint.objects.filter(kind=ContactPoint.Kind.PHONE, wrong_at=None)
    return rows.order_by("pk")


def phone_numbers_of(customer: Customer) -> list[str]:
    """The numbers to call, the first one known first; none where there is none."""
    return list(numbers_to_dial().filter(customer=customer).values_list("value", flat=True))


def facts_of(customer: Customer) -> QuerySet[Fact]:
    """What is worth remembering about the customer, newest first."""
    return customer.facts.select_related("noted_by").order_by("-noted_at", "-pk")


def personal_token(customer: Customer) -> str:
    """The unguessable part of the link to the customer's own page; empty where it is closed.

    It is made from the customer and how often the link was renewed, and never stored.
    """
    link = PersonalLink.objects.filter(customer=customer).first()
    if customer.erased_at or (link and not link.is_open):
        return ""
    serial = link.serial if link else 0
    return signing.Signer(salt=PERSONAL_SALT).sign(f"{customer.pk}.{serial}")


def customer_with_token(token: str) -> Customer | None:
    """The customer behind a personal link, or None where it was renewed, closed or never ours."""
    try:
        customer_id, _serial = signing.Signer(salt=PERSONAL_SALT).unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        return None
    rows = Customer.objects.select_related("merged_into")
    customer = rows.filter(pk=customer_id).first()
    if not customer or personal_token(customer) != token:
        return None
    return customer.merged_into or customer


def beside(one: Customer, other: Customer) -> list[tuple[str, str, str, bool]]:
    """What is known of two customers: its name, each one's, and whether the two differ."""
    shown = {
        "name": _("Name"),
        "address_form": _("How to address"),
        "language": _("Language"),
        "country": _("Country"),
        "created_at": _("Customer since"),
        "last_contact_at": _("Last contact"),
    }
    rows = [(name, _told(one, field), _told(other, field)) for field, name in shown.items()]
    rows += [
        (str(kind.label), _points(one, kind), _points(other, kind)) for kind in ContactPoint.Kind
    ]
    return [(name, left, right, left != right) for name, left, right in rows if left or right]


def _told(customer: Customer, field: str) -> str:
    value = getattr(customer, field)
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATE_FORMAT")
    if field == "language":
        return str(customer.get_language_display())
    return value or ""


def _points(customer: Customer, kind: str) -> str:
    values = (
        customer.contact_points.filter(kind=kind).order_by("pk").values_list("value", flat=True)
    )
    return " · ".join(values)
