"""From kept bytes to a letter that fits the database; nothing is written but files."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from heed.conversations import rules
from heed.conversations.mime.addresses import Address
from heed.conversations.mime.bounces import Bounce, bounce_of
from heed.conversations.mime.mail import BOUNCE, MESSAGE, Attachment, MailUnreadable, ParsedMail
from heed.conversations.mime.parsing import parse_mail
from heed.conversations.models import RawMail
from heed.core import files
from heed.core.outbox import KeptFile

logger = logging.getLogger(__name__)

MOST_ATTACHMENTS = 500
EMPTY = ParsedMail(
    message_id="",
    in_reply_to=(),
    references=(),
    subject="",
    sender=None,
    reply_to=(),
    to=(),
    cc=(),
    sent_at=None,
    text="",
    reply_text="",
    quoted_text="",
    html="",
    attachments=(),
    kind=MESSAGE,
)


@dataclass(frozen=True)
class Reading:
    """What was understood of a kept mail: the letter, or the problem with it."""

    letter: ParsedMail | None
    problem: str = ""
    files: tuple[KeptFile, ...] = ()
    bounce: Bounce | None = None
    returned_ids: tuple[str, ...] = ()


def read_raw(raw: RawMail) -> Reading:
    """Read the mail and keep its files. Whatever it does to the reader, the next one is read."""
    try:
        content = files.read(raw.digest)
        letter = parse_mail(content)
        bounce = bounce_of(content) if letter.kind == BOUNCE else None
    except MailUnreadable:
        return Reading(None, RawMail.Problem.UNREADABLE)
    except Exception:
        logger.exception("mail %s could not be read", raw.digest)
        return Reading(None, RawMail.Problem.FAILED)
    return Reading(
        letter,
        files=tuple(keep_files(letter.attachments)),
        bounce=bounce,
        returned_ids=_returned_ids(content, letter) if bounce else (),
    )


def keep_files(attachments: Sequence[Attachment]) -> list[KeptFile]:
    """Keep the bytes of each file and return what a row says of it."""
    return [
        {
            "name": rules.clip_line(each.name, 255),
            "type": rules.clip_line(each.type, 100),
            "size": each.size,
            "digest": files.keep(each.content),
        }
        for each in attachments[:MOST_ATTACHMENTS]
    ]


def _returned_ids(content: bytes, letter: ParsedMail) -> tuple[str, ...]:
    """Identifiers of the mail that came back: in the report, or inside what it brings along."""
    within = (each.content for each in letter.attachments)
    named = (*letter.in_reply_to, *reversed(letter.references))
    return (*named, *rules.quoted_identifiers(content, letter.text.encode(), *within))


def corrected(letter: ParsedMail | None, corrections: Mapping[str, str]) -> ParsedMail | None:
    """The letter with what a person has put right; where it was no letter, the person's alone.

    Whom a person names as the sender has written a message, whatever the mail looked like.
    """
    if not corrections:
        return letter
    base = letter or EMPTY
    sender = base.sender or Address("", "")
    changed = replace(
        base,
        subject=corrections.get("subject", base.subject),
        sender=Address(
            corrections.get("sender_name", sender.name),
            corrections.get("sender_address", sender.address),
        ),
        kind=MESSAGE if "sender_address" in corrections else base.kind,
    )
    if "text" not in corrections:
        return changed
    text = corrections["text"]
    return replace(changed, text=text, reply_text=text, quoted_text="")
