"""A condition comes true, a customer comes into the case of a guarantee: a promise is made."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation, system_user
from heed.conversations.models import Conversation, Message
from heed.core import access
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import require_present
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.operations.closing import fulfil_promise
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.promises import said
from heed.expectations.operations.standing import (
    enter_from,
    hours_of,
    locked_standing,
    require_lasting,
    write_end,
)
from heed.expectations.queries.standing import (
    first_answer,
    guarantees_of_conversation,
)
from heed.expectations.rhythm import due_within

ONCE = "once"


class CaseNotCovered(DomainError):
    code = "guarantee.case_not_covered"
    message = _("The guarantee is given to customers of the tier %(tier)s; %(customer)s is not.")


class NoCondition(DomainError):
    code = "standing.no_condition"
    message = _("This one waits for no condition (%(kind)s): nothing can come true of it.")


class NoGuarantee(DomainError):
    code = "standing.no_guarantee"
    message = _("This is no guarantee (%(kind)s): it has no cases. Choose one of the guarantees.")


class CaseInFuture(DomainError):
    code = "standing.case_in_future"
    message = _("%(at)s has not come yet. Say when it happened, up to now.")


@transaction.atomic
def note_condition_met(
    *, standing_id: int, actor: User, now: datetime, met_at: datetime | None = None
) -> Promise:
    """Say that the condition came true: the promise is owed from then on, once.

    Publishes PromiseMade and StandingPromiseEnded. Raises StandingEnded, CaseInFuture,
    CustomerGone.
    """
    access.require(actor, "promises.record")
    standing = locked_standing(standing_id)
    known = standing.promises.filter(occurrence=ONCE).first()
    if known:
        return known
    require_lasting(standing)
    if standing.kind != StandingPromise.Kind.CONDITIONAL or standing.customer is None:
        raise NoCondition(kind=standing.get_kind_display())
    met_at = met_at or now
    if met_at > now:
        raise CaseInFuture(at=said(met_at))
    customer = require_present(standing.customer)
    promise = _make(standing, customer, standing.conversation, ONCE, met_at, actor=actor, now=now)
    write_end(standing, because="", actor=actor, now=now)
    return promise


@transaction.atomic
def cover_case(
    *,
    standing_id: int,
    customer: Customer,
    actor: User,
    now: datetime,
    conversation: Conversation | None = None,
    happened_at: datetime | None = None,
) -> Promise:
    """Say that a customer has come into the case of a guarantee; a case makes one promise.

    A case is a conversation, or else the day. Publishes PromiseMade. Raises StandingEnded,
    CaseNotCovered, CaseInFuture, CustomerGone, ConversationOfAnother.
    """
    access.require(actor, "promises.record")
    standing = locked_standing(standing_id)
    require_own_conversation(customer, conversation)
    at = happened_at or now
    case = f"conversation {conversation.pk}" if conversation else f"{customer.pk} on {at:%Y-%m-%d}"
    known = standing.promises.filter(occurrence=case).first()
    if known:
        return known
    require_lasting(standing)
    if standing.kind != StandingPromise.Kind.GUARANTEE:
        raise NoGuarantee(kind=standing.get_kind_display())
    if at > now:
        raise CaseInFuture(at=said(at))
    customer = require_present(customer)
    if standing.tier and standing.tier != customer.tier:
        raise CaseNotCovered(tier=standing.get_tier_display(), customer=customer.name)
    return _make(standing, customer, conversation, case, at, actor=actor, now=now)


@transaction.atomic
def cover_conversation(*, conversation_id: int, actor: User, now: datetime) -> list[Promise]:
    """Make what the guarantees promise to a customer who wrote about a new matter.

    Where we have answered already, the promise is kept at once. Safe to run twice.
    """
    conversation = Conversation.objects.select_related("customer__team").get(pk=conversation_id)
    first = conversation.messages.order_by("at", "pk").first()
    is_letter = first is not None and (first.direction, first.kind) == (
        Message.Direction.INBOUND,
        Message.Kind.MESSAGE,
    )
    if not is_letter or conversation.customer.erased_at:
        return []
    made = [
        cover_case(
            standing_id=standing.pk,
            customer=conversation.customer,
            conversation=conversation,
            happened_at=conversation.opened_at,
            actor=actor,
            now=now,
        )
        for standing in guarantees_of_conversation(conversation)
    ]
    answer = first_answer(conversation)
    if answer:
        keep_by_answer(message_id=answer.pk, now=now)
    return made


@transaction.atomic
def keep_by_answer(*, message_id: int, now: datetime) -> int:
    """Close guarantees that our first answer keeps, with that letter as evidence; how many.

    Publishes PromiseClosed.
    """
    message = Message.objects.select_related("conversation", "author").get(pk=message_id)
    if message.kind != Message.Kind.MESSAGE or _is_automatic(message):
        return 0
    owed = Promise.objects.filter(
        closed_at=None,
        conversation=message.conversation,
        standing__trigger=StandingPromise.Trigger.CONVERSATION_OPENED,
        made_at__lte=message.at,
    )
    with translation.override(organisation().language):
        evidence = gettext("Our letter of %(at)s") % {"at": said(message.at)}
    ids = list(owed.values_list("pk", flat=True))
    for promise_id in ids:
        fulfil_promise(
            promise_id=promise_id,
            evidence=evidence,
            delivered_at=message.at,
            actor=_closing(message),
            now=now,
        )
    return len(ids)


def _is_automatic(message: Message) -> bool:
    return message.author is not None and message.author.role == User.Role.SYSTEM


def _closing(message: Message) -> User:
    """Who answered, where she may close promises; else Heed."""
    author = message.author
    return author if author and author.may("promises.close") else system_user()


def _make(
    standing: StandingPromise,
    customer: Customer,
    conversation: Conversation | None,
    occurrence: str,
    since: datetime,
    *,
    actor: User,
    now: datetime,
) -> Promise:
    hours = hours_of(standing, customer, conversation)
    promise = Promise(
        standing=standing,
        occurrence=occurrence,
        customer=customer,
        conversation=conversation,
        due_at=due_within(standing.within or 1, standing.within_unit, since, hours),
        made_at=since,
    )
    return enter_from(promise, standing, actor=actor, now=now)
