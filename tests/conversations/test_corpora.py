from collections import Counter
from pathlib import Path

import pytest

from heed.conversations.models import Message, RawMail
from heed.conversations.operations import intake
from heed.conversations.operations.storing import Incoming
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db
CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "mail"


@pytest.fixture(scope="module")
def public_mails() -> list[Incoming]:
    paths = sorted(path for path in CORPORA.rglob("*") if path.is_file())
    if not paths:
        pytest.skip(f"the public mail corpora are not at {CORPORA}")
    return [Incoming(path.name, path.read_bytes()) for path in paths]


def test_whatever_others_have_collected_is_taken_in_or_parked(system, public_mails):
    taken = intake.receive_all(public_mails, now=NOON)
    again = intake.receive_all(public_mails, now=NOON + HOUR)

    counts = Counter(each.state for each in taken)
    assert counts.total() == len(public_mails)
    assert counts["new"] > 130
    assert Message.objects.count() == counts["new"] + counts["continued"]
    assert not RawMail.objects.filter(problem=RawMail.Problem.FAILED)
    assert not RawMail.objects.filter(state=RawMail.State.STORED)
    assert {each.state for each in again} == {"duplicate", "parked"}
