from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import note_activity, require_present
from heed.expectations import rules
from heed.expectations.events import ExpectationRecorded, ExpectationWithdrawn
from heed.expectations.models import Expectation, Level, Topic
from heed.expectations.operations.topics import require_in_use, require_possible
from heed.expectations.queries.history import former_of


class ExpectedFeelingMissing(DomainError):
    code = "expectation.felt_missing"
    message = _("“%(topic)s” is felt: say what the customer expects, from 1 to 7.")


class ExpectedValueMissing(DomainError):
    code = "expectation.value_missing"
    message = _("“%(topic)s” is measured in %(unit)s: say which value the customer expects.")


class ValueOfFeltTopic(DomainError):
    code = "expectation.value_of_felt_topic"
    message = _("“%(topic)s” is felt and has no values: say what is expected from 1 to 7 alone.")


class ZoneReversed(DomainError):
    code = "expectation.zone_reversed"
    message = _(
        "Desired (%(desired)s) is worse than adequate (%(adequate)s) for “%(topic)s”. "
        "Swap the two values."
    )


class NothingToWithdraw(DomainError):
    code = "expectation.nothing_to_withdraw"
    message = _(
        "This entry was replaced or taken back on %(at)s. What stands now can be corrected."
    )


class TooLateToWithdraw(DomainError):
    code = "expectation.too_late_to_withdraw"
    message = _(
        "An entry can be taken back by the one who made it, within a minute. "
        "This one is of %(at)s, by %(name)s: record what is expected now instead."
    )


class ConversationOfAnother(DomainError):
    code = "ledger.conversation_of_another"
    message = _("The conversation belongs to another customer. Choose one of %(customer)s.")


@transaction.atomic
def record_expectation(
    *,
    customer: Customer,
    topic: Topic,
    actor: User,
    now: datetime,
    level: str = Level.EXPECTED,
    wording: str = "",
    felt: int | None = None,
    value: Decimal | None = None,
    desired: Decimal | None = None,
    adequate: Decimal | None = None,
    is_must_have: bool = False,
    knows_norm: str = Expectation.Knowledge.UNKNOWN,
    source: str = Expectation.Source.MESSAGE,
    conversation: Conversation | None = None,
) -> Expectation:
    """Enter what the customer expects on a topic from now on; an earlier entry stays, dated.

    Publishes ExpectationRecorded. Raises ExpectedFeelingMissing, ExpectedValueMissing,
    ValueOfFeltTopic, ZoneReversed, ConversationOfAnother, TopicRetiredAlready, CustomerGone.
    """
    access.require(actor, "expectations.record")
    require_in_use(topic)
    _require_sense(topic, felt=felt, value=value, desired=desired, adequate=adequate)
    require_own_conversation(customer, conversation)
    require_present(customer)
    former = Expectation.objects.filter(customer=customer, topic=topic, superseded_at=None).first()
    if former:
        Expectation.objects.filter(pk=former.pk).update(superseded_at=now)
    expectation = Expectation.objects.create(
        customer=customer,
        topic=topic,
        wording=wording.strip(),
        level=level,
        felt=felt,
        value=value,
        desired=desired,
        adequate=adequate,
        is_must_have=is_must_have,
        knows_norm=knows_norm,
        source=source,
        conversation=conversation,
        recorded_by=actor,
        recorded_at=now,
    )
    happened = ExpectationRecorded(
        customer_id=customer.pk,
        expectation_id=expectation.pk,
        topic_id=topic.pk,
        supersedes_id=former.pk if former else None,
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return expectation


@transaction.atomic
def withdraw_expectation(*, expectation_id: int, actor: User, now: datetime) -> Expectation | None:
    """Take back an entry one has just made oneself; return what stands in its place, if anything.

    The entry stays, marked as withdrawn, and no longer counts. What it had replaced is entered
    anew as of now. Publishes ExpectationWithdrawn. Raises NothingToWithdraw, TooLateToWithdraw.
    """
    access.require(actor, "expectations.record")
    rows = Expectation.objects.select_related("recorded_by")
    customer_id = rows.values_list("customer_id", flat=True).get(pk=expectation_id)
    Customer.objects.select_for_update(of=("self",)).get(pk=customer_id)
    entry = rows.get(pk=expectation_id)
    _require_withdrawable(entry, actor, now)
    entry.superseded_at = entry.withdrawn_at = now
    entry.save(update_fields=["superseded_at", "withdrawn_at"])
    restored = _enter_anew(former_of(entry), now)
    happened = ExpectationWithdrawn(
        customer_id=entry.customer_id,
        expectation_id=entry.pk,
        topic_id=entry.topic_id,
        restored_id=restored.pk if restored else None,
    )
    events.publish(happened, actor=actor, at=now)
    return restored


def _require_withdrawable(entry: Expectation, actor: User, now: datetime) -> None:
    if entry.superseded_at:
        raise NothingToWithdraw(at=said(entry.superseded_at))
    is_own = entry.recorded_by_id == actor.pk
    if not (is_own and rules.is_withdrawable(entry.recorded_at, now)):
        raise TooLateToWithdraw(at=said(entry.recorded_at), name=entry.recorded_by.name)


def _enter_anew(former: Expectation | None, now: datetime) -> Expectation | None:
    """Copy an earlier entry as what is expected from now on; who heard it then stays named."""
    if former is None:
        return None
    former.pk = None
    former._state.adding = True
    former.recorded_at, former.superseded_at = now, None
    former.save()
    return former


def said(at: datetime) -> str:
    """The instant as refusals say it, in the reader's language and time zone."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _require_sense(
    topic: Topic,
    *,
    felt: int | None,
    value: Decimal | None,
    desired: Decimal | None,
    adequate: Decimal | None,
) -> None:
    if topic.kind == Topic.Kind.FELT and (felt is None or not 1 <= felt <= 7):
        raise ExpectedFeelingMissing(topic=topic)
    if topic.kind == Topic.Kind.FELT and (value, desired, adequate) != (None, None, None):
        raise ValueOfFeltTopic(topic=topic)
    if topic.kind == Topic.Kind.MEASURED and value is None:
        raise ExpectedValueMissing(topic=topic, unit=topic.unit_name)
    require_possible(topic, value, desired, adequate)
    if not rules.is_zone_ordered(desired, adequate, topic.direction):
        raise ZoneReversed(topic=topic, desired=desired, adequate=adequate)


def require_own_conversation(customer: Customer, conversation: Conversation | None) -> None:
    """Raise ConversationOfAnother unless the conversation is this customer's, or there is none."""
    if conversation and conversation.customer_id != customer.pk:
        raise ConversationOfAnother(customer=customer)
