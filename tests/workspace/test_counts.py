import pytest

from heed.accounts.models import Notice
from heed.customers.models import Customer
from heed.expectations.models import Promise
from heed.workspace.queries.today import unread_notices
from tests.moments import NOON


@pytest.mark.django_db
def test_the_rail_counts_what_presses_and_what_is_parked(client, agent, busy_desk):
    client.force_login(agent)

    page = client.get("/customers/").content.decode()

    assert page.count('class="count-mark"') == 2


def test_a_customer_without_anything_has_a_page_that_says_how_to_begin(client, agent, busy_desk):
    empty = Customer.objects.create(
        name="New", created_at=busy_desk.created_at, last_activity_at=busy_desk.created_at
    )
    client.force_login(agent)

    page = client.get(f"/customers/{empty.pk}/").content.decode()

    assert "Nothing is recorded yet" in page
    assert "We have promised nothing yet." in page


def test_news_come_with_the_promise_they_are_about(agent, busy_desk):
    promise = Promise.objects.order_by("pk")[0]
    Notice.objects.create(
        recipient=agent,
        kind="expectations.PromiseOverdue",
        subject_type="promise",
        subject_id=promise.pk,
        at=promise.made_at,
    )

    assert [news.promise for news in unread_notices(agent, now=NOON)] == [promise]


def test_an_analyst_is_offered_nothing_she_may_not_do(client, analyst, busy_desk):
    client.force_login(analyst)

    page = client.get(f"/customers/{busy_desk.pk}/").content.decode()

    assert "data-record" not in page
    assert "Forget" not in page
