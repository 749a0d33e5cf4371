"""Whatever bytes arrive: an answer in time, or MailUnreadable, and nothing a database refuses."""

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.conversations.mime.bounces import bounce_of
from heed.conversations.mime.html import html_to_text, safe_html
from heed.conversations.mime.mail import MailUnreadable
from heed.conversations.mime.parsing import parse_mail
from heed.conversations.mime.quotes import split_reply

PIECES = st.sampled_from(
    [
        *(
            b"\n",
            b"\r\n",
            b"\r",
            b"\n\n",
            b" ",
            b"\t",
            b"\x00",
            b"\xff",
            b"\xb0\xa1",
            b"\xe4\xbd\xa0",
        ),
        *(b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: <", b"References: ", b"a@b.c"),
        *(b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html", b"\n--b\n"),
        *(b"Content-Type: message/rfc822", b"Content-Type: text/plain; charset=utf-7", b"\n--b--"),
        *(b"Content-Type: message/delivery-status", b"Content-Type: text/plain; charset=utf-16"),
        *(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"===="),
        *(b"Content-Transfer-Encoding: quoted-printable", b"=C3", b"=", b"+2AA-", b"begin 644 x\n"),
        *(
            b"=?utf-8?B?",
            b"=?gb2312?Q?",
            b"?=",
            b"*0*=utf-8''%E4",
            b'"',
            b"<",
            b">",
            b"(",
            b")",
            b";",
        ),
        *(
            b"<div class=gmail_quote>",
            b"<!--",
            b"&#0;",
            b"&#xD800;",
            b"<table>",
            b"</p>",
            b"#0V%T\n",
        ),
        *(
            b"> ",
            b"-- \n",
            b"wrote:\n",
            b"On 1 May 2024 ",
            "发件人：".encode(),
            b"```\n",
            b"Status: 5.1",
        ),
    ]
)
MAILS = st.one_of(
    st.binary(max_size=300),
    st.lists(PIECES, max_size=60).map(b"".join),
    st.lists(PIECES, max_size=60).map(lambda pieces: b"From: a@b.c\n" + b"".join(pieces)),
)


@given(MAILS)
@settings(max_examples=400, deadline=2_000)
def test_any_bytes_are_read_or_refused(raw):
    read = _read(raw)

    assert "\\u0000" not in read
    assert "\\ud8" not in read


def _read(raw):
    try:
        mail = parse_mail(raw)
        bounce_of(raw)
    except MailUnreadable as refusal:
        return json.dumps(refusal.reason)
    return json.dumps([mail.as_json(), mail.quoted_text, mail.references, mail.in_reply_to])


@given(MAILS)
@settings(max_examples=200, deadline=2_000)
def test_a_reply_is_never_empty_where_the_text_is_not(raw):
    text = raw.decode("utf-8", "replace")

    reply, _ = split_reply(text)

    assert bool(reply.strip()) == bool(text.strip())


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=2_000)
def test_any_html_is_shown_safely_and_read(html):
    shown = safe_html(html)
    html_to_text(html)

    assert "<script" not in shown.lower()
    assert safe_html(shown).count("<") == shown.count("<")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"From: " + b'"\\' * 50_000, id="quotes never closed"),
        pytest.param(b"From: " + b"<," * 50_000, id="empty entries"),
        pytest.param(b"Content-Type: " + b"a" * 100_000 + b"=", id="a type that is none"),
        pytest.param(b"Content-Type: a/b; " + b"a" * 100_000, id="a parameter without value"),
        pytest.param(b"Content-Type: a/b; " + b'a="\\' * 25_000, id="values never closed"),
    ],
)
def test_a_header_is_read_in_time_in_proportion_to_its_length(header):
    began = process_time()

    _read(b"To: a@b.c\r\n" + header + b"\r\n\r\ntext")

    assert process_time() - began < 5
