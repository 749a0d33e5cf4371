import csv
import tempfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from heed.value.reading import open_purchases
from heed.value.rules.settings import ImportSettings
from heed.value.staging import Staging, scratch_folder
from tests.moments import NOON

HEADER = ("customer_id", "purchased_at", "quantity", "unit_price")
SETTINGS = ImportSettings(currency="GBP", time_zone="UTC")
quantities = st.integers(-1000, 1000)
prices = st.decimals(min_value=0, max_value=10**6, places=3) | st.just("") | st.just("NaN")
rows = st.lists(st.tuples(st.sampled_from(["", "A", "B"]), quantities, prices), max_size=40)


def staged_lines(path):
    file = open_purchases(path)
    places = {name: place for place, name in enumerate(HEADER)}
    with scratch_folder(path.parent) as scratch, Staging(scratch) as staged:
        staged.load(file, places, SETTINGS, NOON, lambda rows: None)
        return staged.row_count, staged.lines(0, staged.row_count), staged.rejections()


@settings(max_examples=25, deadline=None)
@given(rows)
def test_what_is_accepted_adds_up_to_what_the_file_says(given_rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", newline="") as stream:
            lines = [(who, "2026-02-01", number, price) for who, number, price in given_rows]
            csv.writer(stream).writerows([HEADER, *lines, ("Z", "2026-02-01", 1, "0.5")])

        row_count, lines, rejections = staged_lines(path)

    usable = [
        (number, price) for who, number, price in given_rows if who and price not in {"", "NaN"}
    ]
    pounds = [(number * price).quantize(Decimal("0.01"), ROUND_HALF_UP) for number, price in usable]
    assert row_count == len(given_rows) + 1
    assert len(lines) + len(rejections) == row_count
    assert sum(line.amount_minor for line in lines) == sum(pounds) * 100 + 50
