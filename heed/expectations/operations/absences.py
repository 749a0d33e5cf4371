"""When somebody goes away, what is due meanwhile changes hands."""

from datetime import datetime

from django.db import transaction

from heed.accounts.models import Absence, User
from heed.accounts.operations import begin_absence
from heed.core import events
from heed.expectations.events import HandOverProposed
from heed.expectations.models import Promise
from heed.expectations.operations.promises import hand_over_promise
from heed.expectations.queries.owners import due_meanwhile, who_sees_to


@transaction.atomic
def hand_over_for_absence(*, absence_id: int, actor: User, now: datetime) -> int:
    """Give what is due meanwhile to who stands in, else propose it; once; return how many.

    Due meanwhile is all that is due until the first business day back closes. Without somebody
    who stands in it is proposed to the customer's named agent, or to a manager of the team.
    Publishes PromiseHandedOver or HandOverProposed.
    """
    absence = begin_absence(absence_id=absence_id, now=now)
    if absence is None:
        return 0
    promises = list(due_meanwhile(absence))
    for promise in promises:
        _pass_on(promise, absence, actor, now)
    return len(promises)


def _pass_on(promise: Promise, absence: Absence, actor: User, now: datetime) -> None:
    somebody = who_sees_to(absence.user, customer=promise.customer, team=promise.team, at=now)
    if somebody == absence.stand_in:
        hand_over_promise(promise_id=promise.pk, owner=somebody, actor=actor, now=now)
    elif somebody != absence.user:
        happened = HandOverProposed(
            customer_id=promise.customer_id, promise_id=promise.pk, to_id=somebody.pk
        )
        events.publish(happened, actor=actor, at=now)
