"""Mails nobody could place, as they come to every company; real bytes, taken in for real."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from heed.cli.demo.staff import ADDRESS
from heed.conversations.operations.intake import receive

UNREADABLE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10 scanned by the copier on floor 2 \xff\xd8"
)

WITHOUT_SENDER = """\
To: {ours}
Subject: Reklamation Regal
Date: {date}
Message-ID: <web-form-2231@forms.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Guten Tag,

ich habe vor drei Wochen das Regal Holm gekauft, und die Rückwand ist verzogen.
Bitte rufen Sie mich an: 0421 555 0142, ab 17 Uhr.

Freundliche Grüße
Annegret Petersen
"""

WITHOUT_SENDER_ZH = """\
To: {ours}
From: "网站留言" <>
Subject: 门店地址
Date: {date}
Message-ID: <liuyan-8841@forms.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

请问杭州有门店吗？想周末带老人去试试绳编椅。
微信同号 139 0000 2718，姓顾。
"""

STRAY_BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.post.example>
To: {ours}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: <20240101.bounce-77@mx.post.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.post.example.
Your message could not be delivered to the address below.

<g.hargreaves@post.example>: mailbox full

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; g.hargreaves@post.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--edge--
"""


def park_mails(*, now: datetime) -> None:
    """Take in four mails of the last hours that end on the page of parked mail."""
    hours = (2, 5, 9, 21)
    texts = (WITHOUT_SENDER_ZH, WITHOUT_SENDER, STRAY_BOUNCE)
    for ago, text in zip(hours, texts, strict=False):
        at = now - timedelta(hours=ago)
        content = text.format(ours=ADDRESS, date=format_datetime(at)).replace("\n", "\r\n")
        receive(content=content.encode(), source="imap", now=at)
    receive(content=UNREADABLE, source="imap", now=now - timedelta(hours=hours[-1]))
