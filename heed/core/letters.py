"""A mail of ours as the bytes that go over the wire."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from heed.core import files, outbox
from heed.core.models import OutgoingMail

MEDIA_TYPE = re.compile(r"(application|audio|font|image|model|text|video)/([a-z0-9!#$&^_.+-]+)")
IDENTIFIERS = frozenset({"references", "in-reply-to", "message-id"})


class LetterPolicy(EmailPolicy):
    """The library's folding, save that it would cut a long identifier into encoded words."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in IDENTIFIERS:
            return f"{name}: " + f"{self.linesep} ".join(value.split()) + self.linesep
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in IDENTIFIERS:
            return self.fold(name, value).encode()
        return bytes(super().fold_binary(name, value))


POLICY = LetterPolicy(linesep=SMTP.linesep)


def letter_of(mail: OutgoingMail) -> EmailMessage:
    """The mail with its headers, its text and its files."""
    letter = EmailMessage(policy=POLICY)
    letter["From"] = _mailbox(mail.sender_name, mail.sender_address)
    letter["To"] = _mailbox(mail.to_name, mail.to_address)
    if mail.cc:
        letter["Cc"] = [_mailbox(each["name"], each["address"]) for each in mail.cc]
    letter["Subject"] = mail.subject
    letter["Date"] = mail.written_at
    letter["Message-ID"] = f"<{mail.message_id}>"
    if mail.in_reply_to:
        letter["In-Reply-To"] = f"<{mail.in_reply_to}>"
    if mail.references:
        letter["References"] = " ".join(f"<{each}>" for each in mail.references.split())
    letter["Content-Language"] = mail.language
    if mail.is_automatic:
        is_reply = mail.purpose == outbox.AUTO_REPLY
        letter["Auto-Submitted"] = "auto-replied" if is_reply else "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(mail.text)
    for each in mail.attachments:
        main, sub = _media_type(each["type"])
        letter.add_attachment(
            files.read(each["digest"]), maintype=main, subtype=sub, filename=each["name"]
        )
    return letter


def _media_type(named: str) -> tuple[str, str]:
    """The type of a file sent along; what is no plain type goes as bytes."""
    found = MEDIA_TYPE.fullmatch(named.lower())
    return (found[1], found[2]) if found else ("application", "octet-stream")


def _mailbox(name: str, address: str) -> Address:
    user, _at, domain = address.rpartition("@")
    return Address(display_name=name, username=user, domain=domain_in_ascii(domain))


def domain_in_ascii(domain: str) -> str:
    """The domain as it is asked for in the net (例子.cn is xn--fsqu00a.cn)."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
