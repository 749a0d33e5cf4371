"""Decisions about letters, from plain values to plain values."""

import hashlib
import re
from datetime import datetime, timedelta

from heed.conversations.mime.mail import ParsedMail
from heed.conversations.mime.threading import base_subject

SAME_SUBJECT_WITHIN = timedelta(days=30)
LONGEST_TEXT = 500_000
DELIVERY_TIME_EXPIRED = "4.4.7"
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^<>\s]{1,998})>", re.IGNORECASE | re.MULTILINE)


def clip(text: str, longest: int) -> str:
    """The text without what no database takes, cut to its column's size."""
    return _NOT_STORABLE.sub("", text)[:longest]


def clip_identifier(identifier: str) -> str:
    """An identifier of a mail as stored and looked up; an index entry holds 2,000 bytes."""
    return clip(identifier, 998).encode()[:2000].decode(errors="ignore")


def clip_line(text: str, longest: int) -> str:
    """The same as one line."""
    return " ".join(clip(text, 10 * longest).split())[:longest]


def _digest(*parts: object) -> str:
    described = "".join(f"{len(str(part))}:{part}" for part in parts)
    return hashlib.sha256(described.encode("utf-8", "replace")).hexdigest()


def identity_of(letter: ParsedMail, raw_digest: str) -> str:
    """By what a letter is the same one again, whatever way its copies took to us.

    Without a Message-ID only the same bytes are the same letter.
    """
    if not letter.message_id:
        return _digest("raw", raw_digest)
    return _digest(
        "mail",
        letter.message_id,
        letter.sender.address.casefold() if letter.sender else "",
        letter.sent_at,
        letter.subject,
        letter.text,
        letter.html,
        *(hashlib.sha256(each.content).hexdigest() for each in letter.attachments),
    )


def identity_of_ours(conversation_id: int | str, author_id: int | None, token: str) -> str:
    """By what a message of ours is the same one again: the token of the form that sent it."""
    return _digest("ours", conversation_id, author_id, token)


def has_reply_prefix(subject: str) -> bool:
    """Whether the subject begins with "Re:", "回复：" or the like."""
    plain = " ".join(subject[:2000].split())
    return base_subject(subject) != plain


def compared_subject(subject: str) -> str:
    """The subject as subjects are compared."""
    return clip(base_subject(subject).casefold(), 200)


def waiting_since(before: datetime | None, at: datetime) -> datetime:
    """Since when a customer waits who has written at this time, and perhaps before."""
    return min(before, at) if before else at


def is_final(status: str) -> bool:
    """Whether a bounce of this status means that the mail will never arrive (RFC 3463)."""
    return not status.startswith("4") or status == DELIVERY_TIME_EXPIRED


def quoted_identifiers(*texts: bytes) -> list[str]:
    """Message-IDs that stand in what a mail server sends back, each once."""
    found = (match.decode("utf-8", "replace") for text in texts for match in _ids(text))
    return list(dict.fromkeys(found))[:100]


def _ids(text: bytes) -> list[bytes]:
    return _MESSAGE_ID.findall(text)
