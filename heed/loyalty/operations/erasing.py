"""What is known of an erased customer's leaving loses its words; reason and day stay as figures."""

from django.db import transaction

from heed.loyalty.models import Departure

GONE = "—"


@transaction.atomic
def erase_words_of(*, customer_id: int) -> None:
    """Take evidence and the link to her answers out of a customer's entries; safe to run twice."""
    rows = Departure.objects.filter(customer_id=customer_id)
    rows.exclude(evidence="").update(evidence=GONE)
    rows.exclude(ended_because="").update(ended_because=GONE)
    rows.update(response=None)
