from email.message import EmailMessage

from heed.conversations.models import Conversation, Message
from heed.conversations.operations import intake
from tests.moments import NOON

CUSTOMER = "Joan Mills <joan@example.net>"
DESK = "service@harbour.example"


def make_mail(
    *,
    text="My order has not arrived.",
    subject="Order 1042",
    sender=CUSTOMER,
    message_id="<first@example.net>",
    in_reply_to="",
    references="",
    to=DESK,
    cc="",
    date="Mon, 2 Mar 2026 11:58:00 +0000",
    headers=(),
    files=(),
) -> bytes:
    letter = EmailMessage()
    named = {
        "From": sender,
        "To": to,
        "Cc": cc,
        "Subject": subject,
        "Message-ID": message_id,
        "In-Reply-To": in_reply_to,
        "References": references,
        "Date": date,
    }
    for name, value in (*headers, *named.items()):
        if value:
            letter[name] = value
    letter.set_content(text)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return letter.as_bytes(policy=letter.policy.clone(utf8=not message_id.isascii()))


def receive(content: bytes, *, now=NOON) -> intake.Intake:
    return intake.receive(content=content, source="test", now=now)


def receive_mail(*, now=NOON, **mail) -> intake.Intake:
    return receive(make_mail(**mail), now=now)


def make_conversation(*, now=NOON, **mail) -> Conversation:
    taken = receive_mail(now=now, **mail)
    return Conversation.objects.get(pk=taken.conversation_id)


def message_of(taken: intake.Intake) -> Message:
    return Message.objects.get(pk=taken.message_id)


def make_bounce(*, of: str, status="5.1.1", to="joan@example.net") -> bytes:
    """A report that the mail with this Message-ID (without angle brackets) was not delivered."""
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {DESK}
Subject: Undelivered Mail Returned to Sender
Date: Mon, 2 Mar 2026 13:00:00 +0000
Message-ID: <report.{status}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

Your mail could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {to}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user here

--edge
Content-Type: text/rfc822-headers

From: {DESK}
To: {to}
Subject: Re: Order 1042
Message-ID: <{of}>

--edge--
""".encode()
