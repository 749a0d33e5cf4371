"""Many promises change hands at once, and back again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access
from heed.core.errors import DomainError
from heed.expectations.models import Promise
from heed.expectations.operations.promises import hand_over_promise


class NothingSelected(DomainError):
    code = "promise.nothing_selected"
    message = _("No open promise is selected. Tick those to hand over, then choose to whom.")


@dataclass(frozen=True)
class HandOver:
    """One promise that changed hands."""

    promise_id: int
    from_id: int
    owner_id: int


@transaction.atomic
def hand_over_promises(
    *, promise_ids: Sequence[int], owner: User, actor: User, now: datetime
) -> list[HandOver]:
    """Let somebody else see to many promises; what is closed or already theirs is passed over.

    Publishes PromiseHandedOver for each. Raises NothingSelected, OwnerUnable.
    """
    access.require(actor, "promises.record")
    rows = Promise.objects.filter(pk__in=promise_ids, closed_at=None).exclude(owner=owner)
    changes = [
        HandOver(promise_id, from_id, owner.pk)
        for promise_id, from_id in rows.order_by("pk").values_list("pk", "owner_id")
    ]
    if not changes:
        raise NothingSelected
    for change in changes:
        hand_over_promise(promise_id=change.promise_id, owner=owner, actor=actor, now=now)
    return changes


@transaction.atomic
def take_back_hand_over(*, changes: Iterable[HandOver], actor: User, now: datetime) -> int:
    """Give promises back to who saw to them before; return how many.

    What has changed hands again since, or is closed, stays as it is.
    """
    access.require(actor, "promises.record")
    given_back = 0
    for change in changes:
        still = Promise.objects.filter(
            pk=change.promise_id, owner_id=change.owner_id, closed_at=None
        )
        if still.exists():
            before = User.objects.get(pk=change.from_id)
            hand_over_promise(promise_id=change.promise_id, owner=before, actor=actor, now=now)
            given_back += 1
    return given_back
