"""Who could not be reached, and why: what the report of a mail server says."""

import re
from dataclasses import dataclass

from heed.conversations.mime import headers
from heed.conversations.mime.kinds import REPORTS_OF_FAILURE, every_part, first_text, is_bounce
from heed.conversations.mime.parsing import read_root
from heed.conversations.mime.parts import Part, read_headers

LONGEST_REASON = 500
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
FAILED_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d{2})[ -]")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
REFUSAL = re.compile(
    r"unknown|no such|not exist|unavailable|full|quota|reject|refus|denied|block|fail|timed? ?out"
    r"|undeliver|unable|could not|cannot|不存在|拒",
    re.I,
)


@dataclass(frozen=True)
class Bounce:
    """One failed delivery; each field is "" where the report does not say.

    `status` is an enhanced code of RFC 3463 such as 5.1.1; a first figure of 4 means not yet.
    """

    recipient: str
    status: str
    reason: str


def bounce_of(raw: bytes) -> Bounce | None:
    """The first failed delivery the mail reports; None if it is no report of one.

    Raises MailUnreadable where there is no mail to read.
    """
    root = read_root(raw)
    if not is_bounce(root):
        return None
    reported = next((_of_report(part) for part in _reports(root)), Bounce("", "", ""))
    told = _of_text(root)
    return Bounce(
        reported.recipient or told.recipient,
        reported.status or told.status,
        reported.reason or told.reason,
    )


def _reports(root: Part) -> list[Part]:
    return [part for part in every_part(root) if part.type in REPORTS_OF_FAILURE]


def _of_report(part: Part) -> Bounce:
    """The first group of fields that names a recipient, failed ones before others (RFC 3464)."""
    groups = [
        dict(reversed(read_headers(group.encode())[0])) for group in part.text.split("\n\n")[:200]
    ]
    named = [group for group in groups if "final-recipient" in group or "status" in group]
    failed = [group for group in named if group.get("action", b"").strip().lower() == b"failed"]
    fields = next(iter(failed or named), {})
    recipient = fields.get("original-recipient") or fields.get("final-recipient") or b""
    reason = _after_type(fields.get("diagnostic-code", b""))
    status = STATUS.search(headers.raw_text(fields.get("status", b"")))
    return Bounce(_address(_after_type(recipient)), status[1] if status else "", reason)


def _after_type(value: bytes) -> str:
    kind, mark, rest = headers.one_line(headers.raw_text(value)).partition(";")
    return (rest if mark else kind).strip()[:LONGEST_REASON]


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return found[0] if found else text.strip("<> ")


def _of_text(root: Part) -> Bounce:
    text = first_text(root)
    failed = headers.one_line(root.header_text("x-failed-recipients"))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    reason = next((line for line in lines if FAILED_STATUS.search(line)), "")
    reason = reason or next((line for line in lines if REPLY_CODE.search(line)), "")
    reason = reason or next((line for line in lines if REFUSAL.search(line)), "")
    own = {each.lower() for each in ADDRESS.findall(root.header_text("from"))}
    named = (each for each in ADDRESS.findall(failed or text) if each.lower() not in own)
    return Bounce(next(named, ""), _status(reason), reason[:LONGEST_REASON])


def _status(reason: str) -> str:
    status = FAILED_STATUS.search(reason)
    code = REPLY_CODE.search(reason)
    if status:
        return status[1]
    return f"{code[1][0]}.0.0" if code else ""
