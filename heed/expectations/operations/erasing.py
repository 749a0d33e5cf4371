"""What the ledger holds of an erased customer's words is taken out; its figures stay."""

from datetime import datetime

from django.db import transaction

from heed.accounts.models import User
from heed.expectations.models import (
    Concession,
    Exceeding,
    Expectation,
    Negotiation,
    Offer,
    Option,
    Perception,
    Promise,
    Proposal,
    ProposedTime,
    StandingPromise,
)
from heed.expectations.operations.closing import close
from heed.expectations.operations.negotiations import end_negotiations_of

GONE = "—"


@transaction.atomic
def erase_words_of(*, customer_id: int, actor: User, now: datetime) -> None:
    """Empty all wordings about the customer and let open promises go; safe to run twice.

    An open promise can be kept to nobody any more: it is waived. Publishes PromiseClosed.
    """
    promises = Promise.objects.filter(customer_id=customer_id)
    for promise in promises.filter(closed_at=None).select_related("customer"):
        promise.outcome = Promise.Outcome.WAIVED
        close(promise, actor=actor, now=now)
    promises.update(wording=GONE, evidence="")
    Proposal.objects.filter(message__conversation__customer_id=customer_id).update(
        wording=GONE, why=""
    )
    standing = StandingPromise.objects.filter(customer_id=customer_id)
    standing.filter(ended_at=None).update(ended_at=now, ended_by=actor)
    standing.update(wording=GONE, wording_zh="", condition="", ended_because="")
    ProposedTime.objects.filter(promise__customer_id=customer_id).update(reason=GONE)
    Expectation.objects.filter(customer_id=customer_id).update(wording="")
    Perception.objects.filter(customer_id=customer_id).update(comment="")
    Exceeding.objects.filter(customer_id=customer_id).update(description=GONE)
    end_negotiations_of(customer_id, actor=actor, now=now)
    _erase_negotiations(customer_id)


def _erase_negotiations(customer_id: int) -> None:
    theirs = Negotiation.objects.filter(customer_id=customer_id)
    theirs.update(request=GONE, closed_because="")
    offers = Offer.objects.filter(negotiation__in=theirs)
    offers.update(introduction="", counter_wish="", declined_because="")
    Option.objects.filter(offer__in=offers).update(wording=GONE)
    Concession.objects.filter(negotiation__in=theirs).update(wording=GONE, answer="")
