from django.core import signing

from heed.expectations.models import Promise, ProposedTime

SALT = "heed.expectations.proposed_time"


def token_of(proposed: ProposedTime) -> str:
    """The unguessable part of the link by which the customer answers; never stored."""
    return signing.Signer(salt=SALT).sign(str(proposed.pk))


def proposed_time_with(token: str) -> ProposedTime | None:
    """The proposed time behind a personal link, or None where the link is not one of ours."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None
    rows = ProposedTime.objects.select_related("promise__customer", "promise__owner")
    return rows.filter(pk=pk, promise__customer__erased_at=None).first()


def open_proposal(promise: Promise) -> ProposedTime | None:
    """The time the customer was asked to agree to and has not answered, or None."""
    return promise.proposed_times.filter(answered_at=None, withdrawn_at=None).first()
