from datetime import timedelta

import pytest
from django.utils import translation

from heed.value.models import TierMove
from heed.value.policies import conditions_of, policy_in_force, tier_on
from heed.value.queries import is_valuation_stale, why_tier
from tests.customers.factories import make_customer
from tests.moments import DAY, NOON
from tests.value.factories import make_policy, make_purchase, make_rule, make_value

TODAY = NOON.date()


def test_without_an_approved_policy_percentiles_decide(manager):
    make_policy(by=manager)

    assert policy_in_force(on=TODAY) is None
    assert conditions_of(None).high == "{spend_percentile} >= 80"


def test_a_policy_is_in_force_from_its_day_until_the_next(manager):
    first = make_policy(by=manager, valid_from=TODAY - timedelta(days=9))
    second = make_policy(by=manager, valid_from=TODAY)

    assert policy_in_force(on=TODAY - timedelta(days=10)) is None
    assert policy_in_force(on=TODAY - timedelta(days=1)) == first
    assert policy_in_force(on=TODAY) == second


def test_a_valuation_by_another_policy_is_stale(manager):
    make_purchase()
    make_rule(made_at=NOON)
    assert not is_valuation_stale(now=NOON)

    make_policy(by=manager, valid_from=TODAY)

    assert is_valuation_stale(now=NOON)


@pytest.mark.parametrize(
    ("tier", "is_held", "said"),
    [
        pytest.param(
            "high",
            False,
            "High: net spend of twelve months is at least 900. On 2 Mar 2026: net spend of twelve "
            "months: £850.00; days since the last purchase: 12.",
            id="high",
        ),
        pytest.param(
            "high",
            True,
            "Stays high by the margin of 10 %: high needs that net spend of twelve months is at "
            "least 900. On 2 Mar 2026: net spend of twelve months: £850.00; days since the last "
            "purchase: 12.",
            id="held",
        ),
        pytest.param(
            "low",
            False,
            "Low: medium needs that days since the last purchase is at most 90. On 2 Mar 2026: net "
            "spend of twelve months: £850.00; days since the last purchase: 12.",
            id="low",
        ),
    ],
)
def test_the_values_that_decided_are_said(manager, tier, is_held, said):
    customer = make_customer(tier=tier)
    policy = make_policy(by=manager, valid_from=TODAY, medium="{recency_days} <= 90")
    value = make_value(customer=customer, rule=make_rule(policy=policy))
    value.is_held, value.deciding = is_held, {"recency_days": 12.0, "spend": 850.0}
    value.save()

    assert str(why_tier(customer)) == said
    with translation.override("zh-hans"):
        assert "£850.00" in str(why_tier(customer))


def test_the_tier_of_an_earlier_day_is_known(organisation):
    customer = make_customer(tier="low")
    for ago, tier in ((9, "high"), (4, "low")):
        rule = make_rule(made_at=NOON - ago * DAY)
        TierMove.objects.create(customer=customer, rule=rule, after=tier)

    assert [tier_on(customer, on=TODAY - timedelta(days=ago)) for ago in (10, 9, 5, 4)] == [
        "", "high", "high", "low",
    ]  # fmt: skip
