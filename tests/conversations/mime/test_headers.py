from datetime import UTC, datetime

import pytest

from heed.conversations.mime.headers import (
    base64_bytes,
    decode_words,
    identifiers,
    instant,
    split_parameters,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("=?utf-8?B?5L2g5aW9?=", "你好", id="base64"),
        pytest.param("=?iso-8859-1?Q?Fr=F6sche_da?=", "Frösche da", id="quoted-printable"),
        pytest.param("=?utf-8?B?5L2g5Q==?= =?utf-8?B?pb0=?=", "你好", id="character split"),
        pytest.param("=?utf-8?Q?a?=\n =?utf-8?Q?b?= c", "ab c", id="space between words"),
        pytest.param("=?gb2312?B?6UY=?=", "镕", id="gbk as gb2312"),
        pytest.param("=?utf-8?Q?Really??=", "Really?", id="raw question mark"),
        pytest.param("=?utf-8*en?Q?a?=", "a", id="language"),
        pytest.param("=?utf-8?X?a?=", "=?utf-8?X?a?=", id="unknown encoding"),
        pytest.param("=?iso-8859-1?Q?Frösche?=", "Frösche", id="raw character inside"),
    ],
)
def test_encoded_words_are_read(value, text):
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("text/plain; charset=utf-8", ("text/plain", {"charset": "utf-8"}), id="plain"),
        pytest.param('a; name="x\\"y;z"', ("a", {"name": 'x"y;z'}), id="quoted"),
        pytest.param("a; name*=utf-8''%E4%BD%A0.txt", ("a", {"name": "你.txt"}), id="encoded"),
        pytest.param(
            "a; n*0*=utf-8''%E4%BD; n*1*=%A0; n*2=.txt", ("a", {"n": "你.txt"}), id="continued"
        ),
        pytest.param(
            "multipart/mixed boundary=b", ("multipart/mixed", {"boundary": "b"}), id="bare"
        ),
        pytest.param('; filename="a.png"', ("", {"filename": "a.png"}), id="no value"),
        pytest.param('a; name="open', ("a", {"name": "open"}), id="quote never closed"),
    ],
)
def test_parameters_are_split_from_the_value(value, expected):
    assert split_parameters(value) == expected


@pytest.mark.parametrize(
    ("value", "content"),
    [
        pytest.param(b"aGVs\r\nbG8=", b"hello", id="lines"),
        pytest.param(b"aGVsbG8", b"hello", id="no padding"),
        pytest.param(b"aGVsbG8=\naGVsbG8=", b"hellohello", id="joined pieces"),
        pytest.param(b"aGVsbG8= junk", b"hello", id="junk after padding"),
        pytest.param(b"?? no base64 ??", b"?? no base64 ??", id="not base64"),
    ],
)
def test_base64_is_read_as_far_as_it_goes(value, content):
    assert base64_bytes(value) == content


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("<a@b>", ("a@b",)),
        ("<a@b>\n <c@d> <a@b>", ("a@b", "c@d")),
        ("a@b", ("a@b",)),
        ("Your message of Monday", ()),
        ("<a\n @b>", ("a@b",)),
        ("<" + "a" * 999 + "> <b@c>", ("b@c",)),
    ],
)
def test_identifiers_stand_without_brackets(value, found):
    assert identifiers(value) == found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wed, 1 May 2024 15:00:00 +0800", datetime(2024, 5, 1, 7, tzinfo=UTC)),
        ("1 May 2024 15:00:00", datetime(2024, 5, 1, 15, tzinfo=UTC)),
        ("Wed, 1 May 2024 15:00:00 +0800 (CST)", datetime(2024, 5, 1, 7, tzinfo=UTC)),
        ("Whenever", None),
        ("Wed, 99 May 2024 15:00:00 +9999", None),
        ("", None),
    ],
)
def test_a_date_is_an_instant_in_utc_or_none(value, expected):
    assert instant(value) == expected
