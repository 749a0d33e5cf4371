from heed.loyalty.models import Departure
from tests.customers.factories import make_customer
from tests.moments import NOON

TODAY = NOON.date()


def make_departure(
    *, recorded_by, customer=None, reason="cheaper", left_on=TODAY, recorded_at=NOON, **fields
) -> Departure:
    customer = customer or make_customer()
    return Departure.objects.create(
        customer=customer,
        left_on=left_on,
        reason=reason,
        source=fields.pop("source", Departure.Source.AGENT),
        tier=fields.pop("tier", customer.tier),
        recorded_by=recorded_by,
        recorded_at=recorded_at,
        **fields,
    )
