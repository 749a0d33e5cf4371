"""A person's promises as a calendar by a secret address, which can be renewed and closed."""

from datetime import datetime

from django.db import transaction

from heed.accounts.models import User
from heed.core import access, events
from heed.expectations.events import CalendarFeedChanged
from heed.expectations.models import CalendarFeed


@transaction.atomic
def open_feed(*, actor: User, now: datetime, shows_names: bool = False) -> CalendarFeed:
    """Let one's promises be read as a calendar, with or without names of customers.

    The address stays as it is where there is one. Publishes CalendarFeedChanged.
    """
    access.require(actor, "promises.view")
    feed, _is_new = CalendarFeed.objects.get_or_create(owner=actor, defaults={"changed_at": now})
    feed.shows_names, feed.is_open = shows_names, True
    return _changed(feed, actor, now)


@transaction.atomic
def renew_feed(*, actor: User, now: datetime) -> CalendarFeed | None:
    """Give the calendar another address; the one before shows nothing from now on.

    Publishes CalendarFeedChanged.
    """
    feed = _own(actor)
    if feed is None:
        return None
    feed.serial += 1
    feed.is_open = True
    return _changed(feed, actor, now)


@transaction.atomic
def close_feed(*, actor: User, now: datetime) -> CalendarFeed | None:
    """Let nobody read the calendar any more; opened again it has another address.

    Publishes CalendarFeedChanged.
    """
    feed = _own(actor)
    if feed is None or not feed.is_open:
        return feed
    feed.serial += 1
    feed.is_open = False
    return _changed(feed, actor, now)


def _own(actor: User) -> CalendarFeed | None:
    return CalendarFeed.objects.select_for_update(of=("self",)).filter(owner=actor).first()


def _changed(feed: CalendarFeed, actor: User, now: datetime) -> CalendarFeed:
    feed.changed_at = now
    feed.save(update_fields=["serial", "shows_names", "is_open", "changed_at"])
    happened = CalendarFeedChanged(feed_id=feed.pk, is_open=feed.is_open)
    events.publish(happened, actor=actor, at=now)
    return feed
