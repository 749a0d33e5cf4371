import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heed.conversations.models import RawMail
from heed.core.models import OutgoingMail
from heed.expectations.models import (
    Concession,
    Negotiation,
    Offer,
    Promise,
    Proposal,
    Ranking,
    StandingPromise,
    Topic,
)
from heed.improvement.models import Improvement

PAGES = {
    "today": "/",
    "today by disappointment": "/?whose=team&order=disappointment",
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
    "advice": "/ledger/advice/",
    "announced times": "/ledger/advice/rows/?channel=answer",
    "gap model": "/ledger/gap-model/",
    "importance": "/ledger/importance/?tier=high",
    "topics": "/topics/",
    "new topic": "/topics/new/",
    "opportunities": "/ledger/opportunities/",
    "opportunity rows": "/ledger/opportunities/delivery/asked/",
    "steering": "/ledger/steering/",
    "exceeding": "/ledger/exceeding/",
    "new exceeding": "/customers/{customer}/exceedings/new/?promise={promise}",
    "improvements": "/improvements/",
    "new improvement": "/improvements/new/",
    "improvement": "/improvements/{improvement}/",
    "topic": "/topics/{topic}/",
    "change a topic": "/topics/{topic}/change/",
    "steering of a topic": "/topics/{topic}/steering/high/",
    "negotiations": "/negotiations/?whose=team",
    "negotiation": "/negotiations/{negotiation}/",
    "new negotiation": "/customers/{customer}/negotiations/new/",
    "new offer": "/negotiations/{asking}/offers/new/",
    "offer read out": "/offers/{offer}/script/",
    "decline a wish": "/negotiations/{asking}/decline/",
    "new step": "/negotiations/{asking}/concessions/new/",
    "tell the steps": "/negotiations/{asking}/concessions/letter/",
    "step": "/concessions/{step}/",
    "ranking": "/rankings/{ranking}/",
    "promises found": "/promises/found/?whose=team",
    "take a promise found": "/promises/found/{proposal}/",
    "automatic reply": "/settings/automatic-reply/",
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
    "history of an expectation": "/customers/{customer}/expectations/{topic}/",
    "new ranking": "/customers/{customer}/rankings/new/",
    "rankings": "/customers/{customer}/rankings/",
    "new promise": "/customers/{customer}/promises/new/",
    "promise": "/promises/{promise}/",
    "promises": "/promises/",
    "promises by person": "/promises/?by=owner&whose=team",
    "promise calendar": "/promises/calendar/",
    "promise week": "/promises/calendar/?view=week",
    "guarantees": "/promises/guarantees/",
    "guarantee": "/promises/standing/{guarantee}/",
    "promise on a condition": "/promises/standing/{conditional}/",
    "give a guarantee": "/promises/guarantees/new/",
    "calendar feed": "/promises/feed/",
    "standing promises": "/customers/{customer}/standing/",
    "promises kept": "/ledger/keeping/",
    "promises kept by tier": "/ledger/keeping/tier/high/?by=tier",
    "absences": "/settings/absences/",
    "erase a customer": "/customers/{customer}/erase/",
    "personal page": "/customers/{customer}/link/",
    "components": "/components/",
}


def address_of(name, customer):
    return PAGES[name].format(
        customer=customer.pk,
        conversation=customer.conversations.order_by("pk")[0].pk,
        mail=OutgoingMail.objects.filter(purpose="answer")[0].pk,
        raw=RawMail.objects.get().pk,
        promise=Promise.objects.order_by("pk")[0].pk,
        topic=Topic.objects.order_by("pk")[1].pk,
        offer=key_of(Offer),
        negotiation=key_of(Negotiation),
        asking=key_of(Negotiation, request="A better price"),
        step=key_of(Concession),
        ranking=key_of(Ranking),
        proposal=key_of(Proposal),
        guarantee=key_of(StandingPromise, kind="guarantee"),
        conditional=key_of(StandingPromise, kind="conditional"),
        improvement=key_of(Improvement),
    )


def key_of(model, **wanted):
    """The first row's; 0 where the desk has none."""
    return model.objects.filter(**wanted).order_by("pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages_within_its_queries(
    client, admin, full_desk, name, language
):
    client.force_login(admin)
    client.cookies["django_language"] = language
    address = address_of(name, full_desk)

    with CaptureQueriesContext(connection) as queries:
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
