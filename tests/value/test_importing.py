import csv
from datetime import UTC, date, datetime

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.models import ContactPoint, Customer
from heed.value.importing import Outcome, import_file
from heed.value.models import ImportRun, Purchase
from heed.value.rules.settings import ImportSettings
from tests.customers.factories import make_customer
from tests.moments import NOON

TEA = ("17850", "2026-02-01 10:00", "12.50", "A1", "tea")
CUP = ("17850", "2026-02-01 10:00", "7.50", "A1", "cup")
POT = ("13047", "2026-02-02 23:30", "20.00", "A2", "pot")


def identities():
    rows = Purchase.objects.order_by("pk")
    return list(rows.values_list("order_ref", "product", "occurrence", "amount_minor"))


def test_a_file_is_taken_in(take_in, written):
    outcome = take_in(written(TEA, CUP, POT))

    assert outcome == Outcome(3, 3, 0, 0, 0, 2, None)
    assert identities() == [("A1", "tea", 1, 1250), ("A1", "cup", 1, 750), ("A2", "pot", 1, 2000)]
    pot = Purchase.objects.get(product="pot")
    assert pot.purchased_at == datetime(2026, 2, 2, 23, 30, tzinfo=UTC)
    run = ImportRun.objects.get()
    assert (run.state, run.rows, run.next_row, run.file_name) == ("done", 3, 3, "orders.csv")


def test_the_batch_and_the_end_are_in_the_event_log(take_in, written, system):
    take_in(written(TEA, POT))

    types = Event.objects.order_by("pk").values_list("type", "payload__accepted", "actor")
    assert list(types) == [
        ("value.PurchasesImported", 2, system.pk),
        ("customers.CustomersImported", None, system.pk),
        ("value.PurchasesCounted", 2, system.pk),
    ]


def test_an_import_ended_before_its_figures_were_told_tells_them_the_next_time(
    take_in, written, system
):
    class Killed(BaseException):
        pass

    def be_killed():
        raise Killed

    orders = written(TEA, CUP, POT)
    settings = ImportSettings(currency="GBP", time_zone="Europe/London")
    with pytest.raises(Killed):
        import_file(path=orders, settings=settings, actor=system, now=NOON, conclude=be_killed)

    outcome = take_in(orders)
    again = take_in(orders)

    assert outcome == Outcome(3, 3, 0, 0, 0, 2, None)
    assert again == Outcome(3, 0, 3, 0, 0, 2, None)


def test_importing_again_adds_nothing(take_in, written):
    take_in(written(TEA, CUP))

    again = take_in(written(TEA, CUP, name="other.csv"))

    assert again == Outcome(2, 0, 2, 0, 0, 1, None)
    assert Purchase.objects.count() == 2


def test_a_longer_file_that_contains_the_old_one_adds_what_is_new(take_in, written):
    take_in(written(TEA, POT))

    longer = take_in(written(CUP, TEA, POT, TEA, name="longer.csv"))

    assert (longer.accepted, longer.duplicates) == (2, 2)
    assert identities()[2:] == [("A1", "cup", 1, 750), ("A1", "tea", 2, 1250)]


def test_the_same_line_twice_in_a_file_is_two_lines(take_in, written):
    outcome = take_in(written(TEA, TEA, TEA))

    assert outcome.accepted == 3
    assert [row[2] for row in identities()] == [1, 2, 3]


def test_another_source_numbers_its_orders_for_itself(take_in, written):
    take_in(written(TEA))

    assert take_in(written(TEA), source="shop").accepted == 1


def test_with_line_numbers_the_line_is_known_by_its_number(take_in, written):
    header = ("order_id", "line_id", "customer_id", "purchased_at", "amount")
    take_in(written(("A1", "1", "17850", "2026-02-01", "5.00"), header=header))

    outcome = take_in(
        written(
            ("A1", "1", "17850", "2026-02-01", "6.00"),
            ("A1", "2", "17850", "2026-02-01", "6.00"),
            header=header,
        )
    )

    assert (outcome.accepted, outcome.duplicates) == (1, 1)
    assert list(Purchase.objects.order_by("pk").values_list("amount_minor", flat=True)) == [
        500,
        600,
    ]


def test_rows_that_cannot_be_used_are_kept_with_their_reason(take_in, written):
    outcome = take_in(
        written(
            TEA,
            ("", "2026-02-01", "5.00", "A2", "tea"),
            ("17850", "2026-02-30", "5.00", "A3", "tea"),
            ("17850", "2026-02-01", "nan", "A4", "tea"),
            ("17850", "2026-02-01", "", "A5", "tea"),
            ("17850", "2106-02-01", "5.00", "A6", "tea"),
            ("17850", "2026-02-01", "5.00"),
            ("17850", "2026-02-01", "1e40", "A7", "tea"),
        )
    )

    assert (outcome.rows, outcome.accepted, outcome.rejected) == (8, 1, 7)
    with open(outcome.rejects_file, encoding="utf-8-sig", newline="") as stream:  # noqa: PTH123
        header, *rows = csv.reader(stream)
    assert header == [
        "row",
        "reason",
        "customer_id",
        "purchased_at",
        "amount",
        "order_id",
        "product",
    ]
    assert [(row[0], row[1]) for row in rows] == [
        ("2", "There is no customer number."),
        ("3", "The date of purchase is no date that exists, or of an unknown form."),
        ("4", "Amount, quantity, unit price or discount is not a number."),
        ("5", "There is no amount, nor a quantity and a unit price."),
        ("6", "The date of purchase lies in the future."),
        ("7", "The row has more or fewer fields than there are columns."),
        ("8", "Amount or quantity is too large to be true."),
    ]
    assert rows[1][2:] == ["17850", "2026-02-30", "5.00", "A3", "tea"]


def test_lines_of_nothing_are_purchases_of_nothing(take_in, written):
    outcome = take_in(written(("17850", "2026-02-01", "0.00", "A1", "sample")))

    assert (outcome.accepted, outcome.rejected) == (1, 0)
    assert Purchase.objects.get().amount_minor == 0


@pytest.mark.parametrize(
    ("currency", "text", "minor"),
    [
        pytest.param("JPY", "1250", 1250, id="yen"),
        pytest.param("KWD", "1.250", 1250, id="dinar"),
        pytest.param("GBP", "0.125", 13, id="half a penny"),
    ],
)
def test_amounts_are_whole_minor_units_of_their_currency(take_in, written, currency, text, minor):
    rows = [("1", "2026-02-01", text, "A1", "x"), ("1", "2026-02-01", "0.5", "A2", "x")]

    take_in(written(*rows), currency=currency)

    assert Purchase.objects.get(order_ref="A1").amount_minor == minor


def test_numbers_that_were_floats_lose_their_point(take_in, written):
    take_in(written(("17850.0", "2026-02-01", "5", "536365.0", "tea")))

    assert Purchase.objects.get().order_ref == "536365"
    assert ContactPoint.objects.get().value == "17850"


def test_dates_are_those_of_the_place_of_business(take_in, written):
    take_in(
        written(
            ("1", "2026-02-01 00:30", "5", "A1", "x"), ("1", "2026-02-01T23:30Z", "5", "A2", "x")
        ),
        time_zone="Asia/Shanghai",
    )

    found = Purchase.objects.order_by("pk").values_list("purchased_at", "purchased_on")
    assert list(found) == [
        (datetime(2026, 1, 31, 16, 30, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 2, 1, 23, 30, tzinfo=UTC), date(2026, 2, 2)),
    ]


def test_a_dry_run_counts_the_same_and_writes_nothing(take_in, written):
    take_in(written(TEA, CUP))
    refund = ("17850", "2026-02-05", "-25.00", "A9", "tea")
    path = written(TEA, TEA, POT, refund, ("", "2026-02-05", "1", "A9", "tea"), name="more.csv")

    dry = take_in(path, is_dry_run=True)

    assert Purchase.objects.count() == 2
    assert dry == Outcome(5, 3, 1, 1, 0, 2, None)
    real = take_in(path)
    assert (real.accepted, real.duplicates, real.unmatched_returns) == (3, 1, 0)


def test_who_may_not_import_is_refused(written, agent):
    settings = ImportSettings(currency="GBP", time_zone="UTC")

    with pytest.raises(NotPermitted):
        import_file(path=written(TEA), settings=settings, actor=agent, now=NOON)

    assert not ImportRun.objects.exists()


HEADER = ("customer_id", "purchased_at", "amount", "customer_name", "email", "phone", "country")


def test_customers_are_created_with_what_is_known_of_them(take_in, written):
    take_in(
        written(
            ("17850", "2026-02-01", "5", "", "", "", ""),
            ("17850", "2026-02-03", "5", "Anna Berg", "anna@example.org", "0170 1", "Norway"),
            header=HEADER,
        )
    )

    anna = Customer.objects.get()
    assert (anna.name, anna.country, anna.created_at.day, anna.last_activity_at.day) == (
        "Anna Berg", "Norway", 1, 3,
    )  # fmt: skip
    assert sorted(anna.contact_points.values_list("kind", "value")) == [
        ("email", "anna@example.org"), ("phone", "0170 1"), ("reference", "17850"),
    ]  # fmt: skip


def test_a_new_number_with_a_known_mail_address_is_the_same_customer(take_in, written):
    anna = make_customer(name="Anna Berg", email="Anna@example.org")

    outcome = take_in(
        written(
            ("17850", "2026-02-01", "5", "A. Berg", "anna@example.org", "", ""),
            ("17851", "2026-02-01", "5", "Bo", "bo@example.org", "0170 1", ""),
            ("17852", "2026-02-01", "5", "Bo again", "BO@example.org", "0170 1", ""),
            header=HEADER,
        )
    )

    assert outcome.accepted == 3
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["Anna Berg", "Bo"]
    assert Purchase.objects.filter(customer=anna).count() == 1


def test_a_contact_point_of_somebody_else_does_not_stop_the_import(take_in, written):
    owner = make_customer(name="Bo")
    ContactPoint.objects.create(customer=owner, kind="phone", value="01701", key="01701")

    take_in(written(("17850", "2026-02-01", "5", "Anna", "", "0170 1", ""), header=HEADER))

    assert ContactPoint.objects.get(kind="phone").customer == owner
    assert Customer.objects.get(name="Anna").purchases.count() == 1
