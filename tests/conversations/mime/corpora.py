"""The public mails of ../shared/data/mail, and what their authors say is in them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from heed.conversations.mime.bounces import bounce_of
from heed.conversations.mime.mail import Attachment, ParsedMail
from heed.conversations.mime.parsing import parse_mail
from heed.conversations.mime.quotes import split_reply

ROOT = Path(__file__).parents[4] / "shared" / "data" / "mail"
STALWART = ROOT / "stalwart-mail-parser" / "resources" / "eml"
TRIMMER = ROOT / "email_reply_trimmer-discourse" / "test"
BOUNCES = ROOT / "sisimai-bounces"
PHP_IMAP = ROOT / "php-imap-webklex" / "tests" / "messages"
BODIES = (
    "email-reply-parser-crisp/test/fixtures",
    "email-reply-parser-zapier/test/emails",
    "email_reply_parser-github/test/emails",
    "EmailReplyParser-willdurand/tests/Fixtures",
)

Json = dict[str, Any]


def words(text: str) -> str:
    return " ".join(text.split())


def kinds_of(paths: list[Path]) -> Counter[str]:
    return Counter(parse_mail(path.read_bytes()).kind for path in paths)


def trimmed_as_expected() -> tuple[int, int]:
    """How many of discourse's pairs are cut as its authors cut them, and of how many."""
    names = sorted(path.name for path in (TRIMMER / "emails").glob("*.txt"))
    same = [
        words(split_reply(_text(TRIMMER / "emails" / name))[0])
        == words(_text(TRIMMER / "trimmed" / name))
        for name in names
    ]
    return sum(same), len(same)


def bodies_with_reply() -> tuple[int, int]:
    """How many bodies leave a reply, and of how many."""
    paths = [path for folder in BODIES for path in sorted((ROOT / folder).glob("*.txt"))]
    replies = [split_reply(_text(path))[0] for path in paths]
    return sum(bool(reply.strip()) for reply in replies), len(replies)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def expected_bounces() -> dict[str, Json]:
    """The first expectation by file; vacation notes and successful deliveries are left out."""
    listed = json.loads((BOUNCES / "expected_bounces.json").read_text())
    return {
        name: each["expected"][0]
        for name, each in sorted(listed.items())
        if each["expected"][0]["reason"] not in {"vacation", "delivered"}
    }


def bounce_scores() -> Counter[str]:
    scores: Counter[str] = Counter()
    for name, expected in expected_bounces().items():
        raw = (BOUNCES / "eml" / name).read_bytes()
        scores[parse_mail(raw).kind] += 1
        found = bounce_of(raw)
        if found:
            scores["recipient"] += bool(found.recipient)
            scores["status"] += bool(expected["dsn"]) and found.status == expected["dsn"]
            scores["class"] += bool(expected["dsn"]) and found.status[:1] == expected["dsn"][:1]
    return scores


def stalwart_scores() -> dict[str, tuple[int, int]]:
    """By field, how many mails are read as stalwart reads them, and of how many."""
    same: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(STALWART.glob("*/*.json")):
        raw = path.with_name(path.name.split(".")[0] + ".eml").read_bytes()
        raw = raw.replace(b"\r\n", b"\n")
        if ".crlf" in path.name:
            raw = raw.replace(b"\n", b"\r\n")
        for name, is_same in _comparison(json.loads(path.read_text()), raw):
            total[name] += 1
            same[name] += is_same
    return {name: (same[name], total[name]) for name in total}


def _comparison(expected: Json, raw: bytes) -> Iterator[tuple[str, bool]]:
    mail = parse_mail(raw)
    root = expected["parts"][0]
    yield "message_id", mail.message_id == _one_text(_header(root, "message_id"))
    yield "subject", mail.subject == words(_one_text(_header(root, "subject")))
    senders = [each for each in _mailboxes(root, "from") if each[1]]
    yield "from", ([(mail.sender.name, mail.sender.address)] if mail.sender else []) == senders[:1]
    yield "to", [(each.name, each.address) for each in mail.to] == _mailboxes(root, "to")
    yield "cc", [(each.name, each.address) for each in mail.cc] == _mailboxes(root, "cc")
    yield "date", mail.sent_at == _date(_header(root, "date"))
    yield from _body_comparison(expected, mail)
    files = [_file(part, raw) for part in _file_parts(expected)]
    yield "attachments", _files(mail.attachments, files) == files


def _body_comparison(expected: Json, mail: ParsedMail) -> Iterator[tuple[str, bool]]:
    texts = [expected["parts"][index]["body"] for index in expected["text_body"]]
    if all("Html" not in body for body in texts):
        plain = "\n".join(body.get("Text", "") for body in texts)
        yield "text", words(mail.text) == words(plain)
    htmls = [expected["parts"][index]["body"].get("Html", "") for index in expected["html_body"]]
    yield "html", words(mail.html) == words("\n".join(htmls))


def _header(part: Json, name: str) -> Any:
    found = (each["value"] for each in part["headers"] if each["name"] == name)
    return next(found, None)


def _one_text(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return str(value["Text"] if "Text" in value else value["TextList"][0])


def _mailboxes(part: Json, name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for each in part["headers"]:
        if each["name"] == name and isinstance(each["value"], dict):
            listed = each["value"]["Address"]
            groups = listed.get("Group") or [{"addresses": listed["List"]}]
            boxes = [box for group in groups for box in group["addresses"]]
            found.extend((box["name"] or "", box["address"] or "") for box in boxes)
    return found


def _date(value: Any) -> datetime | None:
    if not isinstance(value, dict):
        return None
    at = value["DateTime"]
    offset = timedelta(hours=at["tz_hour"], minutes=at["tz_minute"])
    zone = timezone(-offset if at["tz_before_gmt"] else offset)
    fields = ("year", "month", "day", "hour", "minute", "second")
    return datetime(*(at[name] for name in fields), tzinfo=zone).astimezone(UTC)


def _file_parts(expected: Json) -> list[Json]:
    shown = {*expected["text_body"], *expected["html_body"]}
    inline = {index for index in shown if "InlineBinary" in expected["parts"][index]["body"]}
    return [expected["parts"][index] for index in sorted({*expected["attachments"], *inline})]


def _parameters(part: Json, name: str) -> tuple[str, Json]:
    value = _header(part, name)
    if not isinstance(value, dict):
        return "", {}
    declared = value["ContentType"]
    named = {each["name"]: each["value"] for each in declared["attributes"] or []}
    return f"{declared['c_type']}/{declared['c_subtype']}".lower(), named


def _file(part: Json, raw: bytes) -> tuple[str, str, str]:
    """Name, type and fingerprint; the name of a mail is ours, a text is compared by its words."""
    kind, body = next(iter(part["body"].items()))
    media, named = _parameters(part, "content_type")
    name = _parameters(part, "content_disposition")[1].get("filename") or named.get("name") or ""
    if kind == "Message":
        content = raw[part["offset_body"] : part["offset_end"]]
        return "*", media or "message/rfc822", hashlib.md5(content).hexdigest()  # noqa: S324
    if kind in {"Text", "Html"}:
        return name, media or "text/plain", words(body)
    return name.split("/")[-1], media, hashlib.md5(bytes(body)).hexdigest()  # noqa: S324


def _files(found: tuple[Attachment, ...], expected: list[tuple[str, str, str]]) -> list[Any]:
    if len(found) != len(expected):
        return []
    return [_as_expected(*pair) for pair in zip(found, expected, strict=True)]


def _as_expected(file: Attachment, expected: tuple[str, str, str]) -> tuple[str, str, str]:
    name = "*" if expected[0] == "*" else file.name
    for charset in ("utf-8", "latin-1"):
        if words(file.content.decode(charset, "replace")) == expected[2]:
            return name, file.type, expected[2]
    return name, file.type, file.md5
