import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heed.conversations.models import Conversation, RawMail
from heed.core.models import OutgoingMail
from heed.expectations.models import Promise

PAGES = {
    "today": "/",
    "inbox": "/conversations/",
    "waiting": "/conversations/?state=waiting",
    "conversation": "/conversations/{conversation}/",
    "customers": "/customers/",
    "customer": "/customers/{customer}/",
    "customer purchases": "/customers/{customer}/?show=purchases",
    "new customer": "/customers/new/",
    "change customer": "/customers/{customer}/change/",
    "ledger": "/ledger/",
    "ledger by tier": "/ledger/?by=tier&period=all",
    "ledger promises": "/ledger/delivery/kept/",
    "ledger perceptions": "/ledger/courtesy/gap/",
    "ledger expectations": "/ledger/courtesy/expected/",
    "value": "/value/",
    "mail": "/mail/",
    "letter": "/mail/{mail}/",
    "parked mails": "/mail/parked/",
    "parked mail": "/mail/parked/{raw}/",
    "failed tasks": "/mail/tasks/",
    "search": "/search/?q=Anna",
    "settings": "/settings/",
    "tokens": "/settings/tokens/",
    "new expectation": "/customers/{customer}/expectations/new/?conversation={conversation}",
    "new promise": "/customers/{customer}/promises/new/",
    "promise": "/promises/{promise}/",
    "components": "/components/",
}


def address_of(name, customer):
    return PAGES[name].format(
        customer=customer.pk,
        conversation=Conversation.objects.get().pk,
        mail=OutgoingMail.objects.get().pk,
        raw=RawMail.objects.get().pk,
        promise=Promise.objects.order_by("pk")[0].pk,
    )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages_within_its_queries(
    client, admin, busy_desk, name, language
):
    client.force_login(admin)
    client.cookies["django_language"] = language
    address = address_of(name, busy_desk)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode() or language in answer["Content-Language"]
    assert len(queries) <= 25, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize("name", ["conversation", "customer", "today", "search"])
def test_text_of_customers_never_becomes_markup(client, admin, busy_desk, name):
    client.force_login(admin)

    page = client.get(address_of(name, busy_desk)).content.decode()

    assert "<script>alert" not in page
    assert "<b></a>" not in page


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_shown_to_strangers(client, busy_desk, name):
    answer = client.get(address_of(name, busy_desk))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
