from datetime import date

import duckdb
import pytest

from heed.value.analysis import TABLES, answers

AS_OF = "2024-02-29"


@pytest.fixture
def engine():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


def fill(engine, *purchases):
    rows = [(number, *purchase) for number, purchase in enumerate(purchases, 1)]
    engine.executemany("INSERT INTO purchases VALUES (?, ?, ?, ?, ?)", rows)


def test_nothing_bought_gives_no_answer(engine):
    assert list(answers(engine, "GBP")) == []


def test_the_year_ends_on_the_last_day_of_the_data(engine):
    fill(
        engine,
        (1, AS_OF, "GBP", 100),
        (1, "2023-03-01", "GBP", 10),
        (1, "2023-02-28", "GBP", 1),
    )

    whole, customer = answers(engine, "GBP")

    assert whole == [AS_OF, 110, 110, 1, 0]
    assert customer == [1, "2023-02-28", AS_OF, 0, 366, 3, 111, 110, 3, 0, True, "high"]


def test_currencies_are_never_added_up(engine):
    fill(engine, (1, AS_OF, "GBP", 100), (1, AS_OF, "EUR", 900), (2, AS_OF, "EUR", 900))

    whole, first, second = answers(engine, "GBP")

    assert whole == [AS_OF, 100, 100, 1, 2]
    assert first[6:] == [100, 100, 1, 1, True, "high"]
    assert second[6:] == [0, 0, 0, 1, True, ""]


def test_several_lines_of_a_day_are_one_visit(engine):
    fill(engine, (1, AS_OF, "GBP", 100), (1, AS_OF, "GBP", 50), (1, AS_OF, "EUR", 50))

    _whole, customer = answers(engine, "GBP")

    assert customer[5] == 1


def test_what_was_taken_back_is_no_visit(engine):
    fill(
        engine,
        (1, "2024-01-01", "GBP", 100),
        (1, "2024-01-05", "GBP", 70),
        (1, AS_OF, "GBP", -100),
    )
    engine.execute("INSERT INTO matches VALUES (3, 1, 100)")

    _whole, customer = answers(engine, "GBP")

    assert customer[1:8] == ["2024-01-05", "2024-01-05", 55, 55, 1, 70, 70]


def test_equal_spend_is_never_split_between_tiers(engine):
    fill(engine, *[(number, AS_OF, "GBP", 500 if number < 8 else 100) for number in range(10)])

    _whole, *customers = answers(engine, "GBP")

    assert [customer[-1] for customer in customers] == ["high"] * 8 + ["low"] * 2


def test_sums_beyond_floating_point_stay_exact(engine):
    fill(engine, (1, AS_OF, "GBP", 10**15), (1, AS_OF, "GBP", 10**15 - 1), (1, AS_OF, "GBP", 9))

    _whole, customer = answers(engine, "GBP")

    assert customer[6] == 2 * 10**15 + 8
    assert date.fromisoformat(customer[1]) == date(2024, 2, 29)
