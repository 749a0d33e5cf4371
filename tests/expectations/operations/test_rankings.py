from datetime import timedelta

import pytest

from heed.conversations.models import Conversation
from heed.core.models import Event, OutgoingMail
from heed.customers.operations import CustomerGone
from heed.expectations.models import Ranking
from heed.expectations.operations import rankings as operations
from heed.expectations.operations.expectations import ConversationOfAnother, record_expectation
from heed.expectations.queries.rankings import Sheet, token_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import DAY, HOUR, NOON

NAMES = ("speed", "price", "warmth", "clarity")


@pytest.fixture
def customer(organisation):
    return make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")


@pytest.fixture
def expectations(agent, customer):
    return [
        record_expectation(
            customer=customer, topic=make_topic(key=name, name=name), felt=6, actor=agent, now=NOON
        )
        for name in NAMES
    ]


@pytest.fixture
def ask(agent, customer, expectations):
    def ask(**fields):
        usual = {
            "customer": customer,
            "expectations": expectations,
            "method": "order",
            "mode": "agent",
            "actor": agent,
            "now": NOON,
        }
        return operations.ask_ranking(**usual | fields)

    return ask


def answer(ranking, actor, **fields):
    return operations.answer_ranking(
        ranking_id=ranking.pk, actor=actor, **{"now": NOON + HOUR} | fields
    )


def by_rank(ranking):
    return [item.expectation.topic.key for item in ranking.items.order_by("rank")]


def test_an_order_is_kept_as_ranks_with_worths_that_add_up_to_one(agent, ask, expectations):
    ranking = ask()
    order = [each.pk for each in reversed(expectations)]

    answer(
        ranking,
        agent,
        answers=[{"task": 1, "order": order}],
        may_be_given_up=[expectations[0].pk],
    )

    ranking.refresh_from_db()
    items = list(ranking.items.order_by("rank"))
    assert by_rank(ranking) == ["clarity", "warmth", "price", "speed"]
    assert sum(item.worth for item in items) == pytest.approx(1)
    assert [item.worth for item in items] == sorted((i.worth for i in items), reverse=True)
    assert all(item.worth_lower < item.worth < item.worth_upper for item in items)
    assert [item.may_be_given_up for item in items] == [False, False, False, True]
    assert ranking.answered_at == NOON + HOUR
    event = Event.objects.order_by("-pk")[0]
    assert (event.type, event.subject_id) == ("expectations.RankingAnswered", ranking.pk)


def test_the_same_seed_shows_the_same_questions_again(ask):
    ranking = ask(method="best_worst")

    again = Ranking.objects.get(pk=ranking.pk)

    assert Sheet(ranking).tasks == Sheet(again).tasks
    assert [len(task.offered) for task in Sheet(again).tasks] == [3, 3, 3, 3]


def test_best_and_worst_of_a_few_find_the_order(agent, ask, expectations):
    ranking = ask(method="best_worst")
    place = {each.pk: number for number, each in enumerate(expectations)}
    answers = [
        {
            "task": task.number,
            "best": min(task.offered, key=place.get),
            "worst": max(task.offered, key=place.get),
        }
        for task in Sheet(ranking).tasks
    ]

    answer(ranking, agent, answers=answers)

    assert by_rank(ranking) == list(NAMES)


def test_partial_answers_are_used_and_those_left_out_are_known(agent, ask):
    ranking = ask(method="best_worst")
    first = Sheet(ranking).tasks[0]

    answered = answer(ranking, agent, answers=[{"task": 1, "best": first.offered[1]}])

    assert ranking.items.get(rank=1).expectation_id == first.offered[1]
    assert Sheet(answered).left_out == 3
    assert set(ranking.items.values_list("may_be_given_up", flat=True)) == {None}


def test_pairs_find_the_order(agent, ask, expectations):
    ranking = ask(method="pairs")
    place = {each.pk: number for number, each in enumerate(expectations)}
    answers = [
        {"task": task.number, "preferred": min(task.offered, key=place.get)}
        for task in Sheet(ranking).tasks
    ]

    answer(ranking, agent, answers=answers)

    assert len(answers) == 6
    assert by_rank(ranking) == list(NAMES)


def test_best_and_worst_of_two_is_asked_as_a_pair(ask, expectations):
    assert ask(method="best_worst", expectations=expectations[:2]).method == "pairs"


def test_a_link_goes_out_once_in_the_customers_language(agent, ask, customer):
    ranking = ask(mode="link")

    mail = OutgoingMail.objects.get()
    assert mail == ranking.mail
    assert mail.to_address == "mei@chen.example"
    assert mail.language == "zh-hans"
    assert f"/ranking/{token_of(ranking)}/" in mail.text
    assert ranking.expires_at == NOON + timedelta(days=30)
    assert ranking.conversation.customer == customer
    with pytest.raises(operations.LinkWaits, match="March 2, 2026"):
        ask(mode="link", now=NOON + DAY)
    assert OutgoingMail.objects.count() == 1


def test_a_link_whose_letter_came_back_does_not_stand_in_the_way(ask):
    first = ask(mode="link")
    OutgoingMail.objects.filter(pk=first.mail_id).update(state="bounced")

    second = ask(mode="link", now=NOON + DAY)

    assert second.mail_id != first.mail_id


def test_a_link_needs_an_address(agent, ask, customer):
    customer.contact_points.all().delete()

    with pytest.raises(operations.LinkNeedsAddress, match="陈梅"):
        ask(mode="link")

    assert not Ranking.objects.exists()


def test_what_cannot_be_ranked_is_refused(agent, ask, expectations):
    other = make_customer(name="Other")
    foreign = record_expectation(
        customer=other, topic=expectations[0].topic, felt=5, actor=agent, now=NOON
    )
    renewed = record_expectation(
        customer=expectations[1].customer,
        topic=expectations[1].topic,
        felt=7,
        actor=agent,
        now=NOON + HOUR,
    )
    expectations[1].refresh_from_db()
    elsewhere = Conversation.objects.create(customer=other, opened_at=NOON, last_message_at=NOON)
    one, old, two = expectations[0], expectations[1], expectations[2]

    with pytest.raises(operations.RankingTooSmall, match="1 was chosen"):
        ask(expectations=[one])
    with pytest.raises(operations.RankingTooLarge, match="13 expectations"):
        ask(expectations=[one] * 13)
    with pytest.raises(operations.RankedTwice, match="“speed”"):
        ask(expectations=[one, two, one])
    with pytest.raises(operations.RankedOfAnother, match="陈梅"):
        ask(expectations=[one, foreign])
    with pytest.raises(operations.RankedNoLonger, match="“price” was replaced on March 2"):
        ask(expectations=[one, old])
    with pytest.raises(ConversationOfAnother):
        ask(conversation=elsewhere)
    assert not Ranking.objects.exists()
    assert ask(expectations=[one, renewed]).items.count() == 2


def test_an_erased_customer_is_neither_asked_nor_answers(agent, ask, customer):
    ranking = ask()
    customer.erased_at = NOON
    customer.save()

    with pytest.raises(CustomerGone):
        ask()
    with pytest.raises(CustomerGone):
        answer(ranking, agent, answers=[{"task": 1, "order": list(Sheet(ranking).items)}])

    ranking.refresh_from_db()
    assert ranking.answered_at is None


def test_an_answer_counts_once_and_in_time(agent, ask):
    ranking = ask(mode="link")
    order = [{"task": 1, "order": list(Sheet(ranking).items)}]

    with pytest.raises(operations.RankingExpired, match="April 1, 2026"):
        answer(ranking, agent, answers=order, now=NOON + 30 * DAY)
    answer(ranking, agent, answers=order)
    written = Event.objects.count()
    with pytest.raises(operations.RankingAlreadyAnswered, match="March 2, 2026"):
        answer(ranking, agent, answers=order)

    assert Event.objects.count() == written


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        pytest.param(lambda ids: {"order": ids[:-1]}, "something is missing", id="missing"),
        pytest.param(lambda ids: {"order": [*ids, ids[0]]}, "stands twice", id="twice"),
        pytest.param(lambda ids: {"order": [*ids, 0]}, "names something else", id="unknown"),
        pytest.param(lambda ids: {"order": []}, "nothing was chosen", id="empty"),
        pytest.param(lambda ids: {"preferred": ids[0]}, "nothing was chosen", id="another kind"),
    ],
)
def test_an_order_that_cannot_be_is_refused(agent, ask, spoil, fault):
    ranking = ask()
    ids = list(Sheet(ranking).items)

    with pytest.raises(operations.AnswerImpossible, match=fault):
        answer(ranking, agent, answers=[{"task": 1} | spoil(ids)])

    ranking.refresh_from_db()
    assert ranking.answers == []


def test_best_cannot_be_worst_and_no_question_is_made_up(agent, ask):
    ranking = ask(method="best_worst")
    item = Sheet(ranking).tasks[0].offered[0]

    with pytest.raises(operations.AnswerImpossible, match="the same is most and least"):
        answer(ranking, agent, answers=[{"task": 1, "best": item, "worst": item}])
    with pytest.raises(operations.TaskUnknown, match="no question 9: this ranking has 4"):
        answer(ranking, agent, answers=[{"task": 9, "best": item}])
    with pytest.raises(operations.RankingEmpty, match="None of the 4 questions"):
        answer(ranking, agent)
    with pytest.raises(operations.GivenUpUnknown, match="Expectation 0"):
        answer(ranking, agent, answers=[{"task": 1, "best": item}], may_be_given_up=[0])

    ranking.refresh_from_db()
    assert (ranking.answers, ranking.answered_at) == ([], None)


def test_answers_are_kept_one_by_one_and_may_be_changed(agent, ask):
    ranking = ask(method="pairs")
    first, second = Sheet(ranking).tasks[:2]
    for choice in first.offered:
        operations.keep_answers(
            ranking_id=ranking.pk,
            answers=[{"task": 1, "preferred": choice}],
            actor=agent,
            now=NOON,
        )

    kept = Sheet(Ranking.objects.get(pk=ranking.pk))

    assert kept.answers == {
        1: {"task": 1, "preferred": first.offered[1], "offered": list(first.offered)}
    }
    assert kept.next_step == second.number


def test_what_changed_since_it_was_asked_is_still_answered_as_asked(agent, ask, expectations):
    ranking = ask()
    record_expectation(
        customer=expectations[0].customer,
        topic=expectations[0].topic,
        felt=2,
        actor=agent,
        now=NOON + HOUR,
    )

    answer(ranking, agent, answers=[{"task": 1, "order": [each.pk for each in expectations]}])

    assert ranking.items.get(rank=1).expectation_id == expectations[0].pk
