from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from heed.accounts.models import User
from heed.customers.queries import customers_visible_to
from heed.surveys.models import Invitation, Survey

SALT = "heed.surveys.invitation"


def token_of(invitation: Invitation) -> str:
    """The unguessable part of the personal link; made from the id and never stored."""
    return signing.Signer(salt=SALT).sign(str(invitation.pk))


def invitation_with(token: str) -> Invitation | None:
    """The two questions behind a personal link, or None where the link is not one of ours."""
    rows = Invitation.objects.select_related("customer", "promise__topic")
    return rows.filter(pk=_unsigned(token), skipped="", promise__isnull=False).first()


def survey_invitation_with(token: str) -> Invitation | None:
    """The invitation to a survey behind a personal link, or None where there is none."""
    rows = Invitation.objects.select_related("customer", "survey__version")
    pk = _unsigned(token)  # that of an open link is spared the database
    return rows.filter(pk=pk, skipped="", survey__isnull=False).first() if pk else None


def key_of(invitation: Invitation) -> UUID:
    """The key of the response to an invitation: always the same, and known to the link alone.

    In an anonymous survey nothing else leads from the invitation to the answers; it takes the
    secret of this installation.
    """
    digest = salted_hmac(SALT, f"response {invitation.pk}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def invitations_to(survey: Survey, *, actor: User) -> QuerySet[Invitation]:
    """Who was asked to a survey and who not, among the customers the actor may see."""
    seen = customers_visible_to(actor).order_by().values("pk")
    return Invitation.objects.filter(survey=survey, customer__in=seen)


def _unsigned(token: str) -> int:
    """The id that a token names, 0 where it was not made here: no row has it."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return 0
