import pytest

from tests.measures.fruit import FRUIT, NAMES, needs_fruit
from tests.measuring.readings import said, table_of

ONE_ROW_A_TASK = (
    "who,i1,i2,i3,best,worst",
    "Ann,speed,price,care,speed,care",
    "Ann,speed,price,care,speed,price",
    "Bo,care,speed,price,price,speed",
    "Bo,care,price,speed,care,price",
    "Cy,care,price,speed,speed,",
    "Cy,care,price,speed,speed,speed",
)
TASKS = ("--case", "who", "--offered", "i*", "--best", "best", "--worst", "worst")


@needs_fruit
@pytest.mark.parametrize(
    ("model", "log_likelihood", "apple"),
    [
        pytest.param("maxdiff", -1516.105755, 1.123771, id="maxdiff"),
        pytest.param("marginal", -1652.006873, 1.412309, id="marginal"),
        pytest.param("sequential", -1520.370107, 1.322812, id="sequential"),
    ],
)
def test_one_row_a_person_with_a_design_gives_the_published_figures(
    measure, model, log_likelihood, apple
):
    found = measure.json(
        "maxdiff",
        FRUIT / "fruit.csv",
        *("--case", "ID", "--best", "B*", "--worst", "W*"),
        *("--design", str(FRUIT / "fruit_design_sets.csv"), "--names", *NAMES),
        *("--model", model),
    )

    result = found["result"]
    assert result["log_likelihood"] == pytest.approx(log_likelihood, abs=1e-6)
    assert result["items"][0]["name"] == "Apple"
    assert result["items"][0]["utility"]["value"] == pytest.approx(apple, abs=5e-7)
    assert (result["items"][0]["best"], result["items"][0]["worst"]) == (213, 15)
    assert (result["tasks"], result["persons"]) == (700, 100)
    assert len(found["read_as"]) == 1


def test_one_row_a_task_is_counted_and_unusable_ones_are_told(measure, written):
    result = measure.json("maxdiff", written(*ONE_ROW_A_TASK), *TASKS)["result"]

    assert [(i["name"], i["best"], i["worst"], i["shown"]) for i in result["items"]] == [
        ("care", 1, 1, 4),
        ("price", 1, 2, 4),
        ("speed", 2, 1, 4),
    ]
    assert (result["tasks"], result["tasks_left_out"], result["persons"]) == (4, 2, 2)
    assert sum(i["share"]["value"] for i in result["items"]) == pytest.approx(1)


def test_one_row_an_item_gives_the_same_as_one_row_a_task(measure, written):
    lines = ["who,task,item,pick"]
    for number, row in enumerate(ONE_ROW_A_TASK[1:5]):
        who, *items, best, worst = row.split(",")
        picks = {best: "best", worst: "worst"}
        lines += [f"{who},{number},{item},{picks.get(item, '')}" for item in items]

    by_item = measure.json(
        "maxdiff",
        written(*lines, name="long.csv"),
        *("--case", "who", "--task", "task", "--item", "item", "--picked", "pick"),
    )
    by_task = measure.json("maxdiff", written(*ONE_ROW_A_TASK[:5]), *TASKS)

    assert by_item["result"]["items"] == by_task["result"]["items"]


def test_columns_of_no_shape_are_refused(measure, written):
    code, _out, err = measure("maxdiff", written(*ONE_ROW_A_TASK), "--best", "best")

    assert code == 2
    assert "--design FILE" in err


def test_answers_without_bounds_are_refused(measure, written):
    code, _out, err = measure("maxdiff", written(*ONE_ROW_A_TASK[:3]), *TASKS)

    assert code == 1
    assert "have no bounds" in err


def test_names_that_do_not_fit_are_refused(measure, written):
    code, _out, err = measure("maxdiff", written(*ONE_ROW_A_TASK), *TASKS, "--names", "speed", "x")

    assert code == 1
    assert "care, price" in err


def test_a_design_of_other_length_is_refused(measure, written, tmp_path):
    design = written("task,a,b,c", "1,x,y,z", "2,x,y,z", name="design.csv")
    path = written("id,b1,w1", "1,x,y", "2,y,z")

    code, _out, err = measure(
        "maxdiff", path, "--best", "b1", "--worst", "w1", "--design", str(design)
    )

    assert code == 1
    assert "the design has 2 tasks" in err


def test_the_chart_ranks_the_items(measure, written, tmp_path):
    code, out, _err = measure(
        "maxdiff", written(*ONE_ROW_A_TASK), *TASKS, "--chart", str(tmp_path / "chart.svg")
    )

    assert code == 0
    assert "Tasks left out: 2." in out
    assert "share of preference" in (tmp_path / "chart.svg").read_text("utf-8")


def test_the_most_and_the_least_preferred_are_said():
    table = table_of(
        "s1,s2,s3,b,w", [("x,y,z,x,z", 30), ("x,y,z,x,y", 12), ("x,y,z,y,z", 8), ("x,y,z,z,y", 5)]
    )

    sentences = said(table, "maxdiff --offered s1 s2 s3 --best b --worst w")

    assert sentences == [
        "“x” matters most with 79% of all preference (plausibly between 67% and 87%), “z” "
        "least with 6% (plausibly between 3% and 12%).",
        "This rests on 55 tasks.",
    ]
