import pytest

from heed.customers.models import Customer
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import HOUR, NOON


@pytest.fixture
def program(agent):
    return Program(agent)


def walk(program, path, **query):
    names, cursor = [], None
    for _ in range(20):
        page = program.get(path, **query, **({"cursor": cursor} if cursor else {})).json()
        names.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return names


def test_pages_follow_each_other_without_gap_or_repeat(program):
    customers = [make_customer(name=f"C{n}") for n in range(5)]
    for hours, customer in enumerate(customers):
        Customer.objects.filter(pk=customer.pk).update(last_activity_at=NOON + hours // 2 * HOUR)

    pages = walk(program, "/customers", limit=2)

    assert pages == [["C4", "C3"], ["C2", "C1"], ["C0"]]


def test_a_full_last_page_has_no_next(program):
    make_customer(name="A")
    make_customer(name="B")

    assert walk(program, "/customers", limit=2) == [["B", "A"]]


def test_a_cursor_holds_its_place_when_the_row_has_moved(program):
    first, second, third = (make_customer(name=name) for name in "ABC")
    cursor = program.get("/customers", limit=1).json()["next_cursor"]
    Customer.objects.filter(pk=third.pk).update(last_activity_at=NOON + HOUR)

    page = program.get("/customers", cursor=cursor).json()

    assert [item["id"] for item in page["items"]] == [second.pk, first.pk]


def test_topics_come_in_their_order(program):
    for position, name in enumerate("abc"):
        make_topic(key=name, name=name, position=position)

    assert walk(program, "/topics", limit=2) == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"cursor": "x"}, id="broken cursor"),
        pytest.param({"limit": "0"}, id="no items"),
        pytest.param({"limit": "101"}, id="too many items"),
        pytest.param({"limit": "two"}, id="words"),
        pytest.param({"tier": "gold"}, id="unknown tier"),
        pytest.param({"email": "a\x00b"}, id="NUL"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(program, query):
    (name,) = query

    answer = program.get("/customers", **query)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"query.{name}"]


def test_a_filter_nobody_reads_is_refused(program):
    answer = program.get("/customers", teir="high")

    assert answer.status_code == 422
    assert "named_agent_id" in answer.json()["errors"][0]["message"]


def test_a_cursor_beyond_all_rows_gives_an_empty_page(program):
    make_customer()

    page = program.get("/customers", cursor="-9999999999999999.1").json()

    assert page == {"items": [], "next_cursor": None}
