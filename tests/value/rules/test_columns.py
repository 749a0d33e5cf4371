import pytest

from heed.value.rules.columns import FIELDS, recognise, simplify

UCI = "InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country"


def test_the_columns_of_a_well_known_file_are_recognised():
    found = recognise(UCI.split(), {})

    assert found.of == {
        "customer_id": "CustomerID",
        "purchased_at": "InvoiceDate",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
        "order_id": "InvoiceNo",
        "product": "StockCode",
        "country": "Country",
    }
    assert (found.missing, found.unclear) == ((), ())


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(["customer_id", "purchased_at", "amount"], id="own names"),
        pytest.param(["Customer ID", "Order Date", "Total Amount"], id="English"),
        pytest.param(["客户编号", "下单时间", "金额"], id="Chinese"),
        pytest.param(["會員編號", "訂單日期", "金額"], id="traditional"),
    ],
)
def test_usual_names_are_recognised(columns):
    found = recognise(columns, {})

    assert found.of == dict(zip(["customer_id", "purchased_at", "amount"], columns, strict=True))


def test_a_mapped_column_is_not_guessed_again():
    found = recognise(["Buyer", "Date", "Paid at", "Total"], {"customer_id": "Buyer"})

    assert found.unclear == (("purchased_at", ("Paid at", "Date")),)


def test_what_is_missing_is_named():
    assert recognise(["name", "when", "quantity"], {}).missing == (
        "customer_id",
        "purchased_at",
        "amount",
    )


def test_the_exact_name_of_a_field_wins():
    assert recognise(["amount", "Total", "date", "client_id"], {}).of["amount"] == "amount"


def test_no_name_stands_for_two_fields():
    names = [name for words in FIELDS.values() for name in {simplify(w) for w in words.split()}]

    assert sorted(names) == sorted(set(names))
