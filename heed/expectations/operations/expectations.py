from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import note_activity
from heed.expectations import rules
from heed.expectations.events import ExpectationRecorded
from heed.expectations.models import Expectation, Level, Topic


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
    source: str = Expectation.Source.MESSAGE,
    conversation: Conversation | None = None,
) -> Expectation:
    """Enter what the customer expects on a topic from now on; an earlier entry stays, dated.

    Publishes ExpectationRecorded. Raises ExpectedFeelingMissing, ExpectedValueMissing,
    ValueOfFeltTopic, ZoneReversed, ConversationOfAnother.
    """
    access.require(actor, "expectations.record")
    _require_sense(topic, felt=felt, value=value, desired=desired, adequate=adequate)
    require_own_conversation(customer, conversation)
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
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
    if not rules.is_zone_ordered(desired, adequate, topic.direction):
        raise ZoneReversed(topic=topic, desired=desired, adequate=adequate)


def require_own_conversation(customer: Customer, conversation: Conversation | None) -> None:
    """Raise ConversationOfAnother unless the conversation is this customer's, or there is none."""
    if conversation and conversation.customer_id != customer.pk:
        raise ConversationOfAnother(customer=customer)
