import pytest

from heed.expectations.models import Promise, StandingPromise
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import NOON
from tests.page_words import words_of


@pytest.fixture
def customer(agent):
    return make_customer()


def test_a_condition_is_promised_on_the_page_and_comes_true(client, agent, customer):
    client.force_login(agent)
    address = f"/customers/{customer.pk}/standing/"
    form = {
        "kind": "conditional",
        "condition": "the part arrives",
        "wording": "we fit it",
        "within": 2,
        "within_unit": "business_days",
    }

    refused = client.post(address, form | {"condition": ""})
    recorded = client.post(address, form)
    standing = StandingPromise.objects.get()
    client.post(f"/promises/standing/{standing.pk}/come-true/")

    assert (refused.status_code, recorded.status_code) == (422, 302)
    assert Promise.objects.get().standing == standing
    page = client.get(f"/promises/standing/{standing.pk}/").content.decode()
    assert "Anna Berg" in page
    assert "the part arrives" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "rhythm", "day"),
    [
        pytest.param({"every": "day"}, "day", None, id="every day"),
        pytest.param({"every": "week-4", "at": "15:00"}, "week", 4, id="Fridays"),
        pytest.param({"every": "month", "day": "31"}, "month", 31, id="the last of the month"),
    ],
)
def test_a_rhythm_is_promised_on_the_page(client, agent, customer, fields, rhythm, day):
    client.force_login(agent)

    client.post(
        f"/customers/{customer.pk}/standing/", {"kind": "repeating", "wording": "report"} | fields
    )

    standing = StandingPromise.objects.get()
    assert (standing.rhythm, standing.rhythm_day) == (rhythm, day)
    assert Promise.objects.get().standing == standing


def test_a_month_needs_its_day(client, agent, customer):
    client.force_login(agent)

    answer = client.post(
        f"/customers/{customer.pk}/standing/",
        {"kind": "repeating", "wording": "report", "every": "month"},
    )

    assert answer.status_code == 422
    assert "on which day of the month" in answer.content.decode()
    assert not StandingPromise.objects.exists()


def test_a_guarantee_is_given_read_by_everybody_and_covers_a_case(client, manager, customer):
    client.force_login(manager)
    client.post(
        "/promises/guarantees/new/",
        {
            "wording": "Money back where we are late",
            "wording_zh": "迟到就退款",
            "condition": "a delivery comes late",
            "within": 5,
            "within_unit": "business_days",
        },
    )
    standing = StandingPromise.objects.get()
    client.post(f"/customers/{customer.pk}/guarantees/{standing.pk}/cover/")
    listed = client.get("/promises/guarantees/").content.decode()
    client.logout()

    public = client.get("/guarantees/").content.decode()
    chinese = client.get("/guarantees/", headers={"accept-language": "zh-hans"}).content.decode()

    assert Promise.objects.get().customer == customer
    assert "Money back where we are late" in listed
    assert "Money back where we are late" in public
    assert "迟到就退款" in chinese


def test_how_often_a_guarantee_was_kept_stands_apart_from_its_interval(client, manager, customer):
    client.force_login(manager)
    guarantee = {"wording": "Money back where we are late", "condition": "a delivery comes late"}
    days = {"within": 5, "within_unit": "business_days"}
    client.post("/promises/guarantees/new/", guarantee | days)
    make_promise(
        owner=manager,
        customer=customer,
        standing=StandingPromise.objects.get(),
        outcome=Promise.Outcome.KEPT,
        delivered_at=NOON,
        closed_at=NOON,
    )

    said = words_of(client.get("/promises/guarantees/").content.decode())

    assert "100% 21% … 100% · n 1" in said


def test_it_is_ended_with_a_reason(client, agent, customer):
    client.force_login(agent)
    client.post(
        f"/customers/{customer.pk}/standing/",
        {"kind": "repeating", "wording": "report", "every": "day"},
    )
    standing = StandingPromise.objects.get()

    refused = client.post(f"/promises/standing/{standing.pk}/end/", {"because": ""})
    client.post(f"/promises/standing/{standing.pk}/end/", {"because": "she moved"})

    standing.refresh_from_db()
    assert refused.status_code == 422
    assert standing.ended_because == "she moved"


def test_no_guarantee_is_said_in_public(client, agent):
    assert "we give no promise to everybody" in client.get("/guarantees/").content.decode()
