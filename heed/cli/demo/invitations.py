"""The letters of invitations: each holds a link made from an id, so they come last."""

from datetime import timedelta
from random import Random

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from heed.cli.demo.dice import token
from heed.cli.demo.history import WRITTEN_AT_ONCE, History, create
from heed.cli.demo.staff import DOMAIN, Company
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.core.outbox import MailWritten
from heed.surveys.models import Invitation
from heed.surveys.queries.invitations import token_of


def write_letters(history: History, *, company: Company, chance: Random) -> None:
    """Write the letters of all invitations that were sent, and point the invitations to them."""
    sent = [row for row in history.invitations if not row.skipped]
    addresses = {
        point.customer_id: point.value for point in history.contact_points if point.kind == "email"
    }
    for row in sent:
        row.mail = _letter(row, addresses[row.customer_id], company, chance)
        history.happen(
            MailWritten, at=row.created_at, actor=company.system,
            mail_id=row.mail, customer_id=row.customer_id, purpose="invitation",
        )  # fmt: skip
    create([row.mail for row in sent if row.mail])
    Invitation.objects.bulk_update(sent, ["mail"], batch_size=WRITTEN_AT_ONCE // 8)


def _letter(row: Invitation, address: str, company: Company, chance: Random) -> OutgoingMail:
    customer, organisation = row.customer, company.organisation
    with translation.override(customer.language):
        text = render_to_string(
            "surveys/invitation.txt",
            {
                "invitation": row,
                "customer": customer,
                "company": organisation,
                "link": link_to("portal:answer", token_of(row)),
            },
        )
        subject = gettext("Two questions about what we promised you")
    return OutgoingMail(
        purpose="invitation",
        customer_id=customer.pk,
        message_id=f"{token(chance)}@{DOMAIN}",
        sender_name=organisation.name,
        sender_address=organisation.mail_address,
        to_name=customer.name,
        to_address=address,
        subject=subject,
        text=text,
        language=customer.language,
        is_automatic=True,
        state=OutgoingMail.State.SENT,
        written_at=row.created_at,
        sent_at=row.created_at + timedelta(seconds=1),
    )
