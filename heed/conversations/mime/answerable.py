"""Whether a machine may answer a mail at all (RFC 3834): never lists, machines and reports."""

import re

from heed.conversations.mime import headers
from heed.conversations.mime.addresses import addresses
from heed.conversations.mime.kinds import AUTO_SUBJECT, is_null_return, kind_of
from heed.conversations.mime.mail import MESSAGE
from heed.conversations.mime.parsing import read_root
from heed.conversations.mime.parts import Part

LIST_HEADERS = (
    *("list-id", "list-post", "list-unsubscribe", "list-help", "list-owner", "list-archive"),
    *("mailing-list", "x-mailing-list", "x-mailman-version", "x-loop", "feedback-id"),
)
OF_MANY = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
OF_NOBODY = re.compile(
    r"^(?:(?:no|do[-_.]?not)[-_.]?reply|mailer[-_]?daemon|postmaster|owner-.*|.*-(?:request|owner"
    r"|bounces?)|bounces?|listserv|majordomo|notifications?|newsletter|auto(?:mated|mailer)?"
    r"|daemon|root|abuse|hostmaster|webmaster)(?:\+.*)?$",
    re.I,
)
# What machines put before a subject; some of them send no header to be known by.
OF_MACHINE = re.compile(rf"[\[(【（\s]*(?:auto\s*[:：]|{AUTO_SUBJECT.pattern})", re.I)
# Where everybody may have a mailbox, so that many letters a day are many people's.
OF_ANYBODY = {
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
    *("yahoo.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "zoho.com"),
    *("gmx.net", "gmx.de", "web.de", "t-online.de", "orange.fr", "free.fr", "libero.it"),
    *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn"),
    *("sohu.com", "139.com", "189.cn", "aliyun.com", "mail.ru", "yandex.ru", "naver.com"),
}


def may_be_answered_automatically(raw: bytes) -> bool:
    """Whether the mail was written by a person, to us, and not to a list.

    Raises MailUnreadable where it is no mail.
    """
    root = read_root(raw)
    if kind_of(root) != MESSAGE or is_null_return(root):
        return False
    if any(root.header(name) is not None for name in LIST_HEADERS):
        return False
    if root.header("x-auto-response-suppress") or root.header("x-autoreply"):
        return False
    if root.header_text("precedence").strip().lower() in OF_MANY:
        return False
    if OF_MACHINE.match(headers.one_line(root.header_text("subject"))):
        return False
    return not any(is_of_nobody(each) for each in _senders(root))


def base_of(address: str) -> str:
    """The address in small letters without its +tag: whose mailbox it is."""
    local, _at, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def is_of_anybody(address: str) -> bool:
    """Whether the domain of the address is one where everybody may have a mailbox."""
    return address.casefold().rpartition("@")[2] in OF_ANYBODY


def is_of_nobody(address: str) -> bool:
    """Whether no person reads what is sent to the address."""
    return OF_NOBODY.match(address.rpartition("@")[0]) is not None


def _senders(root: Part) -> list[str]:
    found = []
    for name in ("from", "sender", "reply-to", "return-path"):
        said = headers.one_line(root.header_text(name))
        found += [each.address for each in addresses(said) if each.address]
    return found
