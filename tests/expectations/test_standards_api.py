import pytest

from heed.expectations.models import Exceeding, Exclusion, Standard, Steering, TierOffer, Topic
from tests.accounts.factories import make_team
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.expectations.laying_down import deliver, expect, make_standard


@pytest.fixture
def program(manager):
    return Program(manager)


def test_a_topic_is_added_changed_moved_retired_and_taken_into_use_again(program):
    parent = make_topic()

    added = program.post("/topics", {"name": "Greeting", "parent_id": parent.pk})
    address = f"/topics/{added.json()['id']}"
    changed = program.patch(address, {"grace_business_days": 5})
    moved = program.patch(address, {"parent_id": None})
    retired = program.post(f"{address}/retire", {})
    restored = program.post(f"{address}/restore", {})

    assert added.status_code == 201
    assert (added.json()["key"], added.json()["parent_id"]) == ("greeting", parent.pk)
    assert (changed.json()["parent_id"], changed.json()["grace_business_days"]) == (parent.pk, 5)
    assert (moved.json()["parent_id"], moved.json()["name"]) == (None, "Greeting")
    assert retired.json()["retired_at"] is not None
    assert restored.json()["retired_at"] is None


def test_an_agents_program_adds_no_topic(agent):
    answer = Program(agent).post("/topics", {"name": "Greeting"})

    assert answer.status_code == 403
    assert not Topic.objects.exists()


def test_norms_and_offers_are_recorded_listed_and_withdrawn(program):
    topic = make_measured_topic()
    body = {"topic_id": topic.pk, "value": 3, "valid_from": "2026-01-01"}

    norm = program.post("/standards", body | {"source": "Trade survey"})
    offer = program.post("/tier-offers", body | {"tier": "high"})
    again = program.post("/tier-offers", body | {"tier": "high"})

    assert (norm.status_code, offer.status_code, again.status_code) == (201, 201, 409)
    assert again.json()["code"] == "tier_offer.of_that_day"
    assert program.get("/standards", topic_id=topic.pk).json()["items"] == [norm.json()]
    assert program.get("/tier-offers", topic_id=topic.pk + 1).json()["items"] == []
    program.post(f"/standards/{norm.json()['id']}/withdraw", {})
    program.post(f"/tier-offers/{offer.json()['id']}/withdraw", {})
    assert not Standard.objects.exists()
    assert not TierOffer.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        pytest.param({"valid_from": "1066-10-14"}, 422, "request.invalid", id="long ago"),
        pytest.param({"valid_from": 20260101}, 422, "request.invalid", id="a number"),
        pytest.param({"value": -1}, 409, "standard.out_of_range", id="negative"),
        pytest.param({"source": " "}, 422, "request.invalid", id="no source"),
        pytest.param(
            {"source_url": "javascript:x"}, 409, "standard.source_address", id="no address"
        ),
        pytest.param({"topic_id": 999}, 404, "not_found", id="no topic"),
    ],
)
def test_a_norm_without_sense_is_refused(program, change, status, code):
    topic = make_measured_topic()
    body = {"topic_id": topic.pk, "value": 3, "valid_from": "2026-01-01", "source": "Survey"}

    answer = program.post("/standards", body | change)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Standard.objects.exists()


def test_exclusions_are_marked_and_lifted(program):
    first, second = make_topic(), make_measured_topic()

    marked = program.post("/exclusions", {"first_id": second.pk, "second_id": first.pk})

    assert marked.json()["first_id"] == first.pk
    program.post(f"/exclusions/{marked.json()['id']}/lift", {})
    assert not Exclusion.objects.exists()


def test_findings_are_listed_and_a_decision_keeps_its_evidence(program, manager):
    topic = make_measured_topic()
    for _ in range(10):
        expect(topic, by=manager, value=1)
    for value in [3, 4] * 20:
        deliver(topic, by=manager, value=value)

    findings = program.get("/steering/findings").json()["items"]
    decided = program.post(
        "/steering", {"topic_id": topic.pk, "direction": "lower", "wording": "Four days."}
    )
    ended = program.post(f"/steering/{decided.json()['id']}/end", {})

    assert findings[0]["finding"]["verdict"] == "lower"
    assert findings[0]["delivered"]["upper"] is None
    assert decided.json()["evidence"]["verdict"] == "lower"
    assert decided.json()["tier"] is None
    assert ended.json()["ended_at"] is not None
    assert Steering.objects.get().ended_by == manager


def test_what_was_given_is_noted_and_listed(agent):
    program, customer = Program(agent), make_customer()
    promise = make_promise(owner=agent, customer=customer, topic=make_measured_topic())

    noted = program.post(
        "/exceedings",
        {
            "customer_id": customer.pk,
            "promise_id": promise.pk,
            "kind": "gift",
            "description": "Tea",
            "cost_minor": 450,
        },
    )

    assert noted.status_code == 201
    assert noted.json()["topic_id"] == promise.topic_id
    assert program.get("/exceedings", kind="gift").json()["items"] == [noted.json()]
    assert program.get("/exceedings", kind="personal").json()["items"] == []


def test_nothing_is_given_to_customers_one_may_not_see(agent):
    hidden = make_customer(team=make_team())

    answer = Program(agent).post(
        "/exceedings", {"customer_id": hidden.pk, "kind": "gift", "description": "Tea"}
    )

    assert answer.status_code == 404
    assert not Exceeding.objects.exists()


def test_opportunities_are_listed_with_what_stands_behind_them(program, manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager)
    expect(topic, by=manager, value=1)

    [found] = program.get("/opportunities").json()["items"]

    assert (found["topic_id"], found["customers"], found["unaware"]) == (topic.pk, 1, 1)
    assert (found["spent_minor"], found["currency"]) == (None, "GBP")
