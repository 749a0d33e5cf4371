"""Files that nobody on this project made; totals are those the files give by other means."""

import csv
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from django.db.models import Sum

from heed.value.models import Purchase, ReturnMatch
from tests.moments import NOON


def stored_sum():
    return Purchase.objects.aggregate(sum=Sum("amount_minor"))["sum"]


def test_the_cdnow_sample(take_in, written, shared_file):
    lines = [
        line.split() for line in shared_file("value/CDNOW_sample.txt").read_text().splitlines()
    ]
    rows = [(sample, day, cds, dollars) for _master, sample, day, cds, dollars in lines]
    path = written(*rows, header=("customer_id", "date", "quantity", "amount"))

    outcome = take_in(path, currency="USD", time_zone="America/New_York")

    assert (outcome.rows, outcome.accepted, outcome.customers) == (6919, 6919, 2357)
    assert stored_sum() == sum(Decimal(dollars) for *_rest, dollars in lines) * 100
    assert take_in(path, currency="USD", time_zone="America/New_York").duplicates == 6919


def test_orders_exported_from_shopify(take_in, shared_file):
    path = shared_file("interop/fivetran/shopify/shopify_order_data.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        orders = list(csv.DictReader(stream))
    usable = [order for order in orders if order["customer_id"]]

    outcome = take_in(path, mapping={"purchased_at": "processed_at", "amount": "total_price"})

    assert outcome.rows == len(orders)
    assert outcome.accepted == len(usable)
    assert stored_sum() == sum(Decimal(order["total_price"]) for order in usable) * 100


@pytest.mark.slow
def test_the_uci_retailer(take_in, shared_file):
    path = shared_file("value/uci_online_retail.parquet")
    lines = duckdb.execute(
        "SELECT Quantity, UnitPrice::VARCHAR FROM read_parquet(?) WHERE CustomerID IS NOT NULL",
        [str(path)],
    ).fetchall()
    penny = Decimal("0.01")
    amounts = [(number * Decimal(price)).quantize(penny, ROUND_HALF_UP) for number, price in lines]

    dry = take_in(path, is_dry_run=True)
    outcome = take_in(path)

    assert (outcome.rows, outcome.accepted, outcome.rejected) == (541_909, 406_829, 135_080)
    assert (outcome.duplicates, outcome.customers) == (0, 4_372)
    assert stored_sum() == sum(amounts) * 100
    assert Purchase.objects.filter(amount_minor__lt=0).count() == 8_905
    assert ReturnMatch.objects.count() > 7_000
    assert dry.unmatched_returns == outcome.unmatched_returns
    again = take_in(path, now=NOON)
    assert (again.accepted, again.duplicates) == (0, 406_829)
