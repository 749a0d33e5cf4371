import io
import json

import pytest
from django.db import OperationalError, connection

from heed.accounts.models import User
from heed.cli.main import main
from tests.accounts.factories import PASSWORD

pytestmark = pytest.mark.django_db
COMMAND = ["user", "add", "mei@harbour.example", "--name", "Mei", "--json"]


@pytest.fixture
def add(monkeypatch, capsys):
    def run(password=PASSWORD):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        code = main(COMMAND)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_person_is_added_and_told_in_one_object(system, add):
    code, out, err = add()

    person = User.objects.get(email="mei@harbour.example")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"id": person.pk, "email": person.email, "role": "agent"}


def test_a_weak_password_is_refused_with_its_reasons(system, add):
    code, out, err = add("short")

    assert (code, out) == (1, "")
    assert err.startswith("mei@harbour.example was not added: ")


def test_a_database_that_is_locked_is_said_in_a_sentence(system, add):
    def refuse(*_arguments):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        code, out, err = add()

    assert (code, out) == (1, "")
    assert err.startswith("mei@harbour.example was not added: database is locked.")
