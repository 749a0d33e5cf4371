"""Mails for the tests, written as they come from a mail server."""

from heed.conversations.mime.mail import ParsedMail
from heed.conversations.mime.parsing import parse_mail

BASIC = {"From": "Ann <ann@example.com>", "To": "help@example.org", "Subject": "Hello"}


def make_mail(body: str | bytes = "Hello", **headers: str | bytes) -> bytes:
    """A mail with the headers named, underscores standing for hyphens."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [_bytes(name) + b": " + _bytes(value) for name, value in {**BASIC, **given}.items()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + _bytes(body)


def make_multipart(*parts: str | bytes, subtype: str = "mixed", **headers: str) -> bytes:
    """A multipart mail; each part is written with its own headers."""
    body = b"".join(b"--edge\r\n" + _bytes(part) + b"\r\n" for part in parts) + b"--edge--\r\n"
    return make_mail(body, Content_Type=f'multipart/{subtype}; boundary="edge"', **headers)


def read(body: str | bytes = "Hello", **headers: str | bytes) -> ParsedMail:
    return parse_mail(make_mail(body, **headers))


def read_multipart(*parts: str | bytes, subtype: str = "mixed") -> ParsedMail:
    return parse_mail(make_multipart(*parts, subtype=subtype))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
