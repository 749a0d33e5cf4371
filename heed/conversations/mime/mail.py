"""What a mail says, once read: plain values that know nothing of where they are kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.conversations.mime.addresses import Address

MESSAGE = "message"
AUTO_REPLY = "auto_reply"
BOUNCE = "bounce"


class MailUnreadable(ValueError):
    """The bytes cannot be understood as a mail at all; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attachment:
    """One file of a mail: its cleaned name ("" if it has none), media type and decoded bytes.

    `is_inline` marks a file that the html itself shows, by its `content_id`.
    """

    name: str
    type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def md5(self) -> str:
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class ParsedMail:
    """A mail as understood.

    Identifiers stand without angle brackets; `sent_at` is in UTC; `text` is the whole text,
    `reply_text` without quotes and signature, `quoted_text` what was cut off for it;
    `html` is as sent and must pass `safe_html` before it is shown.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    sent_at: datetime | None
    text: str
    reply_text: str
    quoted_text: str
    html: str
    attachments: tuple[Attachment, ...]
    kind: str

    def as_json(self) -> dict[str, Any]:
        """The mail as plain values for JSON; attachments without their bytes."""
        return {
            "message_id": self.message_id,
            "subject": self.subject,
            "from": _address_json(self.sender) if self.sender else None,
            "to": [_address_json(each) for each in self.to],
            "cc": [_address_json(each) for each in self.cc],
            "date": self.sent_at.isoformat() if self.sent_at else None,
            "text": self.text,
            "reply_text": self.reply_text,
            "html": self.html,
            "attachments": [_attachment_json(each) for each in self.attachments],
            "kind": self.kind,
        }


def _address_json(each: Address) -> dict[str, str]:
    return {"name": each.name, "address": each.address}


def _attachment_json(each: Attachment) -> dict[str, str | int]:
    return {"name": each.name, "type": each.type, "size": each.size, "md5": each.md5}
