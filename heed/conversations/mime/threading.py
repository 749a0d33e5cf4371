"""How answers find their conversation: subjects and message identifiers."""

import re

from heed.conversations.mime.mail import ParsedMail

LONGEST_SUBJECT = 2_000
PREFIX = re.compile(
    r"\s*(?:re|fw|fwd|aw|wg|sv|vs|vb|vl|tr|rv|ref|rif|odp|pd|ynt|ilt|enc|res|antw|antwort|doorst"
    r"|r|i|回复|回覆|答复|答覆|转发|轉寄|轉發|返信|転送|회신|전달)"
    r"\s*(?:[\[(（]\s*\d{1,3}\s*[\])）]|\^\d{1,3})?\s*[:：]",
    re.I,
)
NOT_IN_IDENTIFIERS = re.compile(r"[\s<>@]")


def base_subject(subject: str) -> str:
    """The subject without any pile of "Re:", "回复：", "AW:" or "Fwd:" before it."""
    rest = " ".join(subject[:LONGEST_SUBJECT].split())
    at = 0
    while prefix := PREFIX.match(rest, at):
        at = prefix.end()
    return rest[at:].strip()


def reply_subject(subject: str) -> str:
    """The subject of an answer: one "Re: " and the base subject."""
    return f"Re: {base_subject(subject)}".strip()


def new_message_id(domain: str, token: str) -> str:
    """A message identifier without angle brackets; `token` must be unique under the domain."""
    for part, name in ((token, "token"), (domain, "domain")):
        if not part or NOT_IN_IDENTIFIERS.search(part):
            raise ValueError(f"{name} must be without spaces, '<', '>' and '@'; it was {part!r}.")
    return f"{token}@{domain}"


def thread_candidates(parsed: ParsedMail) -> tuple[str, ...]:
    """Identifiers of mails this one may answer: In-Reply-To, then References, newest first."""
    return tuple(dict.fromkeys((*parsed.in_reply_to, *reversed(parsed.references))))
