"""Bytes as they came from the mail server, read as a mail."""

from datetime import datetime
from itertools import chain

from heed.conversations.mime import charsets, headers
from heed.conversations.mime.addresses import Address, addresses
from heed.conversations.mime.bodies import (
    HTML,
    Bodies,
    attachment_of,
    choose_bodies,
    pictures_in,
    uuencoded_files,
)
from heed.conversations.mime.html import html_to_text
from heed.conversations.mime.kinds import kind_of
from heed.conversations.mime.mail import Attachment, MailUnreadable, ParsedMail
from heed.conversations.mime.parts import Part, read_parts
from heed.conversations.mime.quotes import split_reply

__all__ = ["Address", "Attachment", "MailUnreadable", "ParsedMail", "parse_mail"]


def parse_mail(raw: bytes) -> ParsedMail:
    """Read a mail; raises MailUnreadable, and nothing else, where there is no mail to read."""
    root = read_root(raw)
    bodies = choose_bodies(root)
    text, uuencoded = _text(bodies)
    reply_text, quoted_text = split_reply(text)
    html = "\n".join(part.text for part in bodies.html if part.type == HTML)
    shown = pictures_in(html)
    senders = _addresses(root, "from")
    return ParsedMail(
        message_id=next(iter(_identifiers(root, "message-id")), ""),
        in_reply_to=_identifiers(root, "in-reply-to"),
        references=_identifiers(root, "references"),
        subject=headers.one_line(root.header_text("subject")),
        sender=next((each for each in senders if each.address), None),
        reply_to=_addresses(root, "reply-to"),
        to=_addresses(root, "to"),
        cc=_addresses(root, "cc"),
        sent_at=_sent_at(root),
        text=text,
        reply_text=reply_text,
        quoted_text=quoted_text,
        html=html,
        attachments=(*(attachment_of(part, shown) for part in bodies.files), *uuencoded),
        kind=kind_of(root),
    )


def read_root(raw: bytes) -> Part:
    """The parts of the mail; raises MailUnreadable where there is not one header line."""
    content = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not content.strip():
        raise MailUnreadable("The mail is empty.")
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    root = read_parts(content)
    if not root.header_lines:
        raise MailUnreadable("The mail has no header lines, such as From or Subject.")
    return root


def _sent_at(root: Part) -> datetime | None:
    dates = (headers.instant(headers.raw_text(v)) for key, v in root.header_lines if key == "date")
    return next((date for date in dates if date), None)


def _identifiers(root: Part, name: str) -> tuple[str, ...]:
    return headers.identifiers(root.header_text(name))


def _addresses(root: Part, name: str) -> tuple[Address, ...]:
    """The mailboxes of every header of that name."""
    values = (value for key, value in root.header_lines if key == name)
    read = (addresses(headers.raw_text(value, root.charset)) for value in values)
    return tuple(chain.from_iterable(read))


def _text(bodies: Bodies) -> tuple[str, list[Attachment]]:
    """The text of the mail, and the files that stood in it uuencoded."""
    pieces: list[str] = []
    files: list[Attachment] = []
    for part in bodies.text:
        if part.type == HTML:
            pieces.append(html_to_text(part.text))
            continue
        content, found = uuencoded_files(part)
        pieces.append(_plain(content, part.charset) if found else part.text)
        files.extend(found)
    text = _joined(pieces)
    if text.strip():
        return text, files
    return _joined([html_to_text(part.text) for part in bodies.html if part.type == HTML]), files


def _plain(content: bytes, charset: str) -> str:
    return charsets.decode(content, charset).replace("\r\n", "\n").replace("\r", "\n")


def _joined(pieces: list[str]) -> str:
    ended = (piece if piece.endswith("\n") else piece + "\n" for piece in pieces[:-1])
    return "".join([*ended, *pieces[-1:]])
