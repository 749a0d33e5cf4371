import pytest
from django.utils import translation

from heed.accounts.models import Team
from heed.customers.merging import merge_customers
from heed.value.models import ImportRun
from heed.value.queries import (
    customers_by_value,
    is_valuation_stale,
    known_identities,
    monthly_spend,
    purchases_of,
    value_of,
    value_overview,
    why_tier,
)
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON
from tests.value.factories import make_purchase, make_rule, make_value


@pytest.mark.parametrize(
    ("tier", "sentence"),
    [
        pytest.param(
            "high",
            "High: spent £50.00 in the twelve months to 2 Mar 2026; high begins at £90.00 "
            "(80th percentile of 10 customers).",
            id="high",
        ),
        pytest.param(
            "medium",
            "Medium: spent £50.00 in the twelve months to 2 Mar 2026; medium begins at £40.00 and "
            "high at £90.00 (50th and 80th percentile of 10 customers).",
            id="medium",
        ),
        pytest.param(
            "low",
            "Low: spent £50.00 in the twelve months to 2 Mar 2026; medium begins at £40.00 "
            "(50th percentile of 10 customers).",
            id="low",
        ),
        pytest.param(
            "", "No tier: nothing bought in GBP; other currencies are not added up.", id="none"
        ),
    ],
)
def test_the_tier_is_explained(organisation, tier, sentence):
    customer = make_customer(tier=tier)
    make_value(customer=customer, rule=make_rule())

    assert str(why_tier(customer)) == sentence


def test_who_bought_nothing_has_no_tier(organisation):
    customer = make_customer()

    assert value_of(customer) is None
    assert str(why_tier(customer)) == "No tier yet: nothing bought so far."


def test_the_reason_is_said_in_the_language_of_its_reader(organisation):
    why = why_tier(make_customer())

    with translation.override("xx"):
        assert isinstance(str(why), str)
    assert not isinstance(why, str)


def test_purchases_are_shown_newest_first_by_the_page(organisation, django_assert_num_queries):
    customer = make_customer()
    made = [make_purchase(customer=customer, at=NOON - day * DAY) for day in range(3)]
    make_purchase()

    with django_assert_num_queries(2):
        page = purchases_of(customer, page=1, size=2)
        shown = list(page)

    assert shown == made[:2]
    assert page.paginator.count == 3


def test_spend_is_summed_by_month_without_gaps(organisation, django_assert_num_queries):
    customer = make_customer()
    make_rule()
    make_purchase(customer=customer, amount_minor=2000)
    make_purchase(customer=customer, amount_minor=-500)
    make_purchase(customer=customer, amount_minor=900, at=NOON - 60 * DAY)
    make_purchase(customer=customer, amount_minor=700, currency="EUR")

    with django_assert_num_queries(2):
        spend = monthly_spend(customer, months=4)

    assert spend == [0, 9.0, 0, 15.0]


def test_before_the_first_valuation_there_is_no_spend_to_draw(organisation):
    assert monthly_spend(make_customer(), months=12) == []


def test_who_was_put_together_with_another_counts_once(manager, system):
    kept, merged = make_customer(name="Joan"), make_customer(name="Joanna")
    merge_customers(kept_id=kept.pk, merged_id=merged.pk, actor=manager, now=NOON)

    assert value_overview().customers == 1


def test_the_overview_counts_all_customers(organisation, django_assert_num_queries):
    rule = make_rule()
    make_value(customer=make_customer(tier="high"), rule=rule, year_money_minor=9500)
    make_value(customer=make_customer(tier="low"), rule=rule, year_money_minor=10)
    make_value(customer=make_customer(tier="low"), rule=rule, other_currencies=3)
    make_customer()

    with django_assert_num_queries(4):
        overview = value_overview()

    assert overview.rule == rule
    assert [(share.value, share.customers) for share in overview.tiers] == [
        ("high", 1), ("medium", 0), ("low", 2),
    ]  # fmt: skip
    assert overview.tiers[0].year_money_minor == 9500
    assert [share.customers for share in overview.states] == [0, 0, 4, 0]
    assert (overview.customers, overview.other_currency_lines) == (4, 3)


def test_customers_are_listed_by_what_they_spent(organisation, analyst, django_assert_num_queries):
    rule = make_rule()
    spends = [500, 900, 500, 700]
    values = [
        make_value(customer=make_customer(tier="low"), rule=rule, year_money_minor=spend)
        for spend in spends
    ]

    with django_assert_num_queries(1):
        first = customers_by_value(analyst, size=2)
        names = [value.customer.name for value in first.rows]
    rest = customers_by_value(analyst, size=2, before=first.older)

    assert len(names) == 2
    assert first.rows == [values[1], values[3]]
    assert (rest.rows, rest.older) == ([values[0], values[2]], "")
    assert customers_by_value(analyst, tier="high").rows == []
    assert len(customers_by_value(analyst, before="junk_9x").rows) == 4
    assert len(customers_by_value(analyst, before=f"1_{2**63}").rows) == 4


def test_customers_of_other_teams_are_not_listed(organisation, manager):
    foreign = make_customer(team=Team.objects.create(name="Elsewhere"))
    make_value(customer=foreign, rule=make_rule())

    assert customers_by_value(manager).rows == []


def test_without_purchases_there_is_nothing_to_value(organisation):
    assert not is_valuation_stale(now=NOON)
    make_purchase()
    assert is_valuation_stale(now=NOON)


@pytest.mark.parametrize(
    ("age", "imported_after", "currency", "is_stale"),
    [
        pytest.param(HOUR, -HOUR, "GBP", False, id="fresh"),
        pytest.param(HOUR, HOUR / 2, "GBP", True, id="imported since"),
        pytest.param(DAY, -HOUR, "GBP", True, id="a day old"),
        pytest.param(HOUR, -HOUR, "EUR", True, id="another currency"),
    ],
)
def test_a_valuation_grows_stale(system, age, imported_after, currency, is_stale):
    make_purchase()
    rule = make_rule(made_at=NOON - age, currency=currency)
    ImportRun.objects.create(
        digest="d", file_name="f", source="s", settings={}, state="done", accepted=1,
        started_by=system, started_at=NOON - DAY, finished_at=rule.made_at + imported_after,
    )  # fmt: skip

    assert is_valuation_stale(now=NOON) is is_stale


def test_known_lines_are_found_by_order_line_and_occurrence(organisation):
    known = make_purchase(order_ref="A1")
    identity = ("A1", known.line_ref, 1)

    found = known_identities("purchases", [identity, ("A1", known.line_ref, 2), ("A2", "x", 1)])

    assert found == {identity}
    assert known_identities("shop", [identity]) == set()
