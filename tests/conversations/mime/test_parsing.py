from datetime import UTC, datetime

import pytest

from heed.conversations.mime.mail import MailUnreadable
from heed.conversations.mime.parsing import Address, parse_mail
from tests.conversations.mime.mails import make_mail, read, read_multipart


def test_the_headers_of_a_mail_are_understood():
    mail = read(
        Message_ID="<1@x>",
        In_Reply_To="<0@x>",
        References="<a@x> <0@x>",
        Reply_To="other@example.com",
        Cc="c@example.com",
        Date="Wed, 1 May 2024 15:00:00 +0800",
    )

    assert (mail.message_id, mail.in_reply_to, mail.references) == ("1@x", ("0@x",), ("a@x", "0@x"))
    assert mail.sender == Address("Ann", "ann@example.com")
    assert mail.reply_to == (Address("", "other@example.com"),)
    assert (mail.to, mail.cc) == (
        (Address("", "help@example.org"),),
        (Address("", "c@example.com"),),
    )
    assert mail.sent_at == datetime(2024, 5, 1, 7, tzinfo=UTC)
    assert (mail.subject, mail.text, mail.kind) == ("Hello", "Hello", "message")


def test_the_mail_as_json_has_exactly_the_agreed_keys():
    mail = read("Hi\n\n-- \nAnn", Date="Wed, 1 May 2024 15:00:00 +0800", Message_ID="<1@x>")

    assert mail.as_json() == {
        "message_id": "1@x",
        "subject": "Hello",
        "from": {"name": "Ann", "address": "ann@example.com"},
        "to": [{"name": "", "address": "help@example.org"}],
        "cc": [],
        "date": "2024-05-01T07:00:00+00:00",
        "text": "Hi\n\n-- \nAnn",
        "reply_text": "Hi",
        "html": "",
        "attachments": [],
        "kind": "message",
    }


def test_what_is_missing_is_none_or_empty():
    mail = parse_mail(b"Subject: x\n\n")

    assert (mail.sender, mail.sent_at, mail.text, mail.message_id) == (None, None, "", "")
    assert mail.as_json()["from"] is None


@pytest.mark.parametrize("raw", [b"", b"\r\n \r\n", b"no header at all\n\nbody", b"\x00\x01\x02"])
def test_what_is_no_mail_is_refused(raw):
    with pytest.raises(MailUnreadable) as refused:
        parse_mail(raw)

    assert refused.value.reason


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_line_endings_do_not_matter(ending):
    mail = parse_mail(make_mail("one\r\ntwo").replace(b"\r\n", ending))

    assert (mail.subject, mail.text) == ("Hello", "one\ntwo")


def test_raw_bytes_in_headers_are_read_as_utf8_or_the_charset_of_the_body():
    utf8 = read(Subject="你好")
    latin = read(Subject="Frösche".encode("latin-1"), Content_Type="text/plain; charset=iso-8859-1")

    assert (utf8.subject, latin.subject) == ("你好", "Frösche")


def test_a_broken_line_among_the_headers_is_skipped():
    mail = parse_mail(b"From: a@b.c\nbroken line\nSubject: x\n\nbody")

    assert (mail.subject, mail.text) == ("x", "body")


def test_the_plain_text_is_preferred_and_the_html_kept():
    mail = read_multipart(
        "Content-Type: text/plain\r\n\r\nplain",
        "Content-Type: text/html\r\n\r\n<p>rich</p>",
        subtype="alternative",
    )

    assert (mail.text, mail.html, mail.attachments) == ("plain", "<p>rich</p>", ())


def test_html_alone_is_turned_into_text():
    mail = read("<p>Dear <b>all</b></p><p>yes</p>", Content_Type="text/html")

    assert (mail.text, mail.reply_text) == ("Dear all\n\nyes", "Dear all\n\nyes")


def test_an_empty_plain_text_gives_way_to_the_html():
    mail = read_multipart(
        "Content-Type: text/plain\r\n\r\n \r\n",
        "Content-Type: text/html\r\n\r\n<p>rich</p>",
        subtype="alternative",
    )

    assert mail.text == "rich"


def test_a_quoted_answer_in_html_is_cut():
    mail = read(
        "<div>Thanks!</div><div class=gmail_quote>"
        "<div>On Mon, 1 May 2024 X &lt;x@y.z&gt; wrote:</div>"
        "<blockquote>Old words</blockquote></div>",
        Content_Type="text/html",
    )

    assert mail.reply_text == "Thanks!"
    assert "Old words" in mail.quoted_text


def test_nothing_but_a_quote_is_the_reply():
    assert read("> only\n> this").reply_text == "> only\n> this"


def test_html_without_a_declared_charset_is_read_in_the_one_it_names():
    html = "<meta charset='big5'><p>訂單</p>".encode("big5")

    assert read(html, Content_Type="text/html").text == "訂單"
