import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.expectations.models import AdviceSource, Announcement
from heed.expectations.operations.advice import learn_all
from tests.customers.factories import make_customer
from tests.expectations.factories import make_history, make_promise, make_topic
from tests.moments import DAY, HOUR


@pytest.fixture
def announced(agent, organisation):
    """Twenty promises announced as kept 95 of 100, of which nineteen were, and one still open."""
    now, topic = timezone.now(), make_topic()
    make_history(owner=agent, topic=topic, now=now)
    learn_all(now=now)
    customer = make_customer(name="陈 Anna <b>")
    for number in range(21):
        is_settled = number < 20
        Announcement.objects.create(
            series="topic:courtesy",
            place="composer",
            customer=customer,
            promise=make_promise(owner=agent, customer=customer, made_at=now, due_at=now + DAY),
            coverage=0.95,
            announced_at=now - DAY,
            due_at=now - HOUR,
            settled_at=now if is_settled else None,
            is_kept=number > 0 if is_settled else None,
        )
    return customer


def get(client, address, language="en"):
    client.cookies["django_language"] = language
    return client.get(address)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_answers_in_both_languages_within_its_queries(
    client, manager, announced, language
):
    client.force_login(manager)

    with CaptureQueriesContext(connection) as queries:
        answer = get(client, "/ledger/advice/", language)

    assert answer.status_code == 200
    assert len(queries) <= 20


def test_announced_stands_beside_kept_with_its_interval(client, manager, announced):
    client.force_login(manager)

    page = get(client, "/ledger/advice/").content.decode()

    assert "announced 95.0%, kept 95.0%, n 20" in page
    assert "76%–99%" in page
    assert "1 not yet told" in page
    assert "n 120" not in page
    assert "only 0 finished cases; at least 59 are needed for 95 of 100" in page


def test_what_was_learnt_is_company_wide_and_opens_no_rows_that_differ(client, manager, announced):
    client.force_login(manager)

    page = get(client, "/ledger/advice/").content.decode()

    finished = AdviceSource.objects.get(series="topic:courtesy").finished
    assert f'data-label="Finished">{finished}</td>' in page
    assert "/ledger/courtesy/kept/" not in page
    assert "what the advisor learnt from in the whole company" in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("place=composer&range=5", 20, id="a range"),
        pytest.param("place=composer&is_open=on", 1, id="not yet told"),
        pytest.param("place=queue", 0, id="another place"),
        pytest.param("month=2020-01", 0, id="another month"),
    ],
)
def test_each_figure_opens_its_rows(client, manager, announced, query, rows):
    client.force_login(manager)

    answer = client.get(f"/ledger/advice/rows/?{query}", headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert page.count('<li class="row">') == rows
    assert "Anna <b>" not in page


def test_an_unknown_place_is_not_there(client, manager, organisation):
    client.force_login(manager)

    assert client.get("/ledger/advice/rows/?place=moon").status_code == 404


def test_before_anything_was_announced_the_page_says_how_to_begin(client, manager, organisation):
    client.force_login(manager)

    page = get(client, "/ledger/advice/").content.decode()

    assert "No time has been announced yet" in page
    assert "Nothing has been learnt yet" in page


def test_agents_do_not_see_it(client, agent, announced):
    client.force_login(agent)

    assert get(client, "/ledger/advice/").status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_day_by_expected_disappointment(client, agent, announced, language):
    client.force_login(agent)

    with CaptureQueriesContext(connection) as queries:
        answer = get(client, "/?order=disappointment", language)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('class="row__why') == 21
    assert "陈 Anna &lt;b&gt;" in page
    assert len(queries) <= 25
