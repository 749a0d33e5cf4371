from django.core import signing

from heed.surveys.models import Invitation

SALT = "heed.surveys.invitation"


def token_of(invitation: Invitation) -> str:
    """The unguessable part of the personal link; made from the id and never stored."""
    return signing.Signer(salt=SALT).sign(str(invitation.pk))


def invitation_with(token: str) -> Invitation | None:
    """The invitation behind a personal link, or None where the link is not one of ours."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("customer", "promise__topic")
    return rows.filter(pk=pk, skipped="", promise__isnull=False).first()
