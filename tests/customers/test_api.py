import pytest

from heed.core.models import Event
from heed.customers.models import ContactPoint, Customer, Fact
from tests.accounts.factories import make_team, make_user
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON


@pytest.fixture
def program(agent):
    return Program(agent)


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_a_customer_is_shown_with_all_that_a_page_shows(program):
    customer = make_customer(name="李敏", email="Li@example.org", language="zh-hans")
    point = customer.contact_points.get()

    assert program.get(f"/customers/{customer.pk}").json() == {
        "id": customer.pk,
        "name": "李敏",
        "address_form": "",
        "language": "zh-hans",
        "time_zone": "",
        "country": "",
        "team_id": None,
        "named_agent_id": None,
        "tier": None,
        "state": "potential",
        "stage": "user",
        "contact_points": [
            {"id": point.pk, "kind": "email", "value": "Li@example.org", "wrong_at": None}
        ],
        "created_at": "2026-03-02T12:00:00Z",
        "last_contact_at": None,
        "last_activity_at": "2026-03-02T12:00:00Z",
    }


def test_customers_are_found_by_address_number_tier_and_time(program):
    anna = make_customer(name="Anna", email="anna@example.org", tier="high")
    bo = make_customer(name="Bo")
    ContactPoint.objects.create(customer=bo, kind="reference", value="17850", key="17850")
    Customer.objects.filter(pk=bo.pk).update(last_activity_at=NOON + HOUR)

    assert ids(program.get("/customers", email="ANNA@example.org")) == [anna.pk]
    assert ids(program.get("/customers", reference="17850")) == [bo.pk]
    assert ids(program.get("/customers", tier="high")) == [anna.pk]
    assert ids(program.get("/customers", state="lost")) == []
    assert ids(program.get("/customers", updated_since="2026-03-02T20:30:00+08:00")) == [bo.pk]


def test_customers_of_other_teams_are_not_there(program):
    hidden = make_customer(team=make_team())

    assert ids(program.get("/customers")) == []
    assert program.get(f"/customers/{hidden.pk}").status_code == 404
    assert program.patch(f"/customers/{hidden.pk}", {"name": "X"}).status_code == 404
    assert program.post(f"/customers/{hidden.pk}/facts", {"text": "a", "source": "b"}).json() == {
        "code": "not_found",
        "message": f"There is no customer_id {hidden.pk} among what you may see. Check the number.",
        "errors": None,
    }


def test_a_list_of_customers_takes_as_many_queries_as_one(program, django_assert_num_queries):
    for number in range(20):
        make_customer(email=f"c{number}@example.org")
    program.get("/customers")

    with django_assert_num_queries(3):  # token, customers, contact points
        assert len(ids(program.get("/customers"))) == 20


def test_a_customer_is_created_in_a_team(agent, program):
    team = make_team()
    agent.teams.add(team)

    answer = program.post(
        "/customers",
        {"name": "Anna Berg", "email": "a@example.org", "team_id": team.pk, "country": "Sweden"},
    )

    customer = Customer.objects.get()
    assert answer.status_code == 201
    assert answer.json()["id"] == customer.pk
    assert (customer.name, customer.team, customer.country) == ("Anna Berg", team, "Sweden")
    assert Event.objects.get().type == "customers.CustomerCreated"


def test_a_customer_cannot_be_put_into_a_team_of_others(program):
    answer = program.post("/customers", {"name": "Anna", "team_id": make_team().pk})

    assert answer.status_code == 404
    assert not Customer.objects.exists()


def test_an_address_that_is_taken_is_refused_and_nothing_is_written(program):
    make_customer(name="Anna", email="anna@example.org")

    answer = program.post("/customers", {"name": "Bo", "email": "Anna@Example.org"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "customer.contact_point_taken"
    assert Customer.objects.count() == 1


def test_only_what_is_sent_is_changed(program):
    colleague = make_user(name="Tom Hill")
    customer = make_customer(name="Anna Berg", language="zh-hans")

    answer = program.patch(
        f"/customers/{customer.pk}",
        {"named_agent_id": colleague.pk, "time_zone": "Asia/Shanghai"},
    )

    customer.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["named_agent_id"] == colleague.pk
    assert (customer.name, customer.language) == ("Anna Berg", "zh-hans")
    assert (customer.named_agent, customer.time_zone) == (colleague, "Asia/Shanghai")


def test_null_takes_the_named_agent_away(agent, program):
    customer = make_customer(named_agent=agent)

    program.patch(f"/customers/{customer.pk}", {"named_agent_id": None})

    customer.refresh_from_db()
    assert customer.named_agent is None


def test_a_time_zone_that_does_not_exist_is_refused(program):
    answer = program.patch(f"/customers/{make_customer().pk}", {"time_zone": "Mars/Base"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.time_zone"


def test_a_contact_point_is_added(program):
    customer = make_customer()

    answer = program.post(
        f"/customers/{customer.pk}/contact-points", {"kind": "phone", "value": "+46 70 123"}
    )

    assert answer.status_code == 201
    assert customer.contact_points.get().key == "+4670123"


def test_facts_are_noted_and_listed_newest_first(agent, program):
    customer = make_customer()
    for text in ("Has a dog", "Likes jazz"):
        answer = program.post(
            f"/customers/{customer.pk}/facts", {"text": text, "kind": "taste", "source": "call"}
        )
        assert answer.status_code == 201

    listed = program.get(f"/customers/{customer.pk}/facts").json()["items"]

    assert [fact["text"] for fact in listed] == ["Likes jazz", "Has a dog"]
    assert listed[0]["noted_by_id"] == agent.pk
    assert Fact.objects.count() == 2
