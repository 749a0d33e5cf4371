from itertools import count

from heed.value.models import CustomerValue, Purchase, TierRule
from tests.customers.factories import make_customer
from tests.moments import NOON

_numbers = count(1)


def make_purchase(
    *, customer=None, amount_minor=1000, at=NOON, product="tea", currency="GBP", order_ref="A1"
) -> Purchase:
    return Purchase.objects.create(
        customer=customer or make_customer(),
        source="purchases",
        order_ref=order_ref,
        line_ref=str(next(_numbers)),
        product=product,
        purchased_at=at,
        purchased_on=at.date(),
        amount_minor=amount_minor,
        currency=currency,
    )


def make_rule(*, high=9000, medium=4000, customers=10, made_at=NOON, currency="GBP") -> TierRule:
    return TierRule.objects.create(
        as_of=NOON.date(),
        made_at=made_at,
        currency=currency,
        high_from_minor=high,
        medium_from_minor=medium,
        customers=customers,
    )


def make_value(*, customer, rule, year_money_minor=5000, other_currencies=0) -> CustomerValue:
    return CustomerValue.objects.create(
        customer=customer,
        rule=rule,
        first_on=NOON.date(),
        last_on=NOON.date(),
        recency_days=0,
        tenure_days=0,
        frequency=1,
        money_minor=year_money_minor,
        year_money_minor=year_money_minor,
        other_currencies=other_currencies,
    )
