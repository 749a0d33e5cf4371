import pytest

from heed.conversations import rules


@pytest.mark.parametrize(
    ("status", "is_final"),
    [("5.1.1", True), ("", True), ("4.2.2", False), ("4.4.7", True)],
)
def test_a_delivery_has_failed_for_good_unless_it_is_only_delayed(status, is_final):
    assert rules.is_final(status) == is_final


def test_text_is_cut_to_its_column_without_what_no_database_takes():
    assert rules.clip("a\x00b\ud800c", 2) == "ab"
    assert rules.clip_line(" a \r\n b ", 10) == "a b"


def test_an_identifier_fits_an_index_entry():
    assert len(rules.clip_identifier("汉" * 998).encode()) <= 2000
    assert rules.clip_identifier("a@b") == "a@b"


@pytest.mark.parametrize(
    ("subject", "has_prefix"),
    [
        ("Re: Order", True),
        ("回复： 订单", True),
        ("Order", False),
        ("  Order  1 ", False),
        ("", False),
    ],
)
def test_a_reply_prefix_is_recognised(subject, has_prefix):
    assert rules.has_reply_prefix(subject) == has_prefix


def test_identifiers_are_found_in_what_came_back():
    returned = b"From: x\r\nmessage-id: <a@b>\r\n\r\nMessage-ID: <c@d>\nX-Message-ID: <e@f>\n"

    assert rules.quoted_identifiers(returned, b"Message-Id:\n <a@b>") == ["a@b", "c@d"]


def test_parts_of_an_identity_cannot_run_into_each_other():
    assert rules.identity_of_ours("1", 23, "t") != rules.identity_of_ours("12", 3, "t")
