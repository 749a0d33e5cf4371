from datetime import date, datetime
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from heed.customers.models import ContactPoint
from heed.value.models import Purchase
from heed.value.refusals import FileEmpty, FileOfOtherKind, SheetUnknown

HALF_PAST_TEN = datetime(2026, 2, 1, 10, 30)  # noqa: DTZ001  cells know no zone
HEADER = ("Customer ID", "Date", "Amount", "Order No", "Product")


@pytest.fixture
def sheet(tmp_path):
    def write(*rows, header=HEADER, above=(), name="orders.xlsx", others=()):
        book = Workbook()
        for row in [*above, header, *rows]:
            book.active.append(row)
        for title in others:
            book.create_sheet(title).append(HEADER)
        path = tmp_path / name
        book.save(path)
        return path

    return write


def test_dates_numbers_and_texts_come_as_they_stand_in_the_cells(take_in, sheet):
    outcome = take_in(
        sheet(
            (17850, HALF_PAST_TEN, 1.234, "00042", "tea"),
            (17850.0, date(2026, 2, 3), 7, 43.0, "cup"),
        )
    )

    assert (outcome.accepted, outcome.customers) == (2, 1)
    assert ContactPoint.objects.get().value == "17850"
    found = Purchase.objects.order_by("pk")
    assert list(found.values_list("order_ref", "amount_minor", "purchased_on")) == [
        ("00042", 123, date(2026, 2, 1)),
        ("43", 700, date(2026, 2, 3)),
    ]
    assert found[0].purchased_at.minute == 30


def test_what_stands_above_the_column_names_is_passed_over(take_in, sheet):
    path = sheet(
        ("1", "2026-02-01", 5, "A1", "tea"),
        above=[("Orders of February", None), (), ("Made on", date(2026, 3, 1))],
    )

    assert take_in(path).accepted == 1


def test_junk_above_the_names_of_a_text_file_is_passed_over_too(take_in, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Report of orders, all shops\n\ncustomer;date;amount\n1;2026-02-01;5\n")

    assert take_in(path).accepted == 1


def test_a_formula_is_never_worked_out(take_in, sheet):
    outcome = take_in(
        sheet(
            ("1", "2026-02-01", "=2+3", "A1", "tea"),
            ("1", "2026-02-01", 5, "A2", "tea"),
        )
    )

    assert (outcome.accepted, outcome.rejected) == (1, 1)


def test_another_sheet_is_read_where_it_is_named(take_in, sheet):
    path = sheet(("1", "2026-02-01", 5, "A1", "tea"), others=["Empty"])

    assert take_in(path, sheet="Empty").rows == 0
    assert take_in(path).rows == 1
    with pytest.raises(SheetUnknown, match=r"no sheet Other\. It has Sheet, Empty"):
        take_in(path, sheet="Other")


def test_rows_of_more_cells_than_names_are_rejected(take_in, sheet):
    outcome = take_in(sheet(("1", "2026-02-01", 5, "A1", "tea", "more"), ("", "", None, "", "")))

    assert (outcome.rows, outcome.rejected) == (1, 1)


def test_an_empty_sheet_and_a_packed_file_of_another_kind_are_refused(take_in, tmp_path):
    empty, other = tmp_path / "empty.xlsx", tmp_path / "other.xlsx"
    Workbook().save(empty)
    with ZipFile(other, "w") as packed:
        packed.writestr("orders.csv", "customer,date,amount")

    with pytest.raises(FileEmpty):
        take_in(empty)
    with pytest.raises(FileOfOtherKind):
        take_in(other)


def test_nothing_in_a_file_of_rejects_is_a_formula(take_in, written):
    dangerous = '=HYPERLINK("http://example.org")'
    outcome = take_in(
        written(
            ("", "2026-02-01", "-5.00", dangerous, "+44 170 1"),
            ("", "2026-02-01", "5", "A2", "@x"),
        )
    )

    with open(outcome.rejects_file, encoding="utf-8-sig") as stream:  # noqa: PTH123
        text = stream.read()
    assert ",-5.00," in text
    assert "+44 170 1" in text
    assert "'=HYPERLINK" in text
    assert "'@x" in text
