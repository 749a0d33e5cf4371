"""A customer is asked to agree to another due time, and answers by a personal link."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events, outbox
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.customers.operations import require_present
from heed.customers.queries import mail_address_of, personal_token
from heed.expectations.events import TimeAnswered, TimeProposed
from heed.expectations.models import Promise, ProposedTime
from heed.expectations.operations.closing import (
    SameTime,
    TooLateToRenegotiate,
    renegotiate_promise,
)
from heed.expectations.operations.promises import DueTimePast, locked, require_open, said
from heed.expectations.queries.times import token_of


class ReasonMissing(DomainError):
    code = "proposed_time.reason_missing"
    message = _("Say why another time is needed; the customer reads it.")


class NoAddress(DomainError):
    code = "proposed_time.no_address"
    message = _(
        "No mail address of %(customer)s is known. Ask on the phone, and renegotiate with how she "
        "or he agreed."
    )


class AnsweredBefore(DomainError):
    code = "proposed_time.answered"
    message = _("You have answered already. Thank you.")
    status = 410


class AnswerTooLate(DomainError):
    code = "proposed_time.too_late"
    message = _(
        "Thank you for your answer. What we promised was due on %(due_at)s, so it can no longer "
        "be moved: we have to keep what we said, or answer for it. We will be in touch."
    )
    status = 410


class ProposalPast(DomainError):
    code = "proposed_time.past"
    message = _(
        "Thank you for your answer. The time we asked about, %(proposed_at)s, has passed: what we "
        "promised stands as it was, by %(due_at)s."
    )
    status = 410


class Superseded(DomainError):
    code = "proposed_time.superseded"
    message = _("This question no longer stands: what we promised was settled otherwise.")
    status = 410


@transaction.atomic
def propose_time(
    *, promise_id: int, due_at: datetime, reason: str, actor: User, now: datetime
) -> ProposedTime:
    """Ask the customer by mail to agree to another due time; an open question before it ends.

    Until she agrees nothing changes. Publishes TimeProposed. Raises PromiseAlreadyClosed,
    TooLateToRenegotiate, DueTimePast, SameTime, ReasonMissing, NoAddress, CustomerGone,
    InstantOutOfRange.
    """
    access.require(actor, "promises.close")
    promise = locked(promise_id)
    require_open(promise)
    _require_sense(promise, due_at, reason, now)
    customer = require_present(promise.customer)
    address = mail_address_of(customer)
    if not outbox.is_usable(address):
        raise NoAddress(customer=customer.name)
    promise.proposed_times.filter(answered_at=None, withdrawn_at=None).update(withdrawn_at=now)
    proposed = ProposedTime.objects.create(
        promise=promise, due_at=due_at, reason=reason.strip(), proposed_by=actor, proposed_at=now
    )
    proposed.mail = _letter(proposed, address, actor, now)
    proposed.save(update_fields=["mail"])
    happened = TimeProposed(customer_id=customer.pk, promise_id=promise.pk, proposed_id=proposed.pk)
    events.publish(happened, actor=actor, at=now)
    return proposed


def _require_sense(promise: Promise, due_at: datetime, reason: str, now: datetime) -> None:
    if now > promise.due_at:
        raise TooLateToRenegotiate(due_at=said(promise.due_at))
    require_in_range(due_at)
    if due_at <= now:
        raise DueTimePast(due_at=said(due_at))
    if due_at == promise.due_at:
        raise SameTime(due_at=said(due_at))
    if not reason.strip():
        raise ReasonMissing


def _letter(proposed: ProposedTime, address: str, actor: User, now: datetime) -> OutgoingMail:
    customer, company = proposed.promise.customer, organisation()
    token = personal_token(customer)
    zone = customer.time_zone or company.time_zone
    with translation.override(customer.language), timezone.override(zone):
        context = {
            "proposed": proposed,
            "promise": proposed.promise,
            "customer": customer,
            "author": actor,
            "company": company,
            "link": link_to("portal:proposed_time", token_of(proposed)),
            "own_page": link_to("portal:promises", token) if token else "",
        }
        text = render_to_string("expectations/proposed_time.txt", context)
        subject = gettext("May we do it at another time?")
    return outbox.write_mail(
        purpose="proposed_time",
        customer_id=customer.pk,
        to_name=customer.name,
        to_address=address,
        subject=subject,
        text=text,
        language=customer.language,
        sender_name=company.name,
        sender_address=company.mail_address,
        actor=actor,
        now=now,
    )


@transaction.atomic
def answer_proposed_time(
    *, proposed_id: int, is_agreed: bool, actor: User, now: datetime
) -> Promise:
    """Take the customer's answer, once, before the promise is due.

    Agreed, the promise is renegotiated with this answer as evidence; else it stands. Returns the
    promise that stands now. Publishes TimeAnswered. Raises AnsweredBefore, Superseded,
    AnswerTooLate, ProposalPast where she agrees to a time that is over.
    """
    promise_id = ProposedTime.objects.values_list("promise_id", flat=True).get(pk=proposed_id)
    promise = locked(promise_id)
    proposed = ProposedTime.objects.select_for_update(of=("self",)).get(pk=proposed_id)
    _require_answerable(proposed, promise, now)
    if is_agreed and proposed.due_at <= now:
        raise ProposalPast(proposed_at=said(proposed.due_at), due_at=said(promise.due_at))
    answer = ProposedTime.Answer.AGREED if is_agreed else ProposedTime.Answer.DECLINED
    proposed.answer, proposed.answered_at = answer, now
    proposed.save(update_fields=["answer", "answered_at"])
    happened = TimeAnswered(
        customer_id=promise.customer_id,
        promise_id=promise.pk,
        proposed_id=proposed.pk,
        answer=answer,
    )
    events.publish(happened, actor=actor, at=now)
    if not is_agreed:
        return promise
    with translation.override(organisation().language):
        evidence = gettext("Agreed by the personal link on %(at)s") % {"at": said(now)}
    return renegotiate_promise(
        promise_id=promise.pk, due_at=proposed.due_at, evidence=evidence, actor=actor, now=now
    )


def _require_answerable(proposed: ProposedTime, promise: Promise, now: datetime) -> None:
    if proposed.answered_at:
        raise AnsweredBefore
    if proposed.withdrawn_at or promise.closed_at:
        raise Superseded
    if now > promise.due_at:
        raise AnswerTooLate(due_at=said(promise.due_at))
