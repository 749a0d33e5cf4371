from datetime import UTC, datetime, timedelta

import pytest

from heed.accounts.operations import note_absence
from heed.conversations.operations.answering import answer, write_note
from heed.core import jobs
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Promise, Proposal, Ranking
from heed.expectations.operations import proposals as operations
from heed.expectations.operations.closing import fulfil_promise
from heed.expectations.operations.letters import Terms, answer_and_promise
from heed.expectations.operations.promises import DueTimePast
from tests.accounts.factories import make_user
from tests.conversations.factories import make_conversation, receive_mail
from tests.expectations.factories import make_topic
from tests.moments import DAY, HOUR, NOON

TOMORROW_AT_3 = datetime(2026, 3, 3, 15, tzinfo=UTC)
CALL = "I will call you back tomorrow before 3 pm."


def written(agent, text, *, conversation=None, now=NOON):
    """The proposals after our answer with this text."""
    conversation = conversation or make_conversation()
    answer(conversation=conversation, text=text, actor=agent, now=now)
    jobs.run_due(now=now)
    return list(Proposal.objects.order_by("start"))


def take(proposal, agent, *, now=NOON, **fields):
    return operations.take_proposal(proposal_id=proposal.pk, actor=agent, now=now, **fields)


def test_a_promise_in_our_answer_is_proposed_where_it_stands(agent, system):
    text = f"Dear Joan,\n\nthank you. {CALL}\n\nMei"

    [found] = written(agent, text)

    assert text[found.start : found.end] == "I will call you back tomorrow before 3 pm"
    assert (found.due_at, found.is_vague, found.state) == (TOMORROW_AT_3, False, "open")
    assert not Promise.objects.exists()


def test_a_note_of_a_call_is_read_too(agent, system):
    conversation = make_conversation()

    write_note(conversation=conversation, text=f"Called. {CALL}", actor=agent, now=NOON)
    jobs.run_due(now=NOON)

    assert Proposal.objects.get().due_at == TOMORROW_AT_3


def test_the_same_message_read_twice_proposes_once(agent, system):
    [found] = written(agent, CALL)

    again = operations.propose_promises(message_id=found.message_id, now=NOON + HOUR)

    assert again == 0
    assert Proposal.objects.count() == 1


def test_what_customers_write_and_what_is_quoted_is_no_promise_of_ours(agent, system):
    receive_mail(text=CALL)
    jobs.run_due(now=NOON)

    assert written(agent, f"Thank you.\n\n> {CALL}") == []


def test_a_letter_that_puts_a_ranking_before_the_customer_is_not_read(agent, system):
    conversation = make_conversation()
    message = answer(conversation=conversation, text=CALL, actor=agent, now=NOON)
    Ranking.objects.create(
        customer=conversation.customer, seed=1, asked_by=agent, asked_at=NOON, mail=message.outgoing
    )

    jobs.run_due(now=NOON)

    assert not Proposal.objects.exists()


def test_times_are_the_customers(agent, system):
    conversation = make_conversation()
    conversation.customer.time_zone = "Asia/Shanghai"
    conversation.customer.save()

    [found] = written(agent, CALL, conversation=conversation)

    assert found.due_at == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_chinese_is_read_by_the_same_conventions(agent, system):
    [found] = written(agent, "您好，我明天下午三点前给您回电。")

    assert found.due_at == TOMORROW_AT_3


def test_what_the_promise_line_says_is_not_proposed_again(agent, system):
    answer_and_promise(
        conversation=make_conversation(),
        text=f"{CALL} We will refund you by Friday.",
        promises=[Terms("We call you back", TOMORROW_AT_3)],
        actor=agent,
        now=NOON,
        token="t",
    )
    jobs.run_due(now=NOON)

    assert [each.wording for each in Proposal.objects.all()] == ["We will refund you by Friday"]


def test_a_click_takes_it_into_the_ledger_for_who_wrote_it(agent, manager, system):
    [found] = written(agent, CALL)

    promise = take(found, manager, now=NOON + HOUR)
    again = take(found, manager, now=NOON + HOUR)

    found.refresh_from_db()
    assert again == promise
    assert (promise.message, promise.due_at) == (found.message, TOMORROW_AT_3)
    assert (promise.owner, promise.made_by) == (agent, manager)
    assert (found.state, found.promise, found.decided_by) == ("taken", promise, manager)
    assert Promise.objects.count() == 1
    assert Event.objects.filter(type="expectations.ProposalTaken").count() == 1


def test_it_can_be_changed_first(agent, system):
    [found] = written(agent, CALL)
    topic = make_topic()

    promise = take(found, agent, wording="Call back", due_at=NOON + DAY, topic=topic)

    assert (promise.wording, promise.due_at, promise.topic) == ("Call back", NOON + DAY, topic)


def test_without_a_time_it_needs_one(agent, system):
    [found] = written(agent, "We will refund you soon.")

    assert (found.is_vague, found.due_at) == (True, None)
    with pytest.raises(operations.ProposalWithoutTime, match="names no time"):
        take(found, agent)
    assert take(found, agent, due_at=NOON + DAY).due_at == NOON + DAY


def test_a_time_that_has_passed_is_not_taken(agent, system):
    [found] = written(agent, CALL)

    with pytest.raises(DueTimePast):
        take(found, agent, now=NOON + 3 * DAY)

    assert not Promise.objects.exists()
    found.refresh_from_db()
    assert found.state == "open"


def test_no_promise_can_be_said_and_taken_back(agent, system):
    [found] = written(agent, CALL)

    operations.dismiss_proposal(proposal_id=found.pk, actor=agent, now=NOON)
    with pytest.raises(operations.ProposalDecided):
        take(found, agent)
    operations.reopen_proposal(proposal_id=found.pk, actor=agent, now=NOON)

    assert take(found, agent).wording == found.wording
    with pytest.raises(operations.ProposalInLedger):
        operations.dismiss_proposal(proposal_id=found.pk, actor=agent, now=NOON)


def test_who_only_analyses_takes_nothing(agent, analyst, system):
    [found] = written(agent, CALL)

    with pytest.raises(NotPermitted):
        take(found, analyst)
    with pytest.raises(NotPermitted):
        operations.dismiss_proposal(proposal_id=found.pk, actor=analyst, now=NOON)

    assert not Promise.objects.exists()


def test_who_has_left_does_not_see_to_it(agent, system):
    gone = make_user(name="Gone")
    [found] = written(gone, CALL)
    gone.is_active = False
    gone.save()

    assert take(found, agent).owner == agent


def test_an_answer_carries_several_promises_once_for_each_token(agent, system):
    fields = {
        "conversation": make_conversation(),
        "text": "Both will be done.",
        "promises": [
            Terms("Call back", NOON + DAY),
            Terms("Send the part", NOON + 2 * DAY),
            Terms("call  back", NOON + DAY, is_separate=True),
        ],
        "actor": agent,
        "now": NOON,
        "token": "once",
    }

    first = answer_and_promise(**fields)
    second = answer_and_promise(**fields | {"now": NOON + timedelta(minutes=1)})

    assert [each.due_at for each in first] == [NOON + DAY, NOON + 2 * DAY]
    assert second == first
    assert Promise.objects.count() == 2


def test_words_said_twice_are_one_promise_also_once_it_is_kept(agent, system):
    first, second = written(agent, f"{CALL} Thank you. {CALL}")
    promise = take(first, agent)
    assert take(second, agent) == promise
    fulfil_promise(promise_id=promise.pk, evidence="Called", actor=agent, now=NOON + HOUR)

    assert take(second, agent, now=NOON + 2 * HOUR) == promise

    assert Promise.objects.count() == 1


def test_who_stands_in_sees_to_what_somebody_away_wrote(agent, system):
    other = make_user(name="Olga Stand")
    [found] = written(agent, CALL)
    away = {"since": NOON + HOUR, "until": NOON + 7 * DAY, "actor": agent, "now": NOON}
    note_absence(user=agent, stand_in=other, **away)

    assert take(found, other, now=NOON + 2 * HOUR).owner == other
