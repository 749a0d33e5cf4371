"""Times we announced to customers, and whether they were kept: each is scored once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.expectations.events import AnnouncementSettled, TimeAnnounced
from heed.expectations.models import Announcement, Promise, Topic
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.promises import said
from heed.expectations.queries.advice import (
    COVERAGES,
    REFERENCE_COVERAGE,
    Asked,
    Unknown,
    advisor_on,
    advisor_on_first_answer,
    hours_of,
)
from heed.expectations.queries.announcements import Fate, fate_of
from heed.expectations.queries.delivery_cases import FIRST_ANSWER, series_of


class CoverageUnknown(DomainError):
    code = "announcement.coverage_unknown"
    message = _("%(coverage)s is no share to keep. Choose one of %(known)s.")


class NothingToAnnounce(DomainError):
    """The advisor refuses; what it would take is said."""

    code = "announcement.nothing_to_announce"
    message = _(
        "Too little is known to announce a time: %(finished)s finished cases, at least %(needed)s "
        "are needed. Announce none, and say only that it arrived."
    )


class HappenedAtImpossible(DomainError):
    code = "announcement.happened_at_impossible"
    message = _(
        "It cannot have happened on %(happened_at)s: give a time between the announcement "
        "(%(announced_at)s) and now."
    )


class AnnouncementSettledAlready(DomainError):
    code = "announcement.settled"
    message = _("Whether this time was kept was settled on %(settled_at)s.")


@transaction.atomic
def announce(
    *,
    customer: Customer,
    place: str,
    actor: User,
    now: datetime,
    conversation: Conversation | None = None,
    topic: Topic | None = None,
    coverage: float = REFERENCE_COVERAGE,
) -> Announcement:
    """Find the time that is kept with this probability, and keep that it was announced.

    Without a topic it is the time to a first answer. A conversation gets one announcement at a
    place: asked again, the one that stands is given. Publishes TimeAnnounced. Raises
    NothingToAnnounce, CoverageUnknown, ConversationOfAnother.
    """
    access.require(actor, "promises.record")
    if coverage not in COVERAGES:
        known = ", ".join(str(each) for each in COVERAGES)
        raise CoverageUnknown(coverage=coverage, known=known)
    require_own_conversation(customer, conversation)
    series = series_of(topic) if topic else FIRST_ANSWER
    locked = Customer.objects.select_for_update(of=("self",)).select_related("team")
    customer = locked.get(pk=customer.pk)
    standing = _standing(conversation, place, series)
    if standing:
        return standing
    team = conversation.team if conversation and conversation.team else customer.team
    asked = Asked.about(customer, conversation, hours=hours_of(team), now=now)
    advisor = advisor_on(asked, topic) if topic else advisor_on_first_answer(asked)
    found = advisor.promise_by(coverage)
    if isinstance(found, Unknown):
        finished = found.ground.finished if found.ground else 0
        raise NothingToAnnounce(finished=finished, needed=found.needed)
    announcement = Announcement(
        series=series,
        place=place,
        customer=customer,
        conversation=conversation,
        coverage=coverage,
        announced_at=now,
        due_at=found.due_at,
    )
    return _announced(announcement, actor, now)


def _standing(conversation: Conversation | None, place: str, series: str) -> Announcement | None:
    if conversation is None:
        return None
    made = Announcement.objects.filter(conversation=conversation, place=place, series=series)
    return made.filter(promise=None, settled_at=None).first()


@transaction.atomic
def announce_promise(*, promise_id: int, actor: User, now: datetime) -> Announcement | None:
    """Keep how likely a promise was to be kept when it was made, once; None where unknown.

    Publishes TimeAnnounced.
    """
    rows = Promise.objects.select_for_update(of=("self",))
    promise = rows.select_related("customer", "conversation", "team", "topic").get(pk=promise_id)
    if promise.renegotiated_from_id or Announcement.objects.filter(promise=promise).exists():
        return None
    asked = Asked(
        team_id=promise.team_id,
        tier=promise.tier,
        channel=promise.conversation.channel if promise.conversation else "",
        hours=hours_of(promise.team),
        now=promise.made_at,
    )
    advisor = advisor_on(asked, promise.topic)
    chance = advisor.chance(promise.due_at)
    if chance is None:
        return None
    announcement = Announcement(
        series=series_of(promise.topic),
        place=Announcement.Place.COMPOSER,
        customer=promise.customer,
        conversation=promise.conversation,
        promise=promise,
        coverage=chance,
        announced_at=promise.made_at,
        due_at=promise.due_at,
    )
    return _announced(announcement, actor, now)


def _announced(announcement: Announcement, actor: User, now: datetime) -> Announcement:
    announcement.save(force_insert=True)
    happened = TimeAnnounced(
        customer_id=announcement.customer_id,
        announcement_id=announcement.pk,
        place=announcement.place,
    )
    events.publish(happened, actor=actor, at=now)
    return announcement


@transaction.atomic
def settle_announcement(*, announcement_id: int, actor: User, now: datetime) -> bool:
    """Score an announced time where it can be told now; return whether that was done now.

    Kept where it happened by then, not kept where it is still open after; without a score where
    the customer waived it or closed the matter before. A delivery recorded later than it happened
    puts a score right. Publishes AnnouncementSettled.
    """
    announcement = _locked(announcement_id)
    fate = fate_of(announcement, now=now)
    if fate is Fate.OPEN:
        return False
    is_kept = {Fate.KEPT: True, Fate.NOT_KEPT: False}.get(fate)
    if announcement.settled_at and (is_kept is not True or announcement.is_kept is not False):
        return False
    _settle(announcement, is_kept=is_kept, actor=actor, now=now)
    return True


@transaction.atomic
def settle_by_hand(
    *, announcement_id: int, happened_at: datetime, actor: User, now: datetime
) -> Announcement:
    """Score an announced time by when it happened, as a chat queue or a form tells it.

    Publishes AnnouncementSettled. Raises AnnouncementSettledAlready, HappenedAtImpossible.
    """
    access.require(actor, "promises.record")
    announcement = _locked(announcement_id)
    if announcement.settled_at:
        raise AnnouncementSettledAlready(settled_at=said(announcement.settled_at))
    if not announcement.announced_at <= happened_at <= now:
        raise HappenedAtImpossible(
            happened_at=said(happened_at), announced_at=said(announcement.announced_at)
        )
    is_kept = happened_at <= announcement.due_at
    _settle(announcement, is_kept=is_kept, actor=actor, now=now)
    return announcement


def _locked(announcement_id: int) -> Announcement:
    rows = Announcement.objects.select_for_update(of=("self",))
    return rows.select_related("promise", "conversation").get(pk=announcement_id)


def _settle(
    announcement: Announcement, *, is_kept: bool | None, actor: User, now: datetime
) -> None:
    announcement.settled_at = announcement.settled_at or now
    announcement.is_kept = is_kept
    announcement.save(update_fields=["settled_at", "is_kept"])
    happened = AnnouncementSettled(
        customer_id=announcement.customer_id, announcement_id=announcement.pk, is_kept=is_kept
    )
    events.publish(happened, actor=actor, at=now)
