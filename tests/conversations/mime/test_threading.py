import pytest

from heed.conversations.mime.threading import (
    base_subject,
    new_message_id,
    reply_subject,
    thread_candidates,
)
from tests.conversations.mime.mails import read


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Order", "Order"),
        ("Re: Order", "Order"),
        ("RE: Fwd: re: Order", "Order"),
        ("回复：答复: 转发：订单", "订单"),
        ("AW: SV: VS: Order", "Order"),
        ("Re[2]: Order", "Order"),
        ("Re: Re(3): Order: late", "Order: late"),
        ("Reply needed: Order", "Reply needed: Order"),
        ("  Re :  Order \n one ", "Order one"),
        ("Re:", ""),
    ],
)
def test_the_base_of_a_subject_has_no_prefixes(subject, base):
    assert base_subject(subject) == base


@pytest.mark.parametrize(
    ("subject", "reply"),
    [("Order", "Re: Order"), ("回复：Re: 订单", "Re: 订单"), ("", "Re:")],
)
def test_an_answer_has_one_prefix(subject, reply):
    assert reply_subject(subject) == reply


def test_the_newest_mail_answered_comes_first():
    mail = read(In_Reply_To="<3@x>", References="<1@x> <2@x> <3@x>")

    assert thread_candidates(mail) == ("3@x", "2@x", "1@x")


def test_a_message_identifier_is_made_of_token_and_domain():
    assert new_message_id("example.com", "abc") == "abc@example.com"


@pytest.mark.parametrize(
    ("domain", "token"), [("", "a"), ("a.b", "x y"), ("a>b", "c"), ("a.b", "@")]
)
def test_a_message_identifier_refuses_what_would_break_it(domain, token):
    with pytest.raises(ValueError, match="must be without spaces"):
        new_message_id(domain, token)
