import pytest

from heed.value.models import ReturnMatch

BOUGHT = ("17850", "2026-02-01", "10.00", "A1", "tea")
BOUGHT_LATER = ("17850", "2026-02-02", "10.00", "A2", "tea")
RETURNED = ("17850", "2026-02-03", "-12.00", "C3", "tea")


def matches():
    return sorted(
        ReturnMatch.objects.values_list(
            "returned__order_ref", "purchase__order_ref", "amount_minor"
        )
    )


def test_returns_are_matched_with_the_first_purchases(take_in, written):
    outcome = take_in(written(BOUGHT, BOUGHT_LATER, RETURNED))

    assert outcome.unmatched_returns == 0
    assert matches() == [("C3", "A1", 1000), ("C3", "A2", 200)]


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param(("13047", "2026-02-01", "20.00", "A1", "tea"), id="another customer"),
        pytest.param(("17850", "2026-02-01", "20.00", "A1", "cup"), id="another product"),
        pytest.param(("17850", "2026-02-04", "20.00", "A1", "tea"), id="a later purchase"),
    ],
)
def test_a_return_without_its_purchase_is_kept_and_counted(take_in, written, stranger):
    outcome = take_in(written(stranger, RETURNED))

    assert (outcome.accepted, outcome.unmatched_returns) == (2, 1)
    assert matches() == []


def test_currencies_are_not_set_against_each_other(take_in, written):
    header = ("customer_id", "purchased_at", "amount", "currency")
    rows = [("1", "2026-02-01", "10", "EUR"), ("1", "2026-02-02", "-10", "GBP")]

    assert take_in(written(*rows, header=header)).unmatched_returns == 1


def test_a_purchase_that_comes_in_late_is_matched_anew(take_in, written):
    take_in(written(BOUGHT_LATER, RETURNED, name="first.csv"))
    assert matches() == [("C3", "A2", 1000)]

    take_in(written(BOUGHT, name="late.csv"))

    assert matches() == [("C3", "A1", 1000), ("C3", "A2", 200)]


def test_importing_again_leaves_the_matches_alone(take_in, written):
    path = written(BOUGHT, BOUGHT_LATER, RETURNED)
    take_in(path)
    keys = set(ReturnMatch.objects.values_list("pk", flat=True))

    take_in(path)

    assert set(ReturnMatch.objects.values_list("pk", flat=True)) == keys
