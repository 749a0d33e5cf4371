from itertools import count

from heed.value.models import CustomerValue, Purchase, TierPolicy, TierRule
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


def make_policy(
    *, by, high="{spend} >= 900", medium="{spend} >= 400", margin=10, valid_from=None
) -> TierPolicy:
    """A draft, or with a day a policy approved."""
    approval = {"approved_by": by, "approved_at": NOON, "valid_from": valid_from}
    return TierPolicy.objects.create(
        high=high,
        medium=medium,
        margin_percent=margin,
        drafted_by=by,
        drafted_at=NOON,
        **(approval if valid_from else {}),
    )


def make_rule(
    *, high=9000, medium=4000, customers=10, made_at=NOON, currency="GBP", policy=None
) -> TierRule:
    return TierRule.objects.create(
        as_of=NOON.date(),
        made_at=made_at,
        currency=currency,
        high_from_minor=high,
        medium_from_minor=medium,
        customers=customers,
        policy=policy,
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
