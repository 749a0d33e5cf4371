from datetime import UTC, datetime, timedelta

import pytest

from heed.accounts.models import Notice
from heed.core import jobs
from heed.core.instants import InstantOutOfRange
from heed.core.models import Event, OutgoingMail
from heed.expectations.models import Promise, ProposedTime
from heed.expectations.operations import times
from heed.expectations.operations.closing import TooLateToRenegotiate, fulfil_promise
from heed.expectations.operations.promises import DueTimePast
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def promise(agent, system):
    return make_promise(owner=agent, customer=make_customer(email="anna@berg.example"))


def propose(promise, **fields):
    fields = {
        "due_at": NOON + 3 * DAY,
        "reason": "The part is late.",
        "actor": promise.owner,
        "now": NOON + HOUR,
    } | fields
    return times.propose_time(promise_id=promise.pk, **fields)


def answer(proposed, system, *, is_agreed=True, now=NOON + 2 * HOUR):
    return times.answer_proposed_time(
        proposed_id=proposed.pk, is_agreed=is_agreed, actor=system, now=now
    )


def test_she_is_asked_by_mail_and_nothing_changes_before_she_answers(promise):
    propose(promise)

    mail = OutgoingMail.objects.get()
    assert mail.to_address == "anna@berg.example"
    assert "March 5, 2026" in mail.text
    assert "The part is late." in mail.text
    assert "/another-time/" in mail.text
    assert "/your-promises/" in mail.text
    promise.refresh_from_db()
    assert (promise.outcome, promise.due_at) == ("", NOON + DAY)


def test_agreed_in_time_it_is_renegotiated_with_her_answer_as_evidence(promise, system):
    renewed = answer(propose(promise), system)

    promise.refresh_from_db()
    assert promise.outcome == "renegotiated"
    assert promise.evidence == "Agreed by the personal link on March 2, 2026, 2 p.m."
    assert (renewed.due_at, renewed.renegotiated_from) == (NOON + 3 * DAY, promise)
    assert renewed.owner == promise.owner


def test_where_she_does_not_agree_it_stands(promise, system):
    standing = answer(propose(promise), system, is_agreed=False)

    assert standing == promise
    assert Promise.objects.get().outcome == ""
    assert ProposedTime.objects.get().answer == "declined"


@pytest.mark.parametrize("is_agreed", [True, False])
def test_an_answer_after_it_was_due_is_refused_kindly(promise, system, is_agreed):
    proposed = propose(promise)
    late = promise.due_at + timedelta(seconds=1)

    with pytest.raises(times.AnswerTooLate, match="was due on March 3, 2026"):
        answer(proposed, system, is_agreed=is_agreed, now=late)

    assert Promise.objects.get().outcome == ""
    assert ProposedTime.objects.get().answer == ""


def test_an_earlier_time_that_is_over_cannot_be_agreed_to_and_the_promise_stands(promise, system):
    proposed = propose(promise, due_at=NOON + 4 * HOUR)

    with pytest.raises(times.ProposalPast, match=r"March 2, 2026, 4 p\.m\., has passed"):
        answer(proposed, system, now=NOON + 5 * HOUR)

    assert Promise.objects.get().outcome == ""
    assert ProposedTime.objects.get().answer == ""


def test_an_earlier_time_that_is_over_can_still_be_declined(promise, system):
    proposed = propose(promise, due_at=NOON + 4 * HOUR)

    standing = answer(proposed, system, is_agreed=False, now=NOON + 5 * HOUR)

    assert standing == promise
    assert ProposedTime.objects.get().answer == "declined"


def test_she_answers_once(promise, system):
    proposed = propose(promise)
    answer(proposed, system, is_agreed=False)

    with pytest.raises(times.AnsweredBefore):
        answer(proposed, system)

    assert Promise.objects.get().outcome == ""


def test_asked_again_the_question_before_ends(promise, system):
    first = propose(promise)
    propose(promise, due_at=NOON + 4 * DAY)

    with pytest.raises(times.Superseded):
        answer(first, system)

    assert ProposedTime.objects.filter(withdrawn_at=None).count() == 1


def test_what_was_delivered_meanwhile_is_settled(promise, system, agent):
    proposed = propose(promise)
    fulfil_promise(promise_id=promise.pk, evidence="done", actor=agent, now=NOON + HOUR)

    with pytest.raises(times.Superseded):
        answer(proposed, system)

    assert Promise.objects.get().outcome == "kept"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"due_at": NOON}, DueTimePast, id="in the past"),
        pytest.param({"due_at": NOON + DAY}, times.SameTime, id="the same"),
        pytest.param({"reason": " "}, times.ReasonMissing, id="no reason"),
        pytest.param({"now": NOON + 2 * DAY}, TooLateToRenegotiate, id="after it was due"),
    ],
)
def test_a_question_without_sense_is_not_asked(promise, fields, refusal):
    with pytest.raises(refusal):
        propose(promise, **fields)

    assert not ProposedTime.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert not Event.objects.exists()


def test_without_an_address_she_is_asked_otherwise(agent):
    promise = make_promise(owner=agent)

    with pytest.raises(times.NoAddress, match="Anna Berg"):
        propose(promise)

    assert not ProposedTime.objects.exists()


def test_who_asked_is_told(promise, system, agent):
    answer(propose(promise), system)
    jobs.run_due(now=NOON + 2 * HOUR)

    kinds = Notice.objects.filter(recipient=agent).values_list("kind", flat=True)
    assert "expectations.TimeAgreed" in kinds


def test_a_time_nobody_can_reckon_with_is_not_proposed(promise):
    with pytest.raises(InstantOutOfRange):
        propose(promise, due_at=datetime(9999, 12, 31, tzinfo=UTC))
