import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.texts.masking import masked
from heed.measures.texts.number_checks import is_bank_card, is_identity_card


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发到wang.li+a@mail.example.com.cn谢谢", "发到[email]谢谢"),
        ("Write to O'Neil@example.org.", "Write to [email]."),
        ("电话13800138000。", "电话[phone]。"),
        ("打+86 138 0013 8000", "打[phone]"),
        ("手机：１３８００１３８０００", "手机：[phone]"),
        ("010-62345678转801", "[phone]转801"),
        ("（021）6234 5678", "[phone]"),
        ("Call +44 20 7946 0958 now", "Call [phone] now"),
        ("Call (415) 555-2671 or 415-555-2671", "Call [phone] or [phone]"),
        ("身份证11010519491231002X", "身份证[id card]"),
        ("110105 19491231 002x", "[id card]"),
        ("Card 4111-1111-1111-1111", "Card [bank card]"),
        ("in 2026 4111 1111 1111 1111", "in [bank card]"),
        ("卡号6222021234567890128", "卡号[bank card]"),
        ("王先生说欧阳娜娜女士到了", "[name]先生说[name]女士到了"),
        ("Mrs. O'Brien and Dr Anna van", "Mrs. [name] and Dr [name] van"),
    ],
)
def test_personal_data_is_masked(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 10:00 付了 1,299.00 元",
        "有位先生问过，这位女士也问过",
        "谢谢先生",
        "型号 X13-2000，500ml，第 3 次",
        "身份证110105194912310021的校验位不对",
        "4111 1111 1111 1112 fails Luhn",
        "Dear sir, the mr. is late",
        "a@b, @user, user@",
        "订单号20260302123456",
    ],
)
def test_what_is_not_sure_stays(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("订单号：20260302123456", "订单号：[order]"),
        ("运单号SF1234567890快", "运单号[order]快"),
        ("my order number is AB-12345, thanks", "my order number is [order], thanks"),
        ("Order #98765", "Order #[order]"),
        ("order something nice", "order something nice"),
    ],
)
def test_order_numbers_are_masked_where_asked_for(text, expected):
    assert masked(text, order_numbers=True) == expected


PIECES = st.sampled_from(
    [
        *(
            "13800138000",
            "4111 1111 1111 1111",
            "11010519491231002X",
            "a.b@example.com",
            "+86",
            "-",
        ),
        *(
            " ",
            "王小明先生",
            "Mr ",
            "Smith",
            "Mr. Anna Lee",
            "订单号",
            "2026",
            "00",
            "(",
            ")",
            "李",
        ),
        *("010-62345678", "女士", "谢谢", "@", ".", "86", "1", "[phone]", "order "),
    ]
)
TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@given(TEXT, st.booleans())
@settings(max_examples=200, deadline=None)
def test_masking_twice_changes_nothing_more(text, has_orders):
    once = masked(text, order_numbers=has_orders)

    assert masked(once, order_numbers=has_orders) == once


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_a_masked_text_is_hardly_longer(text):
    # The shortest thing masked, a surname of one character, becomes six.
    assert len(masked(text)) <= 6 * len(text)


@given(st.integers(10**9, 10**10 - 1), st.text("，。 的在a", max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_mobile_number_survives(number, around):
    mobile = f"13{number % 10**9:09d}"

    assert mobile not in masked(f"{around}{mobile}{around}")


@given(st.lists(st.integers(0, 9), min_size=15, max_size=15))
@settings(max_examples=60, deadline=None)
def test_one_check_digit_of_ten_makes_a_bank_card(digits):
    start = "".join(map(str, [4, *digits[1:]]))

    assert sum(is_bank_card(f"{start}{last}") for last in range(10)) == 1


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("11010519491231002X", True),  # the example of GB 11643-1999
        ("440524188001010014", True),  # the other one there
        ("110105194912310029", False),
        ("11010519490231002X", False),
        ("1101051949123100X2", False),
    ],
)
def test_identity_cards_are_told_by_date_and_check_digit(number, is_one):
    assert is_identity_card(number) is is_one


def test_very_long_texts_are_masked_in_time_that_grows_with_their_length():
    text = "1380013800 " * 20_000 + "a" * 100_000 + "0" * 50_000 + "13800138000 "

    assert len(masked(text)) <= len(text)
