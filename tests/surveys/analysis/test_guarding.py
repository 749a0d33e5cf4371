import pytest

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysis.guarding import TellsOfFew, require_no_few
from heed.surveys.models import Response
from heed.surveys.queries.analyses import setups_for
from tests.surveys.analysis.answers import make_answered
from tests.surveys.analysis.test_snapshots import READY, snapshot


def estimate(value, n):
    return {"value": value, "lower": 0.0, "upper": 1.0, "n": n}


def found(**result):
    return {"result": result}


@pytest.mark.parametrize(
    ("command", "result"),
    [
        pytest.param("csat", {"questions": [{"top_boxes": estimate(0.96, 25)}]}, id="all but one"),
        pytest.param("share", {"items": [{"share": estimate(0.08, 50)}]}, id="four of fifty"),
        pytest.param("servqual", {"items": [{"sides": {"above": estimate(0.05, 40)}}]}, id="two"),
        pytest.param("ranking", {"items": [{"first": 3}]}, id="three put it first"),
        pytest.param("trend", {"stretches": [{"mean": estimate(3.5, 4)}]}, id="a mean of four"),
        pytest.param(
            "nps",
            {"score": estimate(0.9, 20), "promoters": 0.95, "passives": 0.0, "detractors": 0.05},
            id="one detractor",
        ),
    ],
)
def test_what_tells_of_few_is_refused(command, result):
    with pytest.raises(TellsOfFew, match="fewer than 5 people"):
        require_no_few(command, found(**result))


@pytest.mark.parametrize(
    ("command", "result"),
    [
        pytest.param("csat", {"questions": [{"top_boxes": estimate(0.8, 25)}]}, id="five are not"),
        pytest.param("csat", {"questions": [{"top_boxes": estimate(1.0, 25)}]}, id="all are"),
        pytest.param("gap", {"items": [{"gap": estimate(0.04, 25)}]}, id="no share"),
        pytest.param("ranking", {"items": [{"first": 0}, {"first": 12}]}, id="nobody, or many"),
    ],
)
def test_what_tells_of_nobody_or_enough_is_told(command, result):
    require_no_few(command, found(**result))


def test_one_who_is_not_satisfied_cannot_be_worked_out(manager):
    survey = make_answered(actor=manager, many=30, is_anonymous=True)
    rows = list(Response.objects.order_by("pk"))
    for row in rows:
        row.cleaned = {"overall": 7, "again": True}
    rows[0].cleaned = {"overall": 1, "again": False}
    Response.objects.bulk_update(rows, ["cleaned"])

    csat, yes = (
        snapshot(survey, Choice("csat", "overall")),
        snapshot(survey, Choice("share", "yes")),
    )

    assert (csat["state"], yes["state"]) == ("refused", "refused")
    assert csat["content"].keys() == {"refusal"}
    assert "fewer than 5 people are on one side" in csat["content"]["refusal"]["en"]


def test_kano_keeps_the_category_of_a_feature_with_a_rare_kind_and_hides_its_figures(manager):
    survey = make_answered(actor=manager, ready="kano", many=60, is_anonymous=True)

    content = snapshot(survey, Choice("kano", "features"))["content"]

    features = content["object"]["result"]["features"]
    rare = [each for each in features if each["better"] is None]
    assert rare
    assert all(each["category"] and set(each["counts"].values()) == {None} for each in rare)
    common = [each for each in features if each["better"] is not None]
    assert all(many >= 5 or many == 0 for each in common for many in each["counts"].values())
    assert content["shown"]["en"]["figures"] == []
    rows = content["shown"]["en"]["blocks"][0]["table"]["rows"]
    assert sum(row[1:7] == ["–"] * 6 for row in rows) == len(rare)


@pytest.mark.parametrize("ready", READY, ids=[each or "own" for each in READY])
def test_of_an_anonymous_survey_each_analysis_is_made_or_refused_with_a_reason(manager, ready):
    survey = make_answered(actor=manager, ready=ready, many=60, is_anonymous=True)

    states = {
        each.command_line(): snapshot(survey, Choice(each.method, each.subject))
        for each in setups_for(survey, language="en")
    }

    assert {each["state"] for each in states.values()} <= {"ready", "refused"}
    assert all(each["content"].get("refusal") or each["content"]["n"] for each in states.values())
