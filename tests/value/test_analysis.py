from datetime import date

import duckdb
import pytest

from heed.value.analysis import TABLES, answers
from heed.value.conditions import TierConditions

AS_OF = "2024-02-29"
BEST = ("high", False, {"spend_percentile": 100.0})


@pytest.fixture
def engine():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


def fill(engine, *purchases):
    rows = [(number, *purchase, 0)[:6] for number, purchase in enumerate(purchases, 1)]
    engine.executemany("INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?)", rows)


def asked(currency="GBP", **more):
    conditions = TierConditions().as_asked()
    usual = {"conditions": conditions, "decimals": 2, "remembers": False, "is_preview": False}
    return {"currency": currency} | usual | more


def test_nothing_bought_gives_no_answer(engine):
    assert list(answers(engine, asked())) == []


def test_the_year_ends_on_the_last_day_of_the_data(engine):
    fill(
        engine,
        (1, AS_OF, "GBP", 100),
        (1, "2023-03-01", "GBP", 10),
        (1, "2023-02-28", "GBP", 1),
    )

    whole, customer = answers(engine, asked())

    assert whole == [AS_OF, 110, 110, 1, 0]
    assert customer == [1, "2023-02-28", AS_OF, 0, 366, 3, 111, 110, 3, 0, True, *BEST]


def test_currencies_are_never_added_up(engine):
    fill(engine, (1, AS_OF, "GBP", 100), (1, AS_OF, "EUR", 900), (2, AS_OF, "EUR", 900))

    whole, first, second = answers(engine, asked())

    assert whole == [AS_OF, 100, 100, 1, 2]
    assert first[6:] == [100, 100, 1, 1, True, *BEST]
    assert second[6:] == [0, 0, 0, 1, True, "", False, {}]


def test_several_lines_of_a_day_are_one_visit(engine):
    fill(engine, (1, AS_OF, "GBP", 100), (1, AS_OF, "GBP", 50), (1, AS_OF, "EUR", 50))

    _whole, customer = answers(engine, asked())

    assert customer[5] == 1


def test_what_was_taken_back_is_no_visit(engine):
    fill(
        engine,
        (1, "2024-01-01", "GBP", 100),
        (1, "2024-01-05", "GBP", 70),
        (1, AS_OF, "GBP", -100),
    )
    engine.execute("INSERT INTO matches VALUES (3, 1, 100)")

    _whole, customer = answers(engine, asked())

    assert customer[1:8] == ["2024-01-05", "2024-01-05", 55, 55, 1, 70, 70]


def test_equal_spend_is_never_split_between_tiers(engine):
    fill(engine, *[(number, AS_OF, "GBP", 500 if number < 8 else 100) for number in range(10)])

    _whole, *customers = answers(engine, asked())

    assert [customer[11] for customer in customers] == ["high"] * 8 + ["low"] * 2


def test_sums_beyond_floating_point_stay_exact(engine):
    fill(engine, (1, AS_OF, "GBP", 10**15), (1, AS_OF, "GBP", 10**15 - 1), (1, AS_OF, "GBP", 9))

    _whole, customer = answers(engine, asked())

    assert customer[6] == 2 * 10**15 + 8
    assert date.fromisoformat(customer[1]) == date(2024, 2, 29)


def test_a_preview_counts_who_would_move_and_names_the_largest(engine):
    fill(engine, (1, AS_OF, "GBP", 90000), (2, AS_OF, "GBP", 95000), (3, AS_OF, "GBP", 100))
    engine.execute("INSERT INTO tiers VALUES (1, 'low'), (2, 'low'), (3, 'low')")
    conditions = TierConditions("{spend} >= 900", "{spend} >= 400").as_asked()

    _whole, [preview] = answers(engine, asked(conditions=conditions, is_preview=True))

    assert preview["counts"] == [["low", "high", 2], ["low", "low", 1]]
    assert [(each["customer_id"], each["deciding"]) for each in preview["largest"]] == [
        (2, {"spend": 950.0}),
        (1, {"spend": 900.0}),
    ]


def test_nobody_would_move_where_nothing_was_bought_in_the_currency(engine):
    fill(engine, (1, AS_OF, "EUR", 90000))

    _whole, [preview] = answers(engine, asked(is_preview=True))

    assert preview == {"counts": [], "largest": []}


def test_shares_of_discounts_returns_and_promises_decide_too(engine):
    fill(
        engine,
        (1, AS_OF, "GBP", 900, 100),
        (1, AS_OF, "GBP", -450),
        (2, AS_OF, "GBP", 900),
    )
    engine.execute("INSERT INTO promises VALUES (1, 0.75)")
    engine.execute("INSERT INTO perceptions VALUES (1, 5.5)")
    text = "{discount_share} < 2 and {returns_share} < 2 and {kept_share} < 2 and {perceived} < 9"
    conditions = TierConditions(text, text).as_asked()

    _whole, first, second = answers(engine, asked(conditions=conditions))

    shares = {"discount_share": 0.1, "returns_share": 0.5, "kept_share": 0.75, "perceived": 5.5}
    unknown = {"discount_share": 0.0, "returns_share": 0.0, "kept_share": None, "perceived": None}
    assert first[11:] == ["high", False, shares]
    assert second[11:] == ["low", False, unknown]
