from datetime import UTC, date, datetime, timedelta

import duckdb
import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.value.rules.returns import Line, match_returns
from heed.value.scoring.returns import corrections

START = datetime(2025, 1, 1, tzinfo=UTC)
COLUMNS = "customer_id BIGINT, product VARCHAR, currency VARCHAR, purchased_at TIMESTAMP"


def corrected(*lines):
    """What is kept of each day, and what remains unmatched, by customer and product."""
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE lines ({COLUMNS}, amount_minor BIGINT, purchased_on DATE)")
        rows = [
            (customer, product, "GBP", at.replace(tzinfo=None), amount, at.date())
            for customer, product, at, amount in lines
        ]
        engine.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", rows)
        table = ibis.duckdb.from_connection(engine).table("lines")
        return engine.execute(
            "SELECT purchased_on, sum(correction_minor)::BIGINT, sum(unmatched_minor)::BIGINT "
            f"FROM ({ibis.to_sql(corrections(table), dialect='duckdb')}) GROUP BY 1 ORDER BY 1"
        ).fetchall()


def at(days, hours=0):
    return START + timedelta(days=days, hours=hours)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([(0, 100), (2, -100)], [(0, -100, 0), (2, 100, 0)], id="all of it"),
        pytest.param([(0, 100), (2, -30)], [(0, -30, 0), (2, 30, 0)], id="a part"),
        pytest.param([(0, -30), (2, 100)], [(0, 0, 30), (2, 0, 0)], id="before it was bought"),
        pytest.param(
            [(0, 20), (2, -30), (3, 50)], [(0, -20, 0), (2, 20, 10), (3, 0, 0)], id="more"
        ),
    ],
)
def test_a_return_counts_on_the_day_of_its_purchase(lines, expected):
    found = corrected(*[(1, "pen", at(day), amount) for day, amount in lines])

    assert found == [(at(day).date(), change, rest) for day, change, rest in expected]


def test_a_return_takes_nothing_of_another_product_or_customer():
    found = corrected((1, "pen", at(0), 100), (1, "ink", at(1), -100), (2, "pen", at(1), -100))

    assert found == [(date(2025, 1, 2), 0, 200)]


amounts = st.integers(-60, 60).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2), amounts), min_size=1, max_size=14))
def test_the_engine_agrees_with_the_rule_of_the_pages(drawn):
    moments = [(at(day, hour), amount) for day, hour, amount in drawn]
    lines = [Line(key, when, ("", str(key), 1), sum_) for key, (when, sum_) in enumerate(moments)]
    matches, unmatched = match_returns(lines)
    changes: dict[date, int] = {when.date(): 0 for when, _amount in moments}
    for match in matches:
        changes[lines[match.purchase].at.date()] -= match.amount_minor
        changes[lines[match.returned].at.date()] += match.amount_minor

    found = corrected(*[(1, "pen", when, amount) for when, amount in moments])

    assert {day: change for day, change, _rest in found if change} == {
        day: change for day, change in changes.items() if change
    }
    assert sum(rest for _day, _change, rest in found) == sum(unmatched.values())
