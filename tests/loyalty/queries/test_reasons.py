import pytest

from heed.customers.models import Customer
from heed.loyalty.operations.priors import set_prior
from heed.loyalty.queries.reasons import (
    ANY,
    CONTROLLABLE,
    departures_behind,
    distribution,
    silent_customers,
)
from heed.value.models import CustomerValue
from tests.accounts.factories import make_team
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import DAY, NOON
from tests.value.factories import make_rule

TODAY = NOON.date()


def row(found, reason):
    return next(each for each in found.rows if each.reason == reason)


def test_without_own_cases_all_is_belief(manager):
    found = distribution(manager)

    assert (found.known, found.unknown) == (0, 0)
    assert found.controllable.posterior.value == pytest.approx(0.96)
    assert found.controllable.prior_weight == 1
    assert found.prior.is_folklore


def test_own_cases_stand_beside_the_belief_and_replace_it_step_by_step(manager):
    for reason in ["cheaper"] * 6 + ["moved"] * 2 + ["product"] * 2 + ["unknown"] * 3:
        make_departure(recorded_by=manager, reason=reason)

    found = distribution(manager)

    assert (found.known, found.unknown, found.kept_by_us) == (10, 3, 8)
    assert found.controllable.own.value == 0.8
    assert found.controllable.prior_weight == 0.5
    cheaper = row(found, "cheaper").believed
    assert (cheaper.own.value, cheaper.prior) == (0.6, pytest.approx(0.09))
    assert cheaper.posterior.value == pytest.approx((0.9 + 6) / 20)
    assert sum(each.believed.posterior.value for each in found.rows) == pytest.approx(1)


def test_a_heavier_prior_of_our_own_counts(manager):
    shares = dict.fromkeys(("died", "moved", "tastes", "friend", "cheaper", "product"), 10.0)
    set_prior(
        name="reasons_for_leaving", values=shares | {"indifference": 40.0}, cases=30,
        source="Branch survey", actor=manager, now=NOON,
    )  # fmt: skip
    for _each in range(10):
        make_departure(recorded_by=manager, reason="cheaper")

    found = distribution(manager)

    assert found.controllable.prior == pytest.approx(0.8)
    assert found.controllable.prior_weight == 0.75


def test_period_tier_and_team_narrow_what_is_counted_and_its_rows(agent, manager):
    day = (NOON - 10 * DAY).date()
    high = make_departure(
        customer=make_customer(tier="high"), recorded_by=agent, left_on=day, reason="moved"
    )
    make_departure(customer=make_customer(tier="low"), recorded_by=agent, left_on=day)
    make_departure(
        customer=make_customer(tier="high"), recorded_by=agent, left_on=(NOON - 99 * DAY).date()
    )
    other = make_customer(tier="high", team=make_team(name="North"))
    make_departure(customer=other, recorded_by=agent, left_on=day)
    chosen = {"since": (NOON - 50 * DAY).date(), "tier": "high"}

    assert distribution(agent, **chosen).known == 1
    assert list(departures_behind(agent, ANY, **chosen)) == [high]
    assert not departures_behind(agent, CONTROLLABLE, **chosen).exists()
    assert departures_behind(agent, "cheaper").count() == 2


def test_what_was_taken_back_is_not_counted(manager):
    make_departure(recorded_by=manager, ended_at=NOON, ended_by=manager, ended_because="Back again")

    assert distribution(manager).known == 0


def test_silent_are_lost_customers_without_an_entry(manager):
    rule = make_rule()
    silent, recorded, here = (make_customer() for _each in range(3))
    for customer, state in ((silent, "lost"), (recorded, "lost"), (here, "ordinary")):
        Customer.objects.filter(pk=customer.pk).update(state=state)
        CustomerValue.objects.create(
            customer=customer, rule=rule, first_on=(NOON - 900 * DAY).date(),
            last_on=(NOON - 700 * DAY).date(), recency_days=700, tenure_days=900, frequency=1,
            money_minor=1, year_money_minor=0,
        )  # fmt: skip
    make_departure(customer=recorded, recorded_by=manager, left_on=(NOON - 600 * DAY).date())

    assert list(silent_customers(manager, as_of=TODAY)) == [silent]
    lately = (NOON - 300 * DAY).date()
    assert not silent_customers(manager, as_of=TODAY, since=lately).exists()
    assert silent_customers(manager, as_of=TODAY, since=(NOON - 340 * DAY).date()).exists()
