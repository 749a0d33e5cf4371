from datetime import timedelta

import pytest
from django.utils import timezone

from heed.core.models import OutgoingMail
from heed.expectations.models import Negotiation, Offer, Promise
from heed.expectations.operations.offers import withdraw_offer
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.expectations.negotiating import local, make_negotiation, offer_to, written

pytestmark = pytest.mark.django_db


PAGES = {
    "list": "/negotiations/",
    "mine": "/negotiations/?whose=mine&show=ended",
    "negotiation": "/negotiations/{negotiation}/",
    "offer": "/negotiations/{negotiation}/offers/new/",
    "next offer": "/negotiations/{negotiation}/offers/new/?from={offer}",
    "script": "/offers/{offer}/script/",
    "step": "/concessions/{step}/",
    "new step": "/negotiations/{negotiation}/concessions/new/",
    "letter": "/negotiations/{negotiation}/concessions/letter/",
    "declining": "/negotiations/{negotiation}/decline/",
    "new": "/customers/{customer}/negotiations/new/",
}


def address_of(name, offer, step):
    return PAGES[name].format(
        customer=offer.negotiation.customer_id,
        negotiation=offer.negotiation_id,
        offer=offer.pk,
        step=step.pk,
    )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages_within_its_queries(
    desk, offer, step, name, language, django_assert_max_num_queries
):
    desk.cookies["django_language"] = language

    with django_assert_max_num_queries(25):
        answer = desk.get(address_of(name, offer, step))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'lang="{language}"' in page
    assert "<b></a>" not in page


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_shown_to_strangers(client, offer, step, name):
    answer = client.get(address_of(name, offer, step))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", [each for each in PAGES if each not in {"list", "mine"}])
def test_no_page_is_shown_to_another_team(client, offer, step, name):
    customer = offer.negotiation.customer
    customer.team = make_team()
    customer.save()
    client.force_login(make_user(name="Tom Hill", teams=[make_team(name="Other")]))

    assert client.get(address_of(name, offer, step)).status_code == 404


def test_the_list_takes_as_many_queries_for_many_rows(desk, agent, django_assert_num_queries):
    now = timezone.now()
    make_negotiation(actor=agent, customer=make_customer(), now=now)
    desk.get("/negotiations/")
    with django_assert_num_queries(5):  # session, person, company, badge of Today, the list
        desk.get("/negotiations/")
    for _ in range(20):
        make_negotiation(actor=agent, customer=make_customer(), now=now)

    with django_assert_num_queries(5):
        assert desk.get("/negotiations/").content.decode().count("data-row") == 21


def test_a_negotiation_is_opened_with_the_budget_of_the_tier(desk, customer):
    topic = make_topic()

    answer = desk.post(
        f"/customers/{customer.pk}/negotiations/new/", {"request": "A red one", "topic": topic.pk}
    )

    opened = Negotiation.objects.get()
    assert answer["Location"] == f"/negotiations/{opened.pk}/"
    assert (opened.request, opened.topic, opened.budget_minor) == ("A red one", topic, 10000)


def test_two_options_go_out_by_mail(desk, negotiation):
    answer = desk.post(
        f"/negotiations/{negotiation.pk}/offers/new/", written("By courier", "In the shop 😀")
    )

    offer = Offer.objects.get()
    assert answer["Location"] == f"/negotiations/{negotiation.pk}/"
    assert [option.price_minor for option in offer.options.all()] == [500, 500]
    assert "In the shop 😀" in OutgoingMail.objects.get().text


def test_the_same_form_sent_twice_makes_one_offer(desk, negotiation):
    sent = written("By courier", "In the shop") | {"csrfmiddlewaretoken": "x" * 64}
    address = f"/negotiations/{negotiation.pk}/offers/new/"

    first, second = desk.post(address, sent), desk.post(address, sent)

    assert first["Location"] == second["Location"]
    assert Offer.objects.count() == 1


def test_an_offer_on_the_phone_leads_to_what_is_read_out(desk, negotiation):
    answer = desk.post(
        f"/negotiations/{negotiation.pk}/offers/new/", written("A", "B", mode="phone")
    )

    assert answer["Location"] == f"/offers/{Offer.objects.get().pk}/script/"
    page = desk.get(answer["Location"]).content.decode()
    assert 'data-press="1"' in page
    assert 'data-press="2"' in page


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"o1-price": "-1"}, id="negative price"),
        pytest.param({"o1-price": "1.234"}, id="more decimals than the currency has"),
        pytest.param({"o2-wording": " "}, id="no wording"),
        pytest.param({"o2-due_at": "soon"}, id="no time"),
        pytest.param({"expires_at": ""}, id="no end"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_as_it_was(desk, negotiation, fields):
    answer = desk.post(
        f"/negotiations/{negotiation.pk}/offers/new/", written("By courier", "Second") | fields
    )

    assert answer.status_code == 422
    assert "By courier" in answer.content.decode()
    assert not Offer.objects.exists()


def test_what_the_operation_refuses_is_said_beside_the_form(desk, negotiation):
    past = local(timezone.now() - timedelta(days=1))

    answer = desk.post(
        f"/negotiations/{negotiation.pk}/offers/new/",
        written("By courier", "Second", **{"o2-due_at": past}),
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#notices")
    assert "Option 2 is due on" in answer.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("add", ["First", "Second", ""]),
        ("copy-1", ["First", "First", "Second"]),
        ("remove-1", ["Second", ""]),
        ("copy-9", ["First", "Second"]),
        ("nonsense", ["First", "Second"]),
    ],
)
def test_options_are_added_copied_and_removed_without_script(desk, negotiation, change, shown):
    answer = desk.post(
        f"/negotiations/{negotiation.pk}/offers/new/", written("First", "Second", change=change)
    )

    options = answer.context["options"]
    assert [option["wording"].value() or "" for option in options] == shown
    assert not Offer.objects.exists()


def test_what_was_offered_to_others_on_the_topic_is_proposed_and_taken_over(
    desk, agent, negotiation, offer
):
    withdraw_offer(offer_id=offer.pk, actor=agent, now=timezone.now())
    option = offer.options.first()
    option.topic = negotiation.topic
    option.save()
    address = f"/negotiations/{negotiation.pk}/offers/new/"

    assert "A courier brings it" in desk.get(address).content.decode()
    answer = desk.post(address, written("Mine", change=f"take-{option.pk}"))

    assert [each["wording"].value() for each in answer.context["options"]] == [
        "Mine",
        "A courier brings it",
    ]
    assert answer.context["options"][1]["cost"].value() == "12.34"


def test_a_choice_heard_on_the_phone_is_our_promise(desk, agent, offer):
    option = offer.options.get(position=2)

    answer = desk.post(f"/offers/{offer.pk}/choose/", {"option": option.pk}, follow=True)

    assert Promise.objects.get().wording == option.wording
    assert Offer.objects.get().answered_to == agent
    assert "Agreed" in answer.content.decode()


def test_a_wish_and_a_no_are_kept(desk, agent, offer):
    desk.post(f"/offers/{offer.pk}/counter/", {"wish": "In red"})
    newer = offer_to(offer.negotiation, actor=agent, now=timezone.now())
    desk.post(f"/offers/{newer.pk}/decline/", {"because": ""})

    answers = Offer.objects.order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["counter", "declined"]


def test_a_wish_without_words_brings_the_page_back(desk, offer):
    answer = desk.post(f"/offers/{offer.pk}/counter/", {"wish": ""})

    assert answer.status_code == 422
    assert Offer.objects.get().answer == ""


def test_a_negotiation_is_deferred_escalated_and_taken_up(client, agent, manager, negotiation):
    client.force_login(agent)
    address = f"/negotiations/{negotiation.pk}/"
    until = local(timezone.now() + timedelta(days=2))

    client.post(f"{address}defer/", {"until": until, "because": "New stock"})
    assert Negotiation.objects.get().state == "deferred"
    client.post(f"{address}take-up/")
    client.post(f"{address}escalate/", {"to": manager.pk, "because": "Beyond me"})
    assert Negotiation.objects.get().escalated_to == manager
    client.force_login(manager)
    client.post(f"{address}take-up/")

    assert Negotiation.objects.values_list("state", "owner").get() == ("open", manager.pk)
