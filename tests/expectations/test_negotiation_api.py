from datetime import timedelta

import pytest
from django.utils import timezone

from heed.core.models import OutgoingMail
from heed.expectations.models import Concession, Negotiation, Offer, Promise
from tests.accounts.factories import make_team
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.expectations.negotiating import make_negotiation, offer_to

pytestmark = pytest.mark.django_db
SOON = "2099-01-01T00:00:00Z"


@pytest.fixture
def program(agent, system):
    return Program(agent)


@pytest.fixture
def negotiation(agent):
    return make_negotiation(actor=agent, now=timezone.now())


def two_options(**fields):
    first = {"wording": "By courier", "due_at": SOON, "price_minor": 500} | fields
    return [first, {"wording": "In the shop 😀", "due_at": SOON}]


def offered(negotiation, **fields):
    body = {"negotiation_id": negotiation.pk, "mode": "phone", "expires_at": SOON}
    return body | {"options": two_options()} | fields


def test_a_negotiation_goes_from_a_wish_to_a_promise(program):
    customer = make_customer(email="a@b.example", tier="medium")
    opened = program.post(
        "/negotiations", {"customer_id": customer.pk, "request": "In red", "topic_id": None}
    )
    negotiation = Negotiation.objects.get()
    made = program.post("/offers", offered(negotiation, mode="mail"))
    option = made.json()["options"][1]
    chosen = program.post(f"/offers/{made.json()['id']}/choose", {"option_id": option["id"]})

    assert [each.status_code for each in (opened, made, chosen)] == [201, 201, 200]
    assert opened.json()["budget_minor"] == 5000
    assert OutgoingMail.objects.count() == 1
    promise = Promise.objects.get()
    assert promise.wording == "In the shop 😀"
    assert chosen.json()["options"][1]["promise_id"] == promise.pk
    assert program.get(f"/negotiations/{negotiation.pk}").json()["state"] == "agreed"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param({"options": two_options()[:1]}, 409, "offer.too_few_options", id="one"),
        pytest.param({"options": []}, 409, "offer.too_few_options", id="none"),
        pytest.param({"options": two_options() * 3}, 409, "offer.too_many_options", id="six"),
        pytest.param(
            {"options": two_options(due_at="2020-01-01T00:00:00Z")},
            409,
            "offer.option_due_past",
            id="due in the past",
        ),
        pytest.param(
            {"options": two_options(price_minor=-1)}, 422, "request.invalid", id="negative"
        ),
        pytest.param(
            {"options": two_options(cost_minor=10**9)}, 409, "offer.option_above_budget", id="dear"
        ),
        pytest.param(
            {"expires_at": "2020-01-01T00:00:00Z"}, 409, "offer.expiry_past", id="expired"
        ),
        pytest.param({"negotiation_id": 999}, 404, "not_found", id="no negotiation"),
        pytest.param({"options": two_options(topic_id=999)}, 404, "not_found", id="no topic"),
        pytest.param({"options": two_options(fulfils=[999])}, 404, "not_found", id="nothing"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(program, negotiation, body, status, code):
    answer = program.post("/offers", offered(negotiation) | body)

    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert not Offer.objects.exists()


def test_wish_no_and_withdrawal_are_entered(agent, program, negotiation):
    first = offer_to(negotiation, actor=agent, now=timezone.now())
    wish = program.post(f"/offers/{first.pk}/counter", {"wish": "In blue"})
    second = offer_to(negotiation, actor=agent, now=timezone.now())
    no = program.post(f"/offers/{second.pk}/decline", {})
    third = offer_to(negotiation, actor=agent, now=timezone.now())
    gone = program.post(f"/offers/{third.pk}/withdraw", {})

    assert (wish.json()["answer"], wish.json()["counter_wish"]) == ("counter", "In blue")
    assert (no.json()["answer"], no.json()["answered_to_id"]) == ("declined", agent.pk)
    assert gone.json()["withdrawn_at"] is not None
    assert program.post(f"/offers/{third.pk}/decline", {}).json()["code"] == "offer.withdrawn"


def test_a_ladder_is_climbed_in_its_order(agent, manager, program, negotiation):
    body = {"negotiation_id": negotiation.pk, "wording": "Half the price", "cost_minor": 9000}
    step = program.post(
        "/concessions", body | {"kind": "supervisor", "asked_of_id": manager.pk}
    ).json()
    path = f"/concessions/{step['id']}"

    untaken = program.post(f"{path}/tell", {})
    asked = program.post(f"{path}/ask", {})
    own = program.post(f"{path}/answer", {"is_granted": True})
    granted = Program(manager, text="heed_of_the_manager").post(
        f"{path}/answer", {"is_granted": True, "answer": "Do it"}
    )
    told = program.post(f"{path}/tell", {})

    assert untaken.json()["code"] == "concession.not_taken"
    assert asked.json()["state"] == "asked"
    assert own.status_code == 403
    assert (granted.json()["state"], granted.json()["answered_by_id"]) == ("granted", manager.pk)
    assert told.json()["told_by_id"] == agent.pk
    assert program.get("/concessions", negotiation_id=negotiation.pk).json()["items"] == [
        told.json()
    ]


def test_a_negotiation_is_deferred_escalated_taken_up_and_declined(
    agent, manager, program, negotiation
):
    path = f"/negotiations/{negotiation.pk}"
    topic = make_topic()

    deferred = program.post(f"{path}/defer", {"until": SOON, "because": "New stock"})
    taken = program.post(f"{path}/take-up", {})
    escalated = program.post(f"{path}/escalate", {"to_id": manager.pk, "because": "Too much"})
    Program(manager, text="heed_of_the_manager").post(f"{path}/take-up", {})
    declined = program.post(
        f"{path}/decline", {"because": "No longer made", "topic_id": topic.pk, "text": "Sorry."}
    )

    assert deferred.json()["deferred_until"] == SOON
    assert (taken.json()["state"], taken.json()["owner_id"]) == ("open", agent.pk)
    assert escalated.json()["escalated_to_id"] == manager.pk
    assert (declined.json()["state"], declined.json()["topic_id"]) == ("declined", topic.pk)
    assert OutgoingMail.objects.get().text == "Sorry.\n"


@pytest.mark.parametrize("path", ["/negotiations/{0}", "/offers/{1}", "/concessions/{2}"])
def test_what_other_teams_negotiate_is_not_there(agent, manager, program, path):
    customer = make_customer(email="a@b.example", team=make_team())
    negotiation = make_negotiation(actor=manager, customer=customer, now=timezone.now())
    offer = offer_to(negotiation, actor=manager, now=timezone.now())
    step = Concession.objects.create(
        negotiation=negotiation, position=1, kind="own", wording="Free"
    )
    address = path.format(negotiation.pk, offer.pk, step.pk)

    assert program.get(address).status_code == 404
    assert program.get(address.rpartition("/")[0]).json()["items"] == []


@pytest.mark.parametrize("path", ["/negotiations", "/offers", "/concessions"])
def test_lists_take_as_many_queries_for_many_rows(
    agent, program, path, django_assert_max_num_queries
):
    now = timezone.now()
    for number in range(8):
        customer = make_customer(email=f"a{number}@b.example")
        negotiation = make_negotiation(actor=agent, customer=customer, now=now)
        offer_to(negotiation, actor=agent, now=now, expires_at=now + timedelta(days=3))
        Concession.objects.create(negotiation=negotiation, position=1, kind="own", wording="Free")
    program.get(path)

    with django_assert_max_num_queries(7):
        assert len(program.get(path).json()["items"]) == 8


def test_reading_negotiations_needs_its_scope(agent):
    answer = Program(agent, scopes=["customers:read"]).get("/negotiations")

    assert answer.status_code == 403
    assert "negotiations.view" in answer.json()["message"]
