"""Invented mails as a desk gets them: first letters, replies, Chinese and English, with files."""

import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

ENGLISH = (
    "Hello, my order has not arrived although it was due on Monday. Could you look into it?",
    "The lamp flickers whenever I switch it on. I would like to have it replaced.",
    "Thank you for the quick answer! One more question: does the guarantee cover the cable?",
    "Please send me the invoice again, the first one has the wrong address on it.",
)
CHINESE = (
    "您好，我上周买的台灯还没有收到，请问什么时候能到？",
    "包装破损了，里面的杯子碎了一个，可以换一个新的吗？",
    "谢谢您的回复，请尽快安排退款，急用。",
)
BEGUN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def write_mails(folder: Path, *, count: int, seed: int = 1) -> None:
    """Write the mails into the folder, one in a file; the same seed gives the same mails."""
    draw = random.Random(seed)  # noqa: S311 - invented data
    sent: list[EmailMessage] = []
    for number in range(count):
        letter = _reply(draw, number, draw.choice(sent)) if sent and draw.random() < 0.35 else None
        letter = letter or _first(draw, number)
        sent.append(letter)
        (folder / f"{number:06}.eml").write_bytes(letter.as_bytes())


def _first(draw: random.Random, number: int) -> EmailMessage:
    person = draw.randrange(700)
    is_chinese = person % 2 == 0
    letter = EmailMessage()
    letter["From"] = f"{'王伟' if is_chinese else 'Joan Mills'} <person{person}@example.net>"
    letter["Subject"] = f"{'订单' if is_chinese else 'Order'} {number}"
    _finish(draw, letter, number, draw.choice(CHINESE if is_chinese else ENGLISH))
    return letter


def _reply(draw: random.Random, number: int, to: EmailMessage) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = to["From"]
    letter["Subject"] = to["Subject"] if to["Subject"].startswith("Re") else f"Re: {to['Subject']}"
    letter["In-Reply-To"] = to["Message-ID"]
    letter["References"] = to["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in _text_of(to).splitlines())
    written = f"{draw.choice(ENGLISH)}\n\nOn Monday, Harbour Lane wrote:\n{quoted}\n"
    _finish(draw, letter, number, written)
    return letter


def _text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _finish(draw: random.Random, letter: EmailMessage, number: int, text: str) -> None:
    letter["To"] = "Harbour Lane <service@harbour.example>"
    letter["Date"] = BEGUN + timedelta(minutes=number)
    letter["Message-ID"] = f"<{draw.getrandbits(64):x}.{number}@example.net>"
    letter["Received"] = f"from relay{number % 7}.example.net by mx.harbour.example; {BEGUN}"
    letter.set_content(text)
    if draw.random() < 0.6:
        letter.add_alternative(
            f"<html><body><p>{text}</p><style>p {{color: #333}}</style></body></html>" * 3,
            subtype="html",
        )
    if draw.random() < 0.15:
        picture = draw.randbytes(draw.choice((8_000, 40_000, 150_000)))
        letter.add_attachment(picture, maintype="image", subtype="jpeg", filename="照片.jpg")
