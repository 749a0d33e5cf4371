from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core.icalendar import Entry
from heed.core.links import link_to
from heed.expectations.models import CalendarFeed, Promise

SALT = "heed.expectations.calendar_feed"
SHOWN_AFTER_CLOSE = timedelta(days=90)
MOST_ENTRIES = 1000
CANCELLING = (Promise.Outcome.WAIVED, Promise.Outcome.RENEGOTIATED)


def feed_of(user: User) -> CalendarFeed | None:
    """The person's feed, be it closed, or None where there never was one."""
    return CalendarFeed.objects.filter(owner=user).first()


def token_of(feed: CalendarFeed) -> str:
    """The unguessable part of the address; made from the owner and how often it was renewed."""
    return signing.Signer(salt=SALT).sign(f"{feed.owner_id}.{feed.serial}")


def feed_with(token: str) -> CalendarFeed | None:
    """The open feed behind an address, or None where it was renewed, closed, or never ours."""
    try:
        owner_id, serial = map(int, signing.Signer(salt=SALT).unsign(token).split("."))
    except (signing.BadSignature, ValueError):
        return None
    feeds = CalendarFeed.objects.filter(owner_id=owner_id, serial=serial, is_open=True)
    return feeds.filter(owner__is_active=True).select_related("owner").first()


def entries_of(feed: CalendarFeed, *, now: datetime) -> Iterator[Entry]:
    """What the owner sees to, and what was closed lately, the latest due first.

    Names of customers only where the owner chose so; never what was promised.
    """
    shown = Promise.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=now - SHOWN_AFTER_CLOSE), owner=feed.owner
    )
    rows = shown.select_related("customer", "topic").order_by("-due_at", "-pk")[:MOST_ENTRIES]
    domain = organisation().mail_address.rpartition("@")[2]
    return (_entry(promise, domain, shows_names=feed.shows_names) for promise in rows)


def _entry(promise: Promise, domain: str, *, shows_names: bool) -> Entry:
    changes = (promise.made_at, promise.overdue_at, promise.escalated_at, promise.closed_at)
    known = [at for at in changes if at]
    return Entry(
        uid=f"promise-{promise.pk}@{domain}",
        at=promise.due_at,
        summary=_summary(promise, shows_names=shows_names),
        modified_at=max(known),
        sequence=len(known) - 1,
        url=link_to("expectations:promise", promise.pk),
        is_cancelled=promise.outcome in CANCELLING,
    )


def _summary(promise: Promise, *, shows_names: bool) -> str:
    topic = str(promise.topic) if promise.topic else ""
    values = {"name": promise.customer.name, "topic": topic}
    if shows_names and topic:
        return _("Promise to %(name)s due: %(topic)s") % values
    if shows_names:
        return _("Promise to %(name)s due") % values
    return _("Promise due: %(topic)s") % values if topic else _("Promise due")
