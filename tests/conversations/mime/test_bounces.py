from heed.conversations.mime.bounces import Bounce, bounce_of
from tests.conversations.mime.mails import make_mail, make_multipart

REPORT = """Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; fine@example.net
Action: delivered
Status: 2.0.0

Original-Recipient: rfc822;<lost@example.net>
Final-Recipient: rfc822; moved@example.net
Action: failed
Status: 5.1.1 (no such user)
Diagnostic-Code: smtp; 550 5.1.1 <lost@example.net>: User
 unknown
"""


def test_the_report_says_who_was_not_reached_and_why():
    raw = make_multipart("\r\nSorry", REPORT, subtype="report")

    assert bounce_of(raw) == Bounce(
        "lost@example.net", "5.1.1", "550 5.1.1 <lost@example.net>: User unknown"
    )


def test_without_a_report_the_text_is_read():
    raw = make_mail(
        "Hi. This is the qmail-send program.\n\n<lost@example.net>:\n552 Mailbox full\n",
        From="MAILER-DAEMON@mx.example.com",
        Subject="failure notice",
    )

    assert bounce_of(raw) == Bounce("lost@example.net", "5.0.0", "552 Mailbox full")


def test_a_delay_has_a_status_of_class_four():
    raw = make_mail(
        "The mail to lost@example.net is delayed:\n451 4.4.1 No answer from host\n",
        From="MAILER-DAEMON@mx.example.com",
        Subject="Delivery Status Notification (Delay)",
    )

    assert bounce_of(raw) == Bounce("lost@example.net", "4.4.1", "451 4.4.1 No answer from host")


def test_a_report_that_says_nothing_is_still_a_bounce():
    raw = make_multipart("Content-Type: message/delivery-status\r\n\r\n", subtype="report")

    assert bounce_of(raw) == Bounce("", "", "")


def test_the_mail_of_a_person_is_no_bounce():
    assert bounce_of(make_mail("550 parcels were not delivered to a@b.c")) is None
