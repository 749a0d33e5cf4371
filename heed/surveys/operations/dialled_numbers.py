"""Numbers that calling found wrong: nobody dials them, on whatever call list."""

from datetime import datetime

from heed.accounts.models import User
from heed.customers.models import ContactPoint
from heed.customers.operations import mark_phone_number
from heed.customers.queries import numbers_to_dial
from heed.surveys.models import CallAttempt, Interview


def mark_dialled(
    interview: Interview, *, number_id: int | None, actor: User, now: datetime
) -> bool:
    """Mark the number that was dialled, without one named the first; whether others are left.

    Part of a larger operation. Publishes PhoneNumberMarked where the number was right so far.
    """
    numbers = list(numbers_to_dial().filter(customer=interview.invitation.customer_id))
    dialled = [each for each in numbers if number_id in {None, each.pk}][:1]
    for each in dialled:
        mark_phone_number(point_id=each.pk, is_wrong=True, actor=actor, now=now)
    return len(numbers) > len(dialled)


def take_back_mark(attempt: CallAttempt, *, actor: User, now: datetime) -> None:
    """Make right again the number that this attempt found wrong; part of a larger operation."""
    customer_id = attempt.interview.invitation.customer_id
    marked = ContactPoint.objects.filter(
        customer=customer_id, wrong_at=attempt.at, wrong_by=attempt.by
    )
    for each in marked:
        mark_phone_number(point_id=each.pk, is_wrong=False, actor=actor, now=now)
