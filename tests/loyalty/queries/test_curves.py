from datetime import date, timedelta

import pytest

from heed.customers.models import Customer
from heed.loyalty.queries.curves import curves_of
from heed.loyalty.queries.histories import followed
from heed.value.models import CustomerValue
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import DAY, NOON
from tests.value.factories import make_purchase, make_rule

TODAY = NOON.date()  # as of which customers are valued


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def rule(organisation):
    return make_rule()


def make_buyer(rule, *, first: int, last: int, state="ordinary", spent=1000) -> Customer:
    """Somebody who bought from `first` to `last` days ago."""
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(state=state)
    CustomerValue.objects.create(
        customer=customer, rule=rule, first_on=days_ago(first), last_on=days_ago(last),
        recency_days=last, tenure_days=first, frequency=2, money_minor=spent, year_money_minor=0,
    )  # fmt: skip
    make_purchase(customer=customer, at=NOON - first * DAY, amount_minor=spent)
    return customer


def test_gone_is_who_is_recorded_or_was_silent_for_more_than_a_year(rule, agent):
    here = make_buyer(rule, first=100, last=10)
    recorded = make_buyer(rule, first=500, last=420, state="lost")
    make_departure(customer=recorded, recorded_by=agent, reason="moved", left_on=days_ago(200))
    silent = make_buyer(rule, first=600, last=400, state="lost")

    found = followed(rule)

    spells = {
        int(each): (int(end - begun), reason)
        for each, begun, end, reason in zip(
            found.customer_ids, found.begun, found.ended, found.reasons, strict=True
        )
    }
    assert spells == {
        here.pk: (100, ""),
        recorded.pk: (300, "moved"),
        silent.pk: (566, "silent"),
    }


def test_who_wrote_to_us_was_not_silent_before(rule):
    customer = make_buyer(rule, first=900, last=800, state="lost")
    Customer.objects.filter(pk=customer.pk).update(last_contact_at=NOON - 400 * DAY)

    found = followed(rule)

    assert int(found.ended[0] - found.begun[0]) == 900 - 400 + 366


def test_what_ended_or_happens_later_is_not_counted(rule, agent):
    customer = make_buyer(rule, first=100, last=10)
    make_departure(
        customer=customer, recorded_by=agent, left_on=days_ago(5), ended_at=NOON,
        ended_by=agent, ended_because="Back",
    )  # fmt: skip
    make_departure(customer=customer, recorded_by=agent, left_on=days_ago(-3))

    assert list(followed(rule).reasons) == [""]


def test_a_leaving_before_the_first_purchase_is_of_an_earlier_time(rule, agent):
    customer = make_buyer(rule, first=100, last=10)
    make_departure(customer=customer, recorded_by=agent, left_on=days_ago(300))

    assert list(followed(rule).reasons) == [""]


def test_over_all_time_shares_follow_the_age_of_customers(rule, agent):
    for place in range(20):
        customer = make_buyer(rule, first=400, last=10)
        if place < 10:
            make_departure(
                customer=customer, recorded_by=agent, left_on=days_ago(300), reason="cheaper"
            )

    found = curves_of(rule)["all"]["tiers"][""]

    assert (found["n"], found["left"], found["recorded"], found["silent"]) == (20, 10, 10, 0)
    assert found["steps"][0][:2] == [100.0, 0.5]
    assert found["year"]["value"] == 0.5
    assert 0.25 < found["year"]["lower"] < 0.5 < found["year"]["upper"] < 0.75
    assert found["reasons"]["cheaper"]["year"]["value"] == 0.5


def test_over_a_period_newcomers_enter_late_and_who_left_before_is_not_in_it(rule, agent):
    for place in range(12):
        old = make_buyer(rule, first=500, last=10)
        if place < 10:
            make_departure(customer=old, recorded_by=agent, left_on=days_ago(165))
    gone = make_buyer(rule, first=700, last=600)
    make_departure(customer=gone, recorded_by=agent, left_on=days_ago(400))
    make_buyer(rule, first=100, last=10)

    found = curves_of(rule)["12"]["tiers"][""]

    assert (found["n"], found["entered"], found["left"]) == (13, 1, 10)
    assert found["steps"] == [[200.0, pytest.approx(2 / 12), *found["steps"][0][2:]]]
    assert found["year"]["value"] == pytest.approx(2 / 12)


def test_a_tier_is_that_at_the_beginning_so_that_leaving_makes_nobody_low(rule, agent):
    for _each in range(10):
        customer = make_buyer(rule, first=400, last=390, state="lost", spent=50_000)
        make_departure(customer=customer, recorded_by=agent, left_on=days_ago(100))
    for _each in range(30):
        make_buyer(rule, first=400, last=10, spent=100)

    tiers = curves_of(rule)["12"]["tiers"]

    assert (tiers["high"]["n"], tiers["high"]["left"]) == (10, 10)
    assert tiers["low"]["left"] == 0


def test_too_few_leavers_give_counts_and_no_curve(rule, agent):
    for _each in range(12):
        make_buyer(rule, first=400, last=10)

    assert curves_of(rule)["all"]["tiers"][""] == {
        "n": 12, "entered": 0, "left": 0, "silent": 0, "recorded": 0,
    }  # fmt: skip


def test_reasons_and_those_still_here_add_up_to_one(rule, agent):
    reasons = ["cheaper", "product", "moved"]
    for place in range(30):
        customer = make_buyer(rule, first=500, last=10)
        if place < 15:
            make_departure(
                customer=customer, recorded_by=agent, left_on=days_ago(400 - 7 * place),
                reason=reasons[place % 3],
            )  # fmt: skip

    found = curves_of(rule)["all"]["tiers"][""]

    gone = sum(each["year"]["value"] for each in found["reasons"].values())
    assert gone + found["year"]["value"] == pytest.approx(1)
