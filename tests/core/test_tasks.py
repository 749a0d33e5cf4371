import smtplib
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from heed.config.env import MailServer
from heed.core import files, gateways, outbox
from heed.core.models import Event, OutgoingMail
from heed.core.tasks import file_name, remove_mail_files, send_mail
from tests.core.factories import make_outgoing_mail
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


class Desk:
    """A mail server that keeps what it gets and answers RCPT and DATA as told."""

    def __init__(self):
        self.got = []
        self.to_reader = "250 OK"
        self.to_mail = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.to_reader

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.to_mail


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def desk(monkeypatch):
    handler = Desk()
    port = free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    server.start()
    monkeypatch.setattr(settings, "SMTP", MailServer("127.0.0.1", port, "", "", "none", ""))
    yield handler
    server.stop()


def send(mail: OutgoingMail) -> OutgoingMail:
    send_mail(Event.objects.get(payload__mail_id=mail.pk, type="core.MailWritten"), now=NOON + HOUR)
    mail.refresh_from_db()
    return mail


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def test_without_a_mail_server_the_mail_becomes_one_file_in_the_outbox():
    mail = send(make_outgoing_mail())

    OutgoingMail.objects.update(state=OutgoingMail.State.WAITING)
    send(mail)

    path = settings.OUTBOX_FOLDER / f"20260302-120000-{mail.pk}.eml"
    letter = read(path.read_bytes())
    assert [each.name for each in settings.OUTBOX_FOLDER.glob("*")].count(path.name) == 1
    assert letter["To"] == "Joan Mills <joan@example.net>"
    assert letter.get_content() == "It left today.\n"
    assert (mail.state, mail.sent_at) == (OutgoingMail.State.SENT, NOON + HOUR)
    path.unlink()


def test_a_mail_goes_out_whole(desk):
    kept = {"name": "收据.pdf", "type": "application/pdf", "size": 4, "digest": files.keep(b"%PDF")}
    thread = [f"{'r' * 100}{n}@mail.example.net" for n in range(15)]

    mail = send(
        make_outgoing_mail(
            subject="Re: 您的订单 " + "x" * 200,
            to_name="王伟, 经理",
            text="您好：\n\n今天已经寄出。\n",
            references=thread,
            attachments=[kept],
            language="zh-hans",
            cc=[{"name": "", "address": "copy@example.org"}],
        )
    )

    sender, readers, content = desk.got[0]
    letter = read(content)
    assert mail.state == OutgoingMail.State.SENT
    assert (sender, readers) == (
        "service@harbour.example",
        ["joan@example.net", "copy@example.org"],
    )
    assert letter["Subject"] == "Re: 您的订单 " + "x" * 200
    assert letter["To"].addresses[0].display_name == "王伟, 经理"
    assert letter["Message-ID"] == f"<{mail.message_id}>"
    assert letter["In-Reply-To"] == f"<{thread[-1]}>"
    assert letter["References"].split() == [f"<{each}>" for each in thread]
    assert b"=?utf-8?q?rrr" not in content
    assert letter["Auto-Submitted"] is None
    assert letter.get_body().get_content().split() == ["您好：", "今天已经寄出。"]
    file = next(letter.iter_attachments())
    assert (file.get_filename(), file.get_content()) == ("收据.pdf", b"%PDF")
    assert max(map(len, content.splitlines())) <= 998


def test_what_no_person_wrote_says_so(desk):
    send(make_outgoing_mail(is_automatic=True))

    assert read(desk.got[0][2])["Auto-Submitted"] == "auto-generated"


def test_an_address_in_other_scripts_is_written_to(desk):
    send(make_outgoing_mail(to_address="用户@例子.cn"))

    assert desk.got[0][1] == ["用户@xn--fsqu00a.cn"]


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        pytest.param("to_reader", "550 5.1.1 unknown user", id="reader refused"),
        pytest.param("to_mail", "554 5.7.1 content refused", id="content refused"),
    ],
)
def test_what_is_refused_for_good_has_bounced(desk, answer, value):
    setattr(desk, answer, value)

    mail = send(make_outgoing_mail(customer_id=3))

    assert (mail.state, mail.problem) == (OutgoingMail.State.BOUNCED, value)
    assert Event.objects.get(type="core.MailBounced").customer_id == 3


@pytest.mark.parametrize("answer", ["to_reader", "to_mail"])
def test_what_is_refused_for_now_is_tried_again(desk, answer):
    setattr(desk, answer, "451 4.7.1 come back later")
    mail = make_outgoing_mail()

    with pytest.raises(smtplib.SMTPResponseException, match="come back later"):
        send(mail)

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.WAITING


def test_a_server_that_is_away_is_tried_again(monkeypatch):
    away = MailServer("127.0.0.1", 9, "", "", "none", "")
    monkeypatch.setattr(settings, "SMTP", away)
    mail = make_outgoing_mail()

    with pytest.raises(OSError, match="refused"):
        send(mail)

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.WAITING


def test_a_mail_sent_is_not_sent_again(desk):
    mail = send(make_outgoing_mail())

    send(mail)

    assert len(desk.got) == 1


def test_the_files_of_mail_to_an_erased_customer_go_and_no_new_one_comes(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "OUTBOX_FOLDER", tmp_path)
    sent, other = (send(make_outgoing_mail(customer_id=number)) for number in (7, 8))
    waiting = make_outgoing_mail(customer_id=7)
    (tmp_path / f".{file_name(waiting)}.0a1b2c3d.part").write_text("Dear Joan")
    erased = Event(type="customers.CustomerErased", payload={"customer_id": 7}, at=NOON)

    remove_mail_files(erased, now=NOON)
    remove_mail_files(erased, now=NOON)
    send(waiting)

    assert [each.name for each in tmp_path.iterdir()] == [file_name(other)]
    assert sent.state == OutgoingMail.State.SENT


def test_a_customer_erased_while_her_letter_is_written_leaves_no_file(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "OUTBOX_FOLDER", tmp_path)
    mail = make_outgoing_mail(customer_id=7)
    put = gateways.put_in_folder

    def put_and_erase(*arguments, **named):
        put(*arguments, **named)
        outbox.erase_mail_to(customer_id=7)

    monkeypatch.setattr(gateways, "put_in_folder", put_and_erase)
    send(mail)

    assert list(tmp_path.iterdir()) == []
    assert mail.state == OutgoingMail.State.BOUNCED
