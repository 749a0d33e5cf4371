"""Whether a mail was written by a person, answered by a machine, or came back undelivered."""

import re
from collections.abc import Iterator

from heed.conversations.mime import headers
from heed.conversations.mime.addresses import addresses
from heed.conversations.mime.mail import AUTO_REPLY, BOUNCE, MESSAGE
from heed.conversations.mime.parts import Part

REPORTS_OF_FAILURE = {"message/delivery-status", "message/global-delivery-status"}
FEEDBACK = "message/feedback-report"
RECEIPT = "message/disposition-notification"
LONGEST_LOOK = 20_000

DAEMON = re.compile(
    r"^(?:mailer[-_]?daemon|p+o+st[-_]?master|mail[-_]?daemon|bounces?|double-bounce)(?:@|$)", re.I
)
DAEMON_NAME = re.compile(
    r"mail(?:er)?[ -]*(?:deliver[y]?|daemon)|delivery (?:sub)?system|system administrator", re.I
)
FAILED_SUBJECT = re.compile(
    r"undeliver|not\s+deliver|unzustellbar|delivery\s+(?:status|failure|has\s+failed|report|problem)"
    r"|mail\s+delivery|failure\s+(?:notice|delivery)|failed\s+delivery|returned\s+mail|mail\s+failed"
    r"|delivery\s+has\s+failed|mail\s+system\s+error|error\s+sending|could\s+not\s+be\s+delivered"
    r"|returning\s+(?:message\s+)?to\s+sender|returned\s+to\s+sender|non\s+remis|delayed\s+mail"
    r"|退信|退回|投递失败|无法投递|未送达|系统退信|傳送失敗|無法傳遞|не\s+доставлено|配信不能|送信できません",
    re.I,
)
FAILED_TEXT = re.compile(
    r"\b[45]\.\d{1,3}\.\d{1,3}\b|\b55[0-4][ -]|user\s+unknown|unknown\s+user|no\s+such\s+user"
    r"|mailbox\s+(?:full|unavailable|not\s+found)|over\s+quota|quota\s+exceeded|address\s+rejected"
    r"|(?:could|can)\s*not\s+be\s+delivered|could\s+not\s+deliver|unable\s+to\s+deliver|undeliver"
    r"|delivery\s+(?:has\s+)?fail|permanent\s+(?:fatal\s+)?error|does\s+not\s+exist|host\s+unknown"
    r"|wasn't\s+able\s+to\s+deliver|retry\s+time(?:out)?\s+exceeded|recipients?\s+(?:not|failed)"
    r"|not\s+(?:be\s+)?delivered|mail\s+(?:error|failed)|退信|无法投递|投递失败|用户不存在",
    re.I,
)
# Hotmail's reports on complaints carry nothing else to know them by.
COMPLAINT_SUBJECT = re.compile(r"\s*complaint about message from [0-9a-f.:]+\s*$", re.I)
CLOUD_NOTICE = re.compile(r'\\?"notificationType\\?"\s*:\s*\\?"(?:Bounce|Complaint)')
AUTO_SUBJECT = re.compile(
    r"auto(?:matic|mated|matisch\w*|matique|m[aá]tic[oa]|matica|svar)?[\s:-]*(?:re(?:ply|sponse|spond)"
    r"|antwort|antwoord|svar|odpow\w+)|autosvar|autorépon\w+|réponse\s+automatique"
    r"|respuesta\s+autom|resposta\s+autom|risposta\s+automatica|out\s+of\s+(?:the\s+)?office"
    r"|away\s+(?:from|until)|on\s+vacation|abwesen\w+|absence|fuera\s+de\s+la?\s*oficina|afwezig"
    r"|自动回复|自動回覆|自動回復|自动答复|不在办公室|休假中|外出中|自動返信|автоответ|부재중|자동\s*응답",
    re.I,
)
AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-mail-autoreply",
)


def kind_of(root: Part) -> str:
    """MESSAGE, AUTO_REPLY or BOUNCE."""
    if is_bounce(root):
        return BOUNCE
    return AUTO_REPLY if _is_auto_reply(root) else MESSAGE


def every_part(root: Part) -> Iterator[Part]:
    """The part itself and all below it, in the order of the mail."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.parts))


def is_bounce(root: Part) -> bool:
    """Whether a mail server reports with this mail that another one was not delivered."""
    types = {part.type for part in every_part(root)}
    is_report = root.type == "multipart/report"
    if types & REPORTS_OF_FAILURE or (is_report and (FEEDBACK in types or RECEIPT not in types)):
        return True
    if root.header("x-failed-recipients"):
        return True
    if FEEDBACK in types or _is_cloud_notice(root):
        return True
    subject = headers.one_line(root.header_text("subject"))
    if COMPLAINT_SUBJECT.match(subject):
        return True
    if _is_from_daemon(root):
        return bool(FAILED_SUBJECT.search(subject) or FAILED_TEXT.search(first_text(root)))
    return is_null_return(root) and bool(
        FAILED_TEXT.search(first_text(root)) and not AUTO_SUBJECT.search(subject)
    )


def first_text(root: Part) -> str:
    """The beginning of the first text of the mail."""
    texts = (part.text for part in every_part(root) if part.type.startswith("text/"))
    return next(texts, "")[:LONGEST_LOOK]


def is_null_return(root: Part) -> bool:
    """Whether the envelope had no sender, as that of reports has none (RFC 5321, 4.5.5)."""
    path = root.header("return-path")
    return path is not None and path.strip() in {b"<>", b""}


def _is_from_daemon(root: Part) -> bool:
    found = addresses(root.header_text("from"))[:1]
    return any(
        DAEMON.match(each.address or each.name) or DAEMON_NAME.search(each.name) for each in found
    )


def _is_cloud_notice(root: Part) -> bool:
    sender = root.header_text("from")
    return "amazonaws.com" in sender and bool(CLOUD_NOTICE.search(first_text(root)))


def _is_auto_reply(root: Part) -> bool:
    submitted = root.header_text("auto-submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(_says_yes(root, name) for name in AUTO_HEADERS):
        return True
    if root.header_text("x-apple-action").strip().upper() == "VACATION":
        return True
    precedence = root.header_text("precedence").strip().lower()
    if precedence in {"auto_reply", "auto-reply"} or root.type == "multipart/report":
        return True
    is_sign = precedence in {"bulk", "junk"} or bool(root.header("x-auto-response-suppress"))
    subject = headers.one_line(root.header_text("subject"))
    return (is_sign or is_null_return(root)) and bool(AUTO_SUBJECT.search(subject))


def _says_yes(root: Part, name: str) -> bool:
    value = root.header(name)
    return value is not None and value.strip().lower() not in {b"no", b"false", b"0"}
