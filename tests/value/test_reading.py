import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heed.core.moment_columns import DateOrdersMixed, DateOrderUnclear, DateYearsShort
from heed.value.models import Purchase
from heed.value.reading import open_purchases
from heed.value.refusals import (
    CharactersUnknown,
    ColumnsMissing,
    ColumnsUnclear,
    ColumnUnknown,
    CurrencyUnknown,
    DecimalMarksMixed,
    DecimalMarkUnclear,
    FieldUnknown,
    FileEmpty,
    FileMissing,
    FileOfOtherKind,
    FileUnreadable,
    SourceUnusable,
    TimeZoneUnknown,
)

CHINESE = ("客户编号", "下单时间", "金额", "订单号", "商品名称")
LINE = ("张三", "2026-02-01 10:00", "12.50", "A1", "龙井茶叶")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        pytest.param("utf-8", ",", id="utf-8"),
        pytest.param("utf-8-sig", ";", id="utf-8 with mark, semicolon"),
        pytest.param("gb18030", ",", id="gb18030"),
        pytest.param("utf-16", "\t", id="utf-16, tab"),
    ],
)
def test_a_file_is_read_whatever_its_encoding(take_in, written, encoding, delimiter):
    path = written(LINE, header=CHINESE, encoding=encoding, delimiter=delimiter)

    assert take_in(path).accepted == 1

    assert Purchase.objects.get().product == "龙井茶叶"


def test_western_letters_are_not_taken_for_chinese(take_in, written):
    row = ("1", "2026-02-01", "5.00", "A1", "Müller's Café crème")

    take_in(written(row, encoding="latin-1"))

    assert Purchase.objects.get().product == "Müller's Café crème"


def test_a_packed_file_is_unpacked(take_in, written, tmp_path):
    packed = tmp_path / "orders.csv.gz"
    packed.write_bytes(gzip.compress(written(LINE, header=CHINESE).read_bytes()))

    assert take_in(packed).accepted == 1


def test_line_breaks_and_delimiters_inside_quotes_belong_to_the_value(take_in, written):
    take_in(written(("1", "2026-02-01", "1,234.50", "A1", 'tea,\n"green"')))

    purchase = Purchase.objects.get()
    assert (purchase.product, purchase.amount_minor) == ('tea,\n"green"', 123450)


def test_decimal_commas_are_read_as_such(take_in, written):
    rows = [("1", "01.02.2026", "1.234,50", "A1", "x"), ("1", "28.02.2026", "12,5", "A2", "x")]

    take_in(written(*rows, delimiter=";"))

    amounts = Purchase.objects.order_by("pk").values_list("amount_minor", "purchased_on__day")
    assert list(amounts) == [(123450, 1), (1250, 28)]


def test_parquet_keeps_its_types(take_in, tmp_path):
    path = tmp_path / "orders[1].parquet"
    table = pa.table(
        {
            "CustomerID": pa.array([17850.0, None]),
            "InvoiceDate": pa.array(["2026-02-01 10:00:00", "2026-02-01 10:00:00"]).cast(
                pa.timestamp("us")
            ),
            "Quantity": [3, 1],
            "UnitPrice": [1.125, 1.0],
            "StockCode": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    pq.write_table(table, path)

    outcome = take_in(path)

    assert (outcome.accepted, outcome.rejected) == (1, 1)
    purchase = Purchase.objects.get()
    assert (purchase.amount_minor, purchase.quantity, purchase.product) == (338, 3, "a")
    assert purchase.customer.name == "17850"


USUAL = ("customer_id", "purchased_at", "amount")
DMY = [("1", "13/02/2026", "5")]
MDY = [("1", "02/13/2026", "5")]
OPEN = [("1", "01/02/2026", "5")]


@pytest.mark.parametrize(
    ("header", "rows", "settings", "refusal", "said"),
    [
        pytest.param(("who", "when"), [], {}, ColumnsMissing, "columns who, when", id="columns"),
        pytest.param(
            ("client_id", "date", "Paid at", "amount"), [], {}, ColumnsUnclear,
            "--map purchased_at=Paid at", id="two dates",
        ),
        pytest.param(USUAL, [], {"mapping": {"amount": "Sum"}}, ColumnUnknown, "Sum", id="column"),
        pytest.param(USUAL, [], {"mapping": {"sum": "amount"}}, FieldUnknown, "sum", id="field"),
        pytest.param(USUAL, OPEN, {}, DateOrderUnclear, "01/02/2026", id="order of the date"),
        pytest.param(USUAL, DMY + MDY, {}, DateOrdersMixed, "--date-order", id="orders mixed"),
        pytest.param(USUAL, [("1", "1/2/26", "5")], {}, DateYearsShort, "1/2/26", id="years"),
        pytest.param(
            USUAL, [("1", "2026-02-01", "1,250")], {}, DecimalMarkUnclear, "1,250", id="mark"
        ),
        pytest.param(
            USUAL, [("1", "2026-02-01", "1,5"), ("1", "2026-02-01", "1.5")], {},
            DecimalMarksMixed, "--decimal-mark", id="marks mixed",
        ),
        pytest.param(USUAL, [], {"currency": "XBT"}, CurrencyUnknown, "XBT", id="currency"),
        pytest.param(USUAL, [], {"time_zone": "Mars"}, TimeZoneUnknown, "Mars", id="time zone"),
        pytest.param(USUAL, [], {"source": " "}, SourceUnusable, "--source", id="source"),
        pytest.param(
            USUAL, [("é", "", "")], {"encoding": "ascii"}, CharactersUnknown, "ascii", id="ascii"
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_not_certain_is_refused(
    take_in, written, header, rows, settings, refusal, said
):
    with pytest.raises(refusal) as refused:
        take_in(written(*rows, header=header), **settings)

    assert said in str(refused.value)
    assert not Purchase.objects.exists()


def test_what_was_unclear_can_be_said(take_in, written):
    rows = [("1", "01/02/2026", "1,250"), ("1", "13/02/2026", "1.5")]

    outcome = take_in(written(*rows, header=USUAL), date_order="mdy", decimal_mark=",")

    assert (outcome.accepted, outcome.rejected) == (1, 1)
    purchase = Purchase.objects.get()
    assert (purchase.purchased_on.month, purchase.amount_minor) == (1, 125)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(None, FileMissing, id="missing"),
        pytest.param(b"", FileEmpty, id="empty"),
        pytest.param(b"\n\n", FileEmpty, id="blank lines"),
        pytest.param(b"PK\x03\x04....", FileOfOtherKind, id="spreadsheet"),
        pytest.param(b"PAR1broken", FileUnreadable, id="broken parquet"),
        pytest.param(b"\x1f\x8bbroken", FileUnreadable, id="broken gzip"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, refusal):
    path = tmp_path / "orders"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(refusal):
        open_purchases(path)
