import pytest
from django.utils import timezone

from heed.accounts.models import Notice
from heed.core import jobs
from heed.expectations.operations.concessions import ask_concession, plan_concession
from heed.expectations.operations.offer_answers import counter_offer
from tests.accounts.factories import make_team
from tests.customers.factories import make_customer
from tests.expectations.negotiating import make_negotiation, offer_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def negotiation(agent, system):
    return make_negotiation(actor=agent, now=timezone.now())


def page_of(client, reader, address="/"):
    client.force_login(reader)
    return client.get(address).content.decode()


def deliver():
    while jobs.run_due(most=50):
        pass


def test_a_supervisor_sees_on_today_what_asks_for_approval(client, agent, manager, negotiation):
    step = plan_concession(
        negotiation_id=negotiation.pk,
        kind="supervisor",
        wording="Half the price, once",
        asked_of=manager,
        actor=agent,
        now=timezone.now(),
    )
    assert "Half the price, once" not in page_of(client, manager)
    ask_concession(concession_id=step.pk, actor=agent, now=timezone.now())
    deliver()

    page = page_of(client, manager)

    assert "Half the price, once" in page
    assert "Approve or refuse" in page
    assert "A colleague asks for your word" in page
    assert "Half the price, once" not in page_of(client, agent)


def test_a_negotiation_is_my_move_unless_somebody_else_is_asked(client, agent, system, negotiation):
    assert "your move" in page_of(client, agent)
    offer = offer_to(negotiation, actor=agent, now=timezone.now())
    assert "your move" not in page_of(client, agent)
    counter_offer(offer_id=offer.pk, wish="In red", actor=system, now=timezone.now())
    deliver()

    page = page_of(client, agent)

    assert "your move" in page
    assert "The customer wishes something else" in page


def test_news_of_a_negotiation_of_another_team_is_not_shown(client, agent, system, negotiation):
    offer = offer_to(negotiation, actor=agent, now=timezone.now())
    counter_offer(offer_id=offer.pk, wish="In red", actor=system, now=timezone.now())
    deliver()
    customer = negotiation.customer
    customer.team = make_team()
    customer.save()
    agent.teams.add(make_team(name="Other"))

    page = page_of(client, agent)

    assert Notice.objects.count() == 1
    assert "The customer wishes something else" not in page
    assert "The lamp before Friday" not in page


def test_the_customers_page_shows_what_is_negotiated(client, agent, negotiation):
    page = page_of(client, agent, f"/customers/{negotiation.customer_id}/")

    assert f"/negotiations/{negotiation.pk}/" in page
    assert "Asked for something we negotiate" in page


def test_an_analyst_is_asked_for_nothing(client, analyst, agent, negotiation):
    make_negotiation(actor=agent, customer=make_customer(), now=timezone.now())

    assert "your move" not in page_of(client, analyst)
