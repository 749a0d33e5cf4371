import pytest

from heed.customers.duplicates.addresses import address_of, place_of
from heed.customers.duplicates.contacts import day_of, mails_of, phones_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        pytest.param(
            "Wei.Zhang+news@Gmail.com", ["weizhang@gmail.com"], id="dots and plus of Gmail"
        ),
        pytest.param("a.b@firm.example", ["a.b@firm.example"], id="dots count elsewhere"),
        pytest.param("a@x.org; b@x.org", ["a@x.org", "b@x.org"], id="two in a cell"),
        pytest.param("-", [], id="nothing"),
    ],
)
def test_mail_addresses(written, compared):
    assert mails_of(written) == compared


@pytest.mark.parametrize(
    "written",
    [
        "138 0013 8000",
        "+86 138-0013-8000",
        "0086 13800138000",
        "8613800138000",
        "１３８００１３８０００",
    ],
)
def test_a_mobile_phone_is_the_same_with_and_without_its_country(written):
    assert phones_of(written) == ["13800138000"]


def test_numbers_that_stand_for_none_are_left_out():
    assert phones_of("0000000000 / 12 / 11111111") == []


@pytest.mark.parametrize(
    "written", ["1985-02-07", "19850207", "7/2/1985", "1985年2月7日", "1985-02-07T00:00:00"]
)
def test_dates_in_any_usual_order(written):
    assert day_of(written) == "1985-02-07"


def test_addresses_are_the_same_with_words_short_or_long():
    assert address_of("12 Harbour Street, Flat 3") == address_of("12, HARBOUR ST. Apt 3")
    assert address_of("北京市朝阳区建国路８８号") == address_of("北京 朝阳区 建国路88号")
    assert place_of("上海市") == place_of("上海")
