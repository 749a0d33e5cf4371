import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.loyalty.models import Prior
from heed.loyalty.operations.snapshots import follow_leaving
from heed.loyalty.tasks import follow_when_stale
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.loyalty.queries.test_curves import days_ago, make_buyer
from tests.value.factories import make_rule

PAGES = [
    "/leaving/",
    "/leaving/?period=all&tier=high",
    "/leaving/cheaper/?period=all",
    "/leaving/silent/?period=24",
    "/leaving/believed/",
]
BELIEVED = {
    "died": 2, "moved": 8, "tastes": 10, "friend": 5, "cheaper": 25, "product": 20,
    "indifference": 30, "cases": 20, "source": "Branch survey 2025",
}  # fmt: skip


@pytest.fixture
def company(agent, system):
    rule = make_rule()
    for place in range(24):
        customer = make_buyer(rule, first=600, last=10)
        if place < 12:
            make_departure(
                customer=customer, recorded_by=agent, left_on=days_ago(20 + 9 * place),
                reason="cheaper" if place % 3 else "indifference",
            )  # fmt: skip
    make_buyer(rule, first=600, last=400, state="lost")
    follow_leaving(actor=system, now=timezone.now())
    return rule


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages(client, manager, company, path, language):
    client.force_login(manager)
    client.cookies["django_language"] = language

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert len(queries) <= 16, "\n".join(query["sql"][:120] for query in queries)


def test_the_page_says_shares_beside_folklore_and_draws_both_curves(client, manager, company):
    client.force_login(manager)

    page = client.get("/leaving/").content.decode()

    assert "We could have kept 100% of those who left (76% to 100%)" in page
    assert "Trade folklore, no known study" in page
    assert "weighs 45% beside 12 of our own" in page
    assert page.count("<figure") == 2
    assert "Still here" in page
    assert "Silent for a year" in page


def test_the_worker_draws_what_the_page_shows_first(client, manager, company, agent, settings):
    make_departure(recorded_by=agent, left_on=days_ago(1), recorded_at=timezone.now())
    follow_when_stale(now=timezone.now())
    folder = settings.HEED_HOME / "plots"
    drawn = set(folder.iterdir())
    client.force_login(manager)

    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        client.get("/leaving/")

    assert set(folder.iterdir()) == drawn


def test_without_any_leaving_the_page_says_how_to_begin(client, manager):
    client.force_login(manager)

    page = client.get("/leaving/").content.decode()

    assert "No reason is on record yet" in page
    assert "Nothing to follow yet" in page
    assert "<figure" not in page


def test_each_figure_opens_the_rows_it_rests_on(client, manager, company):
    client.force_login(manager)
    htmx = {"HX-Request": "true"}

    reasons = client.get("/leaving/indifference/", headers=htmx).content.decode()
    silent = client.get("/leaving/silent/", headers=htmx).content.decode()

    assert reasons.count('<li class="row">') == 4
    assert silent.count('<li class="row">') == 1
    assert client.get("/leaving/nothing/").status_code == 404


def test_what_is_believed_is_written_down_with_its_source(client, manager):
    client.force_login(manager)

    answer = client.post("/leaving/believed/", BELIEVED)

    assert answer.status_code == 302
    assert Prior.objects.get().values["indifference"] == 30
    assert "Branch survey 2025" in client.get("/leaving/").content.decode()


def test_agents_do_not_see_the_page(client, agent):
    client.force_login(agent)

    assert client.get("/leaving/").status_code == 403


def test_a_customer_who_never_bought_counts_among_reasons_alone(client, manager, company, agent):
    make_departure(customer=make_customer(), recorded_by=agent, left_on=days_ago(30))
    client.force_login(manager)

    assert "beside 13 of our own" in client.get("/leaving/").content.decode()
