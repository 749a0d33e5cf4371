import hashlib
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import imap_tools
import pytest
from django.conf import settings

from heed.conversations.models import MailFolder, Message, RawMail
from heed.conversations.operations import intake, storing
from heed.conversations.tasks import poll_mailbox, take_in_stored
from heed.core import files
from tests.conversations.factories import make_mail
from tests.conversations.imap_server import DOVECOT, mailbox_at, running_imap_server, signed_in
from tests.moments import HOUR, MINUTE, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def port():
    if DOVECOT is None:
        pytest.skip("dovecot is not installed: reading a mailbox is not tested")
    with tempfile.TemporaryDirectory(prefix="heed-imap-") as home:
        Path(home).chmod(0o755)
        with running_imap_server(Path(home)) as listening:
            yield listening


@pytest.fixture
def mailbox(port, request, monkeypatch, system):
    server = mailbox_at(port, f"user{abs(hash(request.node.name))}")
    monkeypatch.setattr(settings, "IMAP", server)
    return server


def put(mailbox, *contents: bytes) -> None:
    with signed_in(mailbox) as client:
        for content in contents:
            client.append("INBOX", "", "", content)


def unseen(mailbox) -> int:
    with signed_in(mailbox) as client:
        return len(client.search(None, "UNSEEN")[1][0].split())


def total(mailbox) -> int:
    with signed_in(mailbox) as client:
        return len(client.search(None, "ALL")[1][0].split())


def mail(number: int) -> bytes:
    return make_mail(message_id=f"<{number}@example.net>", subject=f"Matter {number}")


def test_mail_in_the_mailbox_is_taken_in_once_and_marked_as_seen(mailbox):
    put(mailbox, mail(1), mail(2))

    for minute in range(3):
        poll_mailbox(now=NOON + minute * MINUTE)

    assert Message.objects.count() == 2
    assert (unseen(mailbox), total(mailbox)) == (0, 2)
    assert RawMail.objects.first().source == f"{mailbox.user}@127.0.0.1/INBOX 1"


def test_what_somebody_else_read_meanwhile_is_taken_in_too(mailbox):
    poll_mailbox(now=NOON)
    put(mailbox, mail(1))
    with signed_in(mailbox) as client:
        client.store("1", "+FLAGS", "\\Seen")

    poll_mailbox(now=NOON + MINUTE)

    assert Message.objects.count() == 1


def test_what_was_read_before_the_first_look_is_left_alone(mailbox):
    put(mailbox, mail(1), mail(2))
    with signed_in(mailbox) as client:
        client.store("1", "+FLAGS", "\\Seen")

    poll_mailbox(now=NOON)

    assert [each.subject for each in Message.objects.all()] == ["Matter 2"]


def test_what_cannot_be_read_is_parked_and_blocks_nothing(mailbox):
    put(mailbox, b"no header here", mail(1))

    poll_mailbox(now=NOON)

    assert RawMail.objects.filter(state=RawMail.State.PARKED).count() == 1
    assert Message.objects.count() == 1
    assert unseen(mailbox) == 0


def test_a_mailbox_numbered_anew_is_read_without_doubling(mailbox):
    put(mailbox, mail(1))
    poll_mailbox(now=NOON)
    MailFolder.objects.update(uid_validity=1, next_uid=9_000)
    put(mailbox, mail(2))

    poll_mailbox(now=NOON + MINUTE)

    assert Message.objects.count() == 2
    assert MailFolder.objects.get().next_uid == 3


@pytest.fixture
def no_room():
    """A mail for whose bytes there is no place, since a file lies where its folder should be."""
    content = mail(7).replace(b"\n", b"\r\n")
    blocked = files.path_of(hashlib.sha256(content).hexdigest()).parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.touch()
    yield content
    blocked.unlink()


def test_a_mail_is_marked_as_seen_only_after_it_is_stored(mailbox, no_room):
    put(mailbox, no_room)

    with pytest.raises(FileExistsError):
        poll_mailbox(now=NOON)

    assert unseen(mailbox) == 1
    assert not RawMail.objects.exists()


def test_a_wrong_password_is_told(mailbox, monkeypatch):
    monkeypatch.setattr(settings, "IMAP", replace(mailbox, password="wrong"))

    with pytest.raises(imap_tools.MailboxLoginError, match="Authentication failed"):
        poll_mailbox(now=NOON)


def test_without_a_mailbox_nothing_is_polled(system, monkeypatch):
    monkeypatch.setattr(settings, "IMAP", None)

    poll_mailbox(now=NOON)

    assert not MailFolder.objects.exists()


def test_what_a_killed_process_left_is_taken_in_later(system):
    storing.store_all(
        [storing.Incoming("a", mail(1)), storing.Incoming("b", b"no header here")], now=NOON
    )
    storing.store_raw(content=mail(2), source="just now", now=NOON + HOUR)

    take_in_stored(now=NOON + HOUR)

    assert [each.subject for each in Message.objects.all()] == ["Matter 1"]
    assert RawMail.objects.filter(state=RawMail.State.PARKED).count() == 1
    assert RawMail.objects.get(state=RawMail.State.STORED).source == "just now"


def test_taking_in_again_adds_nothing(system):
    raw = storing.store_raw(content=mail(1), source="a", now=NOON)
    first = intake.take_in(raw, now=NOON)

    second = intake.take_in(raw, now=NOON + timedelta(days=1))

    assert (second.state, second.message_id) == ("duplicate", first.message_id)
    assert Message.objects.count() == 1
