from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.events import (
    StandardRecorded,
    StandardWithdrawn,
    TierOfferRecorded,
    TierOfferWithdrawn,
)
from heed.expectations.models import Expectation, Standard, TierOffer, Topic
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.topics import require_in_use

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
LARGEST = Decimal("99999999999.999")
_is_address = URLValidator(schemes=["http", "https"])


class ExpectationPast(DomainError):
    code = "expectation.past"
    message = _("This expectation was replaced by a newer one. Look at what is expected now.")


class NormOutOfRange(DomainError):
    code = "standard.out_of_range"
    message = _("%(value)s cannot be a value of “%(topic)s”. Give one from %(least)s to %(most)s.")


class SourceMissing(DomainError):
    code = "standard.source_missing"
    message = _("Say where the norm comes from, such as a study or an association with its year.")


class SourceAddressUnknown(DomainError):
    code = "standard.source_address"
    message = _("%(address)s is no address of a page. Give one that begins with https://.")


class DayOutOfRange(DomainError):
    code = "standard.day_out_of_range"
    message = _("A norm cannot be valid from %(day)s. Give a day from 1900 to 2999.")


class StandardOfThatDay(DomainError):
    code = "standard.of_that_day"
    message = _(
        "“%(topic)s” has the norm %(value)s from that day already. Choose another day, or "
        "withdraw that entry first."
    )


class TierOfferOfThatDay(DomainError):
    code = "tier_offer.of_that_day"
    message = _(
        "Our offer on “%(topic)s” from that day is %(value)s already. Choose another day, or "
        "withdraw that entry first."
    )


@transaction.atomic
def record_standard(
    *,
    topic: Topic,
    value: Decimal,
    valid_from: date,
    source: str,
    actor: User,
    now: datetime,
    source_url: str = "",
) -> Standard:
    """Enter the norm of our trade on a topic from a day on; earlier ones stay.

    Publishes StandardRecorded. Raises NormOutOfRange, SourceMissing, SourceAddressUnknown,
    DayOutOfRange, StandardOfThatDay, TopicRetiredAlready.
    """
    access.require(actor, "standards.change")
    require_in_use(topic)
    _require_sense(topic, value, valid_from)
    if not source.strip():
        raise SourceMissing
    _require_address(source_url.strip())
    standard, is_new = Standard.objects.get_or_create(
        topic=topic,
        valid_from=valid_from,
        defaults={
            "value": value,
            "source": source.strip(),
            "source_url": source_url.strip(),
            "recorded_by": actor,
            "recorded_at": now,
        },
    )
    if not is_new:
        raise StandardOfThatDay(topic=topic, value=_plain(standard.value))
    happened = StandardRecorded(topic_id=topic.pk, standard_id=standard.pk)
    events.publish(happened, actor=actor, at=now)
    return standard


@transaction.atomic
def withdraw_standard(*, standard: Standard, actor: User, now: datetime) -> None:
    """Take back a norm entered by mistake. Publishes StandardWithdrawn with what it said."""
    access.require(actor, "standards.change")
    if Standard.objects.filter(pk=standard.pk).delete()[0]:
        happened = StandardWithdrawn(
            topic_id=standard.topic_id,
            value=str(standard.value),
            valid_from=standard.valid_from.isoformat(),
        )
        events.publish(happened, actor=actor, at=now)


@transaction.atomic
def record_tier_offer(
    *, topic: Topic, value: Decimal, valid_from: date, actor: User, now: datetime, tier: str = ""
) -> TierOffer:
    """Enter what we offer on a topic to a tier, or to all, from a day on; earlier ones stay.

    Publishes TierOfferRecorded. Raises NormOutOfRange, DayOutOfRange, TierOfferOfThatDay,
    TopicRetiredAlready.
    """
    access.require(actor, "standards.change")
    require_in_use(topic)
    _require_sense(topic, value, valid_from)
    offer, is_new = TierOffer.objects.get_or_create(
        topic=topic,
        tier=tier,
        valid_from=valid_from,
        defaults={"value": value, "recorded_by": actor, "recorded_at": now},
    )
    if not is_new:
        raise TierOfferOfThatDay(topic=topic, value=_plain(offer.value))
    happened = TierOfferRecorded(topic_id=topic.pk, tier_offer_id=offer.pk)
    events.publish(happened, actor=actor, at=now)
    return offer


@transaction.atomic
def withdraw_tier_offer(*, offer: TierOffer, actor: User, now: datetime) -> None:
    """Take back an offer entered by mistake. Publishes TierOfferWithdrawn with what it said."""
    access.require(actor, "standards.change")
    if TierOffer.objects.filter(pk=offer.pk).delete()[0]:
        happened = TierOfferWithdrawn(
            topic_id=offer.topic_id,
            tier=offer.tier,
            value=str(offer.value),
            valid_from=offer.valid_from.isoformat(),
        )
        events.publish(happened, actor=actor, at=now)


def _require_sense(topic: Topic, value: Decimal, valid_from: date) -> None:
    is_felt = topic.kind == Topic.Kind.FELT
    least, most = (Decimal(1), Decimal(7)) if is_felt else (Decimal(0), LARGEST)
    if not least <= value <= most:
        raise NormOutOfRange(topic=topic, value=_plain(value), least=least, most=most)
    if not FIRST_DAY <= valid_from <= LAST_DAY:
        raise DayOutOfRange(day=valid_from.isoformat())


def _require_address(address: str) -> None:
    try:
        if address:
            _is_address(address)
    except ValidationError as problem:
        raise SourceAddressUnknown(address=address) from problem


def _plain(value: Decimal) -> str:
    """The value without the zeros that only its column gave it."""
    return f"{value.normalize():f}"


@transaction.atomic
def note_norm_told(*, expectation: Expectation, actor: User, now: datetime) -> Expectation:
    """Enter that the customer knows the norm now; what is expected stays, as a new dated entry.

    Publishes ExpectationRecorded. Raises ExpectationPast. Does nothing where it is known already.
    """
    access.require(actor, "expectations.record")
    if expectation.superseded_at:
        raise ExpectationPast
    if expectation.knows_norm == Expectation.Knowledge.YES:
        return expectation
    return record_expectation(
        customer=expectation.customer,
        topic=expectation.topic,
        level=expectation.level,
        wording=expectation.wording,
        felt=expectation.felt,
        value=expectation.value,
        desired=expectation.desired,
        adequate=expectation.adequate,
        is_must_have=expectation.is_must_have,
        knows_norm=Expectation.Knowledge.YES,
        source=expectation.source,
        conversation=expectation.conversation,
        actor=actor,
        now=now,
    )
