from django.utils import timezone

from heed.accounts.operations import notify
from heed.conversations.models import Conversation


def test_today_tells_of_an_answer_that_came_back(client, agent, busy_desk):
    conversation = Conversation.objects.get()
    notify(
        recipient=agent,
        kind="core.MailBounced",
        customer_id=busy_desk.pk,
        subject_type="conversation",
        subject_id=conversation.pk,
        now=timezone.now(),
    )
    client.force_login(agent)

    page = client.get("/").content.decode()

    assert "Your answer came back" in page
    assert f'href="/conversations/{conversation.pk}/"' in page


def test_what_customers_expect_and_what_is_open_open_their_rows(client, manager, busy_desk):
    client.force_login(manager)

    page = client.get("/ledger/").content.decode()

    for address, title in (
        ("/ledger/courtesy/expecting/", "who expects something"),
        ("/ledger/none/open/", "No topic: promises open"),
    ):
        assert address in page
        assert title in client.get(address).content.decode()
