import time

import pytest

from heed.conversations.mime.parsing import parse_mail
from heed.conversations.mime.parts import DEEPEST, read_parts
from tests.conversations.mime.mails import make_mail, read_multipart

HEAD = b"From: a@b.c\nSubject: x\n"


def test_a_part_ends_where_its_delimiter_line_begins():
    mail = read_multipart("\r\none\r\n", "\r\n--edgewise\r\ntwo")

    assert mail.text == "one\n--edgewise\ntwo"


def test_a_mail_that_ends_early_loses_nothing():
    mail = parse_mail(HEAD + b"Content-Type: multipart/mixed; boundary=e\n\n--e\n\nwords of cust")

    assert mail.text == "words of cust"


def test_a_boundary_that_was_misdeclared_is_found():
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--e\nContent-Type: text/plain\n\nhi\n--e--\n"
    )

    assert parse_mail(raw).text == "hi"


def test_a_multipart_without_any_boundary_is_shown_as_text():
    raw = HEAD + b"Content-Type: multipart/mixed\n\nJust words"

    assert parse_mail(raw).text == "Just words"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", "caf=C3=A9 =\r\nau lait", "café au lait"),
        ("base64", "Y2Fmw6k=", "café"),
        ("8bit", "café", "café"),
        ("x-unheard-of", "café", "café"),
        ("x-uuencode", "begin 644 x\r\n$8V%F90  \r\n`\r\nend\r\n", "cafe"),
    ],
)
def test_transfer_encodings_are_undone(encoding, body, text):
    raw = make_mail(
        body, Content_Transfer_Encoding=encoding, Content_Type="text/plain; charset=utf-8"
    )

    assert parse_mail(raw).text == text


def test_nesting_deeper_than_the_bound_is_left_undivided():
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(2_000)
    )

    root = read_parts(HEAD + nested + b"\nhello")

    assert _depth(root) == DEEPEST


def _depth(part):
    return 1 + max(map(_depth, part.parts), default=0)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(
            HEAD + b"\n" + b"The quick brown fox, she wrote:\n" * 300_000, id="long paste"
        ),
        pytest.param(HEAD + b"\n" + b"x" * 10_000_000, id="one long line"),
        pytest.param(HEAD + b"\n" + b"> " * 5_000_000, id="one long quote"),
        pytest.param(HEAD + b"junk\n" * 1_000_000, id="broken headers"),
        pytest.param(b"Subject: " + b"=?utf-8?q?a" * 900_000, id="encoded words never closed"),
        pytest.param(b"To: " + b"(<" * 5_000_000, id="open comments"),
        pytest.param(b"Content-Type: a/b" + b';a="' * 2_500_000, id="open quotes"),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 2_500_000,
            id="parts",
        ),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 2_000_000, id="deep html"),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + b"<" * 5_000_000, id="open tags"),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 2_500_000, id="comments"),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + b"&" * 5_000_000, id="ampersands"),
    ],
)
def test_ten_megabytes_are_read_in_time(raw):
    began = time.process_time()

    parse_mail(raw)

    assert time.process_time() - began < 15
