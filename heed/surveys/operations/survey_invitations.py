from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events, outbox
from heed.core.errors import DomainError
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import mail_address_of
from heed.surveys.events import SurveyInvitationSent, SurveyInvitationSkipped
from heed.surveys.models import Invitation, Survey
from heed.surveys.operations.invitations import ANSWERABLE
from heed.surveys.operations.surveys import require_open
from heed.surveys.queries.contacts import claims_above, contact_policy, person_of
from heed.surveys.queries.invitations import token_of
from heed.surveys.rules.contact_policy import Claim, Send, Skip, decide, reach_of
from heed.surveys.rules.seeds import draw_of


class ShareImpossible(DomainError):
    code = "survey.share_impossible"
    message = _("A share of %(share)s cannot be drawn. Give one above 0 and up to 1, such as 0.25.")


def invite_customers(
    *,
    survey_id: int,
    customer_ids: Sequence[int],
    share: float = 1.0,
    seed: int = 0,
    actor: User,
    now: datetime,
) -> list[Invitation]:
    """Ask a share of these customers by mail, each within the contact policy; skips are kept too.

    Who was asked or drawn against before is not drawn again; who was skipped is tried again. The
    draw depends on `seed`, survey and customer alone, so that a call cut short can be repeated.
    Each customer is asked in a transaction of its own. Publishes SurveyInvitationSent or
    SurveyInvitationSkipped for each. Raises SurveyClosedAlready, ShareImpossible.
    """
    access.require(actor, "surveys.open")
    require_share(share)
    survey = Survey.objects.get(pk=survey_id)
    require_open(survey, now=now)
    claims = claims_above(survey.priority, now=now)
    invited = []
    for customer_id in customer_ids:
        draw = draw_of(survey_id, customer_id, seed=seed)
        invitation = _invite(survey, customer_id, share, draw, claims, actor, now)
        if invitation:
            invited.append(invitation)
    return invited


def require_share(share: float) -> None:
    """Raise ShareImpossible where no such share of people can be drawn."""
    if not 0 < share <= 1:
        raise ShareImpossible(share=share)


@transaction.atomic
def _invite(
    survey: Survey,
    customer_id: int,
    share: float,
    draw: float,
    claims: Sequence[Claim],
    actor: User,
    now: datetime,
) -> Invitation | None:
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer_id)
    before = Invitation.objects.filter(survey=survey, customer=customer).first()
    if customer.erased_at or (before and before.skipped in {"", Invitation.Skip.NOT_SAMPLED}):
        return None
    address = mail_address_of(customer)
    person = person_of(customer, address, now=now, claims=claims)
    decision = decide(contact_policy(), person, now=now, share=share, draw=draw)
    invitation = before or Invitation(survey=survey, customer=customer)
    invitation.created_at = now
    if isinstance(decision, Skip):
        return _skip(invitation, decision, actor, now)
    return _send(invitation, decision, address, actor, now)


def _skip(invitation: Invitation, skip: Skip, actor: User, now: datetime) -> Invitation:
    is_news = invitation.skipped != skip.reason
    invitation.skipped, invitation.skipped_until = skip.reason, skip.until
    invitation.save()
    if is_news:
        happened = SurveyInvitationSkipped(
            customer_id=invitation.customer_id,
            invitation_id=invitation.pk,
            survey_id=invitation.survey_id or 0,
            reason=skip.reason,
        )
        events.publish(happened, actor=actor, at=now)
    return invitation


def _send(
    invitation: Invitation, decision: Send, address: str, actor: User, now: datetime
) -> Invitation:
    survey = invitation.survey
    invitation.skipped, invitation.skipped_until = "", None
    invitation.reached = reach_of(ContactPoint.Kind.EMAIL, address)
    invitation.probability = decision.probability
    ends_at = now + ANSWERABLE
    closes_at = survey.closes_at if survey else None
    invitation.expires_at = min(ends_at, closes_at) if closes_at else ends_at
    invitation.save()
    invitation.mail = _letter(invitation, address, actor, now)
    invitation.save(update_fields=["mail"])
    happened = SurveyInvitationSent(
        customer_id=invitation.customer_id,
        invitation_id=invitation.pk,
        survey_id=invitation.survey_id or 0,
    )
    events.publish(happened, actor=actor, at=now)
    return invitation


def _letter(invitation: Invitation, address: str, actor: User, now: datetime) -> OutgoingMail:
    customer, company = invitation.customer, organisation()
    token = token_of(invitation)
    zone = customer.time_zone or company.time_zone
    with translation.override(customer.language), timezone.override(zone):
        context = {
            "invitation": invitation,
            "survey": invitation.survey,
            "customer": customer,
            "company": company,
            "link": link_to("portal:survey", token),
            "decline": link_to("portal:decline_surveys", token),
        }
        text = render_to_string("surveys/survey_invitation.txt", context)
        subject = render_to_string("surveys/survey_subject.txt", context).strip()
    return outbox.write_mail(
        purpose="survey",
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
