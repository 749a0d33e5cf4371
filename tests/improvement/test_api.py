import pytest

from heed.improvement.models import Improvement
from tests.api_client import Program
from tests.expectations.factories import make_topic
from tests.improvement.factories import make_improvement


@pytest.fixture
def program(manager):
    return Program(manager)


def test_an_improvement_is_opened_moved_measured_and_closed(program, manager):
    topic = make_topic()
    plan = {
        "title": "Smile",
        "topic_id": topic.pk,
        "figure": f"perceived:{topic.pk}",
        "expected_to": 6,
        "due_on": "2999-01-01",
    }

    opened = program.post("/improvements", plan)
    address = f"/improvements/{opened.json()['id']}"
    begun = program.post(f"{address}/move", {"was": "found", "state": "doing"})
    in_force = {"was": "doing", "state": "measuring", "effective_on": "2026-01-01"}
    moved = program.post(f"{address}/move", in_force)
    measured = program.post(f"{address}/measure")
    noted = program.post(f"{address}/notes", {"text": "Half done"})
    closed = program.post(f"{address}/close", {"result": "Nothing"})
    listed = program.get("/improvements", state="unsaid")

    codes = [each.status_code for each in (opened, begun, moved, measured, noted, closed)]
    assert codes == [201, 200, 200, 201, 201, 200]
    assert measured.json()["verdict"] == closed.json()["state"] == "unsaid"
    assert [each["id"] for each in listed.json()["items"]] == [opened.json()["id"]]
    assert program.get(f"{address}/measurements").json()["items"][0]["before_n"] == 0
    assert program.post(f"{address}/reopen").json()["state"] == "measuring"


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        pytest.param({"expected_to": 5}, "improvement.aim_without_figure", id="effect alone"),
        pytest.param({"due_on": "2020-01-01"}, "improvement.due_in_past", id="past"),
        pytest.param(
            {"figure": "gap:nothing", "expected_to": 5}, "improvement.figure_unknown", id="figure"
        ),
    ],
)
def test_what_cannot_be_judged_is_refused(program, plan, code):
    answer = program.post("/improvements", {"title": "Smile"} | plan)

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Improvement.objects.exists()


def test_a_move_from_where_it_no_longer_stands_is_refused(program, manager):
    chosen = make_improvement(owner=manager, due_on="2999-01-01", state="doing")

    answer = program.post(f"/improvements/{chosen.pk}/move", {"was": "found", "state": "doing"})

    assert (answer.status_code, answer.json()["code"]) == (409, "improvement.moved_meanwhile")


def test_reading_needs_the_scope(manager):
    program = Program(manager, scopes=("customers:read",))

    assert program.get("/improvements").status_code == 403
