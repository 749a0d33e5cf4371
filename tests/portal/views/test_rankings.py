from datetime import timedelta

import pytest
from django.utils import timezone

from heed.expectations.models import Ranking
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.rankings import answer_ranking, ask_ranking
from heed.expectations.queries.rankings import Sheet, token_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic


@pytest.fixture
def customer(organisation):
    return make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")


@pytest.fixture
def ask(agent, system, customer):
    now = timezone.now()
    topics = [
        make_topic(name="Courtesy", name_zh="礼貌"),
        make_topic(key="clear", name="Clear answers", name_zh="解答清楚"),
        make_topic(key="solved", name="Problem solved", name_zh="解决问题"),
        make_measured_topic(name_zh="交付时间", unit_zh="天"),
    ]
    expectations = [
        record_expectation(
            customer=customer,
            topic=topic,
            wording="<b>要快</b>",
            felt=None if topic.unit else 6,
            value=2 if topic.unit else None,
            actor=agent,
            now=now,
        )
        for topic in topics
    ]

    def ask(method="order"):
        return ask_ranking(
            customer=customer,
            expectations=expectations,
            method=method,
            mode="link",
            actor=agent,
            now=now,
        )

    return ask


def address(ranking):
    return f"/ranking/{token_of(ranking)}/"


def order_of(ranking):
    return Ranking.objects.get(pk=ranking.pk).answers[0]["order"]


def test_the_page_is_a_letter_in_the_customers_language(client, ask, django_assert_max_num_queries):
    ranking = ask()

    with django_assert_max_num_queries(8):
        answer = client.get(address(ranking))

    page = answer.content.decode()
    assert 'lang="zh-hans"' in page
    assert "交付时间" in page
    assert "&lt;b&gt;要快" in page
    assert "Heed" not in page
    assert Ranking.objects.get().answers == []


def test_lines_are_moved_by_buttons_alone_and_stay_where_they_were_put(client, ask):
    ranking = ask()
    ids = list(Sheet(ranking).items)

    moved = client.post(f"{address(ranking)}?step=1", {"order": ids, "move": f"down {ids[0]}"})
    again = client.get(moved["Location"]).content.decode()

    assert moved["Location"] == f"{address(ranking)}?step=1#item-{ids[0]}"
    assert order_of(ranking) == [ids[1], ids[0], *ids[2:]]
    assert again.index(f'id="item-{ids[1]}"') < again.index(f'id="item-{ids[0]}"')


def test_the_first_line_cannot_go_further_up_and_nonsense_moves_nothing(client, ask):
    ranking = ask()
    ids = list(Sheet(ranking).items)

    client.post(f"{address(ranking)}?step=1", {"order": ids, "move": f"up {ids[0]}"})
    client.post(f"{address(ranking)}?step=1", {"order": [*ids, 5, "x"], "move": "sideways x"})

    assert order_of(ranking) == ids


def test_an_order_is_sent_with_what_can_be_given_up(client, ask):
    ranking = ask()
    ids = list(Sheet(ranking).items)[::-1]

    client.post(f"{address(ranking)}?step=1", {"order": ids, "then": "next"})
    sent = client.post(f"{address(ranking)}?step=2", {"given_up": ids[3], "then": "finish"})
    page = client.get(sent["Location"]).content.decode()

    ranks = ranking.items.order_by("rank").values_list("expectation_id", "may_be_given_up")
    assert list(ranks) == list(zip(ids, (False, False, False, True), strict=True))
    assert "<form" not in page.partition("<main")[2]


def test_the_page_goes_on_where_it_was_left(client, ask):
    ranking = ask("best_worst")
    first, second = Sheet(ranking).tasks[:2]

    client.post(
        f"{address(ranking)}?step=1",
        {"best": first.offered[0], "worst": first.offered[1], "then": "next"},
    )
    page = client.get(address(ranking)).content.decode()
    back = client.get(f"{address(ranking)}?step=1").content.decode()

    assert 'value="2" max="5"' in page
    assert page.count('name="best"') == len(second.offered)
    assert back.count(" checked") == 2


def test_best_and_worst_must_be_two_but_may_be_left_out(client, ask):
    ranking = ask("best_worst")
    item = Sheet(ranking).tasks[0].offered[0]
    step = f"{address(ranking)}?step=1"

    same = client.post(step, {"best": item, "worst": item, "then": "next"})
    none = client.post(step, {"then": "next"})
    foreign = client.post(step, {"best": 999999, "then": "next"})
    skipped = client.post(step, {"then": "skip"})

    assert (same.status_code, none.status_code, foreign.status_code) == (422, 422, 422)
    assert skipped["Location"].endswith("?step=2")
    assert Ranking.objects.get().answers == []


def test_partial_answers_are_taken_and_none_at_all_are_not(client, ask):
    ranking = ask("pairs")
    last = f"{address(ranking)}?step=7"

    empty = client.post(last, {"then": "finish"})
    client.post(f"{address(ranking)}?step=3", {"preferred": Sheet(ranking).tasks[2].offered[1]})
    said = client.get(last).content.decode()
    sent = client.post(last, {"then": "finish"})

    assert empty.status_code == 422
    assert "5" in said.partition("fieldset")[2]
    assert sent.status_code == 302
    assert Ranking.objects.get().answered_at


def test_an_answer_counts_once(client, ask, system):
    ranking = ask()
    order = list(Sheet(ranking).items)
    answer_ranking(
        ranking_id=ranking.pk,
        answers=[{"task": 1, "order": order}],
        actor=system,
        now=timezone.now(),
    )
    kept = Ranking.objects.get()

    again = client.post(f"{address(ranking)}?step=1", {"order": order[::-1], "then": "next"})

    assert again.status_code == 200
    assert "<form" not in again.content.decode().partition("<main")[2]
    assert Ranking.objects.get().answers == kept.answers


def test_an_old_link_says_until_when_it_was_good(client, ask):
    ranking = ask()
    Ranking.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.post(f"{address(ranking)}?step=1", {"then": "next"})

    assert answer.status_code == 410
    assert Ranking.objects.get().answers == []


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda token: token[:-1], id="shortened"),
        pytest.param(lambda token: f"9{token}", id="another ranking"),
        pytest.param(lambda token: token.partition(":")[0], id="unsigned"),
    ],
)
def test_a_link_that_was_tampered_with_leads_nowhere(client, ask, spoil):
    token = token_of(ask())

    assert client.get(f"/ranking/{spoil(token)}/").status_code == 404


def test_the_link_of_an_erased_customer_leads_nowhere(client, ask, customer):
    ranking = ask()
    customer.erased_at = timezone.now()
    customer.save()

    assert client.get(address(ranking)).status_code == 404


@pytest.mark.parametrize("step", ["0", "99", "-1", "x", "9" * 30, "²"])
def test_a_step_there_is_none_of_is_the_next_one(client, ask, step):
    page = client.get(address(ask("pairs")), {"step": step}).content.decode()

    assert 'value="1" max="7"' in page
