import io
import json
from types import SimpleNamespace

import pytest

from heed.cli.main import main
from tests.conversations.factories import make_mail


@pytest.fixture
def parse(monkeypatch, capsys):
    def run(content: bytes, *options: str):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        code = main(["mail", "parse", *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_what_is_understood_is_shown_and_nothing_stored(parse):
    code, out, err = parse(make_mail(files=[("a.pdf", b"%PDF")]), "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "message_id": "first@example.net",
        "subject": "Order 1042",
        "from": {"name": "Joan Mills", "address": "joan@example.net"},
        "to": [{"name": "", "address": "service@harbour.example"}],
        "cc": [],
        "date": "2026-03-02T11:58:00+00:00",
        "text": "My order has not arrived.\n",
        "reply_text": "My order has not arrived.",
        "html": "",
        "attachments": [
            {
                "name": "a.pdf",
                "type": "application/pdf",
                "size": 4,
                "md5": "bfa4b10a76324b166cfdad5e02a63730",
            }
        ],
        "kind": "message",
    }


def test_a_person_reads_the_heads_and_the_words(parse):
    code, out, _err = parse(make_mail())

    assert code == 0
    assert "From:    Joan Mills <joan@example.net>\n" in out
    assert out.endswith("\nMy order has not arrived.\n")


def test_what_is_no_mail_is_said_to_be_none(parse):
    code, out, err = parse(b"no header here", "--json")

    assert code == 65
    assert json.loads(out)["error"].startswith("The mail has no header lines")
    assert "cannot be read as a mail" in err
