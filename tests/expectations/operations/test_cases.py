import pytest

from heed.conversations.operations.answering import answer, open_conversation
from heed.core import jobs
from heed.customers.operations import CustomerGone, erase_customer
from heed.expectations.models import Promise
from heed.expectations.operations import cases, standing
from heed.surveys.models import Invitation
from tests.conversations.factories import make_conversation, receive_mail
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def answer_in_time(manager, system):
    return standing.guarantee(
        wording="You get an answer from a person within 4 business hours",
        wording_zh="4 个工作小时内由专人答复您",
        within=4,
        within_unit="business_hours",
        trigger="conversation_opened",
        actor=manager,
        now=NOON - DAY,
    )


@pytest.fixture
def money_back(manager, system):
    return standing.guarantee(
        wording="You get your money back",
        condition="a delivery comes late",
        within=5,
        within_unit="business_days",
        tier="high",
        actor=manager,
        now=NOON - DAY,
    )


def test_who_writes_about_a_new_matter_is_promised_what_is_guaranteed(answer_in_time):
    conversation = make_conversation()
    jobs.run_due(now=NOON)
    jobs.run_due(now=NOON)

    promise = Promise.objects.get()

    assert promise.due_at == NOON + 4 * HOUR
    assert promise.conversation == conversation
    assert promise.made_at == conversation.opened_at
    assert promise.wording.startswith("You get an answer")


def test_a_chinese_customer_is_promised_it_in_chinese(answer_in_time):
    make_conversation(text="我的订单还没有到，请帮我看一下。")
    jobs.run_due(now=NOON)

    assert Promise.objects.get().wording == "4 个工作小时内由专人答复您"


def test_our_first_answer_keeps_it_with_the_letter_as_evidence(answer_in_time, agent):
    conversation = make_conversation()
    jobs.run_due(now=NOON)

    answer(conversation=conversation, text="We look into it", actor=agent, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)

    promise = Promise.objects.get()
    assert (promise.outcome, promise.delivered_at) == ("kept", NOON + HOUR)
    assert promise.evidence == "Our letter of March 2, 2026, 1 p.m."
    assert promise.closed_by == agent
    assert not Invitation.objects.exists()


def test_an_answer_that_was_faster_than_the_worker_keeps_it_too(answer_in_time, agent):
    conversation = make_conversation()
    answer(conversation=conversation, text="At once", actor=agent, now=NOON + HOUR)

    jobs.run_due(now=NOON + 9 * HOUR)

    assert Promise.objects.get().outcome == "kept"


def test_a_second_letter_on_the_matter_is_no_new_case(answer_in_time):
    make_conversation()
    receive_mail(message_id="<second@example.net>", in_reply_to="<first@example.net>")
    jobs.run_due(now=NOON)

    assert Promise.objects.count() == 1


def test_what_we_begin_ourselves_is_no_case(answer_in_time, agent):
    customer = make_customer(email="anna@berg.example")
    open_conversation(customer=customer, subject="News", text="Dear Anna", actor=agent, now=NOON)
    jobs.run_due(now=NOON)

    assert not Promise.objects.exists()


def test_a_person_says_that_a_case_has_come_and_it_makes_one_promise(money_back, agent):
    customer = make_customer(tier="high")

    first = cases.cover_case(standing_id=money_back.pk, customer=customer, actor=agent, now=NOON)
    again = cases.cover_case(
        standing_id=money_back.pk, customer=customer, actor=agent, now=NOON + HOUR
    )

    assert first == again
    assert first.due_at == NOON + 7 * DAY


def test_a_guarantee_to_a_tier_covers_nobody_else(money_back, agent):
    customer = make_customer(tier="low")

    with pytest.raises(cases.CaseNotCovered, match="High; Anna Berg is not"):
        cases.cover_case(standing_id=money_back.pk, customer=customer, actor=agent, now=NOON)

    assert not Promise.objects.exists()


def test_an_ended_guarantee_covers_nobody(answer_in_time, manager):
    standing.end_standing(
        standing_id=answer_in_time.pk, because="we moved", actor=manager, now=NOON - HOUR
    )
    make_conversation()
    jobs.run_due(now=NOON)

    assert not Promise.objects.exists()


def test_a_guarantee_makes_nothing_for_an_erased_customer(answer_in_time, admin, system):
    conversation = make_conversation()
    erase_customer(customer=conversation.customer, actor=admin, now=NOON)

    made = cases.cover_conversation(conversation_id=conversation.pk, actor=system, now=NOON)
    with pytest.raises(CustomerGone):
        cases.cover_case(
            standing_id=answer_in_time.pk,
            customer=conversation.customer,
            conversation=conversation,
            actor=system,
            now=NOON + HOUR,
        )

    assert made == []
    assert not Promise.objects.exists()
