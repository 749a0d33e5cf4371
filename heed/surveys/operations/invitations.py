from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.core import events, outbox
from heed.core.errors import DomainError
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import mail_address_of, personal_token
from heed.expectations.models import Perception, Promise, StandingPromise
from heed.expectations.operations.perceptions import record_perception
from heed.surveys.events import InvitationAnswered, InvitationSent, InvitationSkipped
from heed.surveys.models import Invitation, Survey
from heed.surveys.queries.contacts import claims_above, contact_policy, person_of
from heed.surveys.queries.invitations import token_of
from heed.surveys.rules.contact_policy import Skip, decide, reach_of
from heed.surveys.rules.skips import Reason

ANSWERABLE = timedelta(days=30)


class AlreadyAnswered(DomainError):
    code = "invitation.already_answered"
    message = _("You have answered already. Thank you.")
    status = 410


class InvitationExpired(DomainError):
    code = "invitation.expired"
    message = _("This link was good until %(expires_at)s.")
    status = 410


@transaction.atomic
def invite_after_promise(*, promise_id: int, actor: User, now: datetime) -> Invitation | None:
    """Ask the customer the two questions after a promise, or record why not; once per promise.

    A renegotiated promise goes on, and a first answer is not the end of a matter, so nobody is
    asked then. The two questions are of usual priority among surveys. Publishes InvitationSent or
    InvitationSkipped.
    """
    promise = Promise.objects.select_related("customer", "standing").get(pk=promise_id)
    if promise.outcome == Promise.Outcome.RENEGOTIATED or _is_first_answer(promise):
        return None
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=promise.customer_id)
    if Invitation.objects.filter(promise=promise).exists():
        return None
    if promise.outcome == Promise.Outcome.WAIVED:
        return _skip(customer, promise, Skip(Reason.NOTHING_DELIVERED), actor, now)
    address = mail_address_of(customer)
    claims = claims_above(Survey.Priority.USUAL, now=now)
    person = person_of(customer, address, now=now, claims=claims)
    decision = decide(contact_policy(), person, now=now)
    if isinstance(decision, Skip):
        return _skip(customer, promise, decision, actor, now)
    return _send(customer, promise, address, organisation(), actor, now)


def _is_first_answer(promise: Promise) -> bool:
    """Whether the promise was a guarantee that our first answer kept."""
    opened = StandingPromise.Trigger.CONVERSATION_OPENED
    return promise.standing is not None and promise.standing.trigger == opened


def _skip(
    customer: Customer, promise: Promise, skip: Skip, actor: User, now: datetime
) -> Invitation:
    invitation = Invitation.objects.create(
        customer=customer,
        promise=promise,
        created_at=now,
        skipped=skip.reason,
        skipped_until=skip.until,
    )
    happened = InvitationSkipped(
        customer_id=customer.pk,
        invitation_id=invitation.pk,
        promise_id=promise.pk,
        reason=skip.reason,
    )
    events.publish(happened, actor=actor, at=now)
    return invitation


def _send(
    customer: Customer,
    promise: Promise,
    address: str,
    company: Organisation,
    actor: User,
    now: datetime,
) -> Invitation:
    invitation = Invitation.objects.create(
        customer=customer,
        promise=promise,
        reached=reach_of(ContactPoint.Kind.EMAIL, address),
        created_at=now,
        expires_at=now + ANSWERABLE,
    )
    invitation.mail = _letter(invitation, address, company, actor, now)
    invitation.save(update_fields=["mail"])
    happened = InvitationSent(
        customer_id=customer.pk, invitation_id=invitation.pk, promise_id=promise.pk
    )
    events.publish(happened, actor=actor, at=now)
    return invitation


def _letter(
    invitation: Invitation, address: str, company: Organisation, actor: User, now: datetime
) -> OutgoingMail:
    customer = invitation.customer
    link = link_to("portal:answer", token_of(invitation))
    token = personal_token(customer)
    own_page = link_to("portal:promises", token) if token else ""
    with translation.override(customer.language):
        text = render_to_string(
            "surveys/invitation.txt",
            {
                "invitation": invitation,
                "customer": customer,
                "company": company,
                "link": link,
                "own_page": own_page,
            },
        )
        subject = gettext("Two questions about what we promised you")
    return outbox.write_mail(
        purpose="invitation",
        customer_id=customer.pk,
        to_name=customer.name,
        to_address=address,
        subject=subject,
        text=text,
        language=customer.language,
        is_automatic=True,
        sender_name=company.name,
        sender_address=company.mail_address,
        actor=actor,
        now=now,
    )


@transaction.atomic
def answer_invitation(
    *,
    invitation_id: int,
    perceived: int | None,
    against_expectation: int | None,
    comment: str,
    actor: User,
    now: datetime,
    satisfaction: int | None = None,
) -> Perception:
    """Take the customer's answers, once. Publishes InvitationAnswered.

    Raises AlreadyAnswered, InvitationExpired, and what record_perception raises.
    """
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = rows.select_related("customer", "promise__topic").get(pk=invitation_id)
    if invitation.answered_at:
        raise AlreadyAnswered
    if invitation.expires_at and invitation.expires_at < now:
        raise InvitationExpired(expires_at=invitation.expires_at.date())
    perception = record_perception(
        customer=invitation.customer,
        promise=invitation.promise,
        perceived=perceived,
        against_expectation=against_expectation,
        satisfaction=satisfaction,
        comment=comment,
        mode=Perception.Mode.LINK,
        actor=actor,
        now=now,
    )
    invitation.answered_at = now
    invitation.perception = perception
    invitation.save(update_fields=["answered_at", "perception"])
    happened = InvitationAnswered(
        customer_id=invitation.customer_id,
        invitation_id=invitation.pk,
        perception_id=perception.pk,
    )
    events.publish(happened, actor=actor, at=now)
    return perception
