import io
import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from heed.cli.main import main
from heed.conversations.models import Message, RawMail
from tests.conversations.factories import make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def receive(monkeypatch, capsys):
    def run(content: bytes = b"", *options: str):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        code = main(["mail", "receive", *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def folder(tmp_path):
    for number in (1, 2, 3):
        mail = make_mail(message_id=f"<{number}@example.net>", subject=f"Matter {number}")
        (tmp_path / f"{number}.eml").write_bytes(mail)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "4.eml").write_bytes(b"no header here")
    (tmp_path / ".hidden").write_bytes(b"")
    return tmp_path


def test_one_mail_gives_one_object_and_nothing_else(system, receive):
    code, out, err = receive(make_mail(), "--json")

    message = Message.objects.get()
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "state": "new",
        "message": message.pk,
        "conversation": message.conversation_id,
        "customer": message.conversation.customer_id,
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(make_mail(), "The mail opened conversation", id="new"),
        pytest.param(b"", "parked: a person has to look at it", id="parked"),
    ],
)
def test_a_person_is_told_in_a_sentence(system, receive, content, said):
    code, out, _err = receive(content)

    assert code == 0
    assert said in out
    assert out.count("\n") == 1


def test_a_parked_mail_is_stored_and_so_a_success(system, receive):
    code, out, _err = receive(b"", "--json")

    assert code == 0
    assert json.loads(out) == {
        "state": "parked",
        "message": None,
        "conversation": None,
        "customer": None,
    }


def test_a_folder_gives_the_counts_and_can_be_repeated(system, receive, folder):
    first = receive(b"", "--directory", str(folder), "--json")
    second = receive(b"", "--directory", str(folder), "--json")

    assert first[0] == second[0] == 0
    counts = {"new": 3, "continued": 0, "duplicate": 0, "parked": 1, "total": 4}
    assert json.loads(first[1]) == counts
    assert json.loads(second[1]) == {**counts, "new": 0, "duplicate": 3}
    assert len(list(folder.rglob("*.eml"))) == 4


def test_an_mbox_gives_the_counts(system, receive, tmp_path):
    file = tmp_path / "box"
    mails = [make_mail(message_id=f"<{n}@example.net>", subject=f"{n}") for n in (1, 2)]
    file.write_bytes(b"".join(b"From a@b Mon Mar  2 12:00:00 2026\n%b\n" % each for each in mails))

    code, out, _err = receive(b"", "--mbox", str(file))

    assert code == 0
    assert out == "2 mails: 2 new, 0 continued, 0 here already, 0 parked.\n"


@pytest.mark.parametrize("option", ["--directory", "--mbox"])
def test_what_is_not_there_is_a_wrong_use(system, receive, option):
    code, out, err = receive(b"", option, "/nowhere/at/all")

    assert (code, out) == (2, "")
    assert "/nowhere/at/all is not a" in err


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(OperationalError("database is locked"), id="database"),
        pytest.param(OSError(28, "No space left on device"), id="disk"),
    ],
)
def test_what_could_not_be_stored_is_to_be_tried_again(system, receive, problem):
    def refuse(*_arguments):
        raise problem

    with connection.execute_wrapper(refuse):
        code, out, err = receive(make_mail(), "--json")

    assert (code, out) == (75, "")
    assert str(problem) in err
    assert not RawMail.objects.exists()


def test_before_the_set_up_mail_sets_up_by_itself(db, receive):
    code, out, err = receive(make_mail(), "--json")

    assert (code, err) == (0, "")
    assert json.loads(out)["state"] == "new"
