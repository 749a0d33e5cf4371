import json

import pytest

from tests.measures.pls.mobi import MOBI, needs_mobi

MODEL = {
    "latents": [
        {"name": "Quality", "indicators": ["q*"]},
        {"name": "Loyalty", "indicators": ["loyal"], "scale": [0, 10]},
    ],
    "paths": [["Quality", "Loyalty"]],
    "scale": [1, 5],
    "target": "Loyalty",
}
ROWS = ("1,1,2,a,1", "2,3,4,a,1", "3,2,3,b,2", "4,5,8,b,2", "5,4,9,a,1", "1,2,0,b,2")
FEW = ("--draws", "100")


@pytest.fixture
def survey(written):
    return written("q1,q2,loyal,branch,people", *ROWS * 6)


@pytest.fixture
def model(tmp_path):
    """Writes the model, with parts of it replaced."""

    def write(**changes):
        path = tmp_path / "model.json"
        path.write_text(json.dumps(MODEL | changes), encoding="utf-8")
        return str(path)

    return write


@needs_mobi
def test_the_paths_of_smartpls_come_out_of_the_command(measure):
    found = measure.json("pls", MOBI / "mobi.csv", "--model", "ecsi", *FEW)["result"]

    paths = {(each["source"], each["target"]): each["effect"]["value"] for each in found["paths"]}
    assert paths["Image", "Expectation"] == pytest.approx(0.50491393, abs=2e-8)
    assert paths["Quality", "Satisfaction"] == pytest.approx(0.51202394, abs=2e-8)
    assert (found["n"], found["samples_used"], found["metric"]) == (250, 100, "standardised")
    assert found["priorities"][0]["latent"] == "Quality"
    assert [each["index"]["n"] for each in found["blocks"]] == [250] * 7


@needs_mobi
def test_the_raw_metric_gives_the_paths_of_tenenhaus(measure):
    options = ("--model", "ecsi", "--metric", "raw", "--scheme", "centroid", *FEW)

    found = measure.json("pls", MOBI / "mobi.csv", *options)["result"]

    assert found["paths"][0]["effect"]["value"] == pytest.approx(0.4931, abs=5e-5)


def test_patterns_of_the_model_mean_columns_of_the_file(measure, survey, model):
    found = measure.json("pls", survey, "--model", model(), *FEW)["result"]

    assert found["columns"] == ["q1", "q2", "loyal"]
    assert [each["latent"] for each in found["indicators"]] == ["Quality", "Quality", "Loyalty"]
    # Mean 13 / 3 on a scale from 0 to 10.
    assert found["blocks"][1]["index"]["value"] == pytest.approx(130 / 3)


def test_answers_off_the_scale_leave_their_case_out_and_are_shown(measure, written, model):
    survey = written("q1,q2,loyal", *(row[:5] for row in ROWS * 6), "9,1,1", "1,,1")

    found = measure.json("pls", survey, "--model", model(), *FEW)

    assert (found["result"]["n"], found["result"]["left_out"]) == (36, 2)
    assert found["strange"][0]["value"] == "9"


def test_gaps_are_filled_where_asked(measure, written, model):
    survey = written("q1,q2,loyal", *(row[:5] for row in ROWS * 6), "1,,1")

    found = measure.json("pls", survey, "--model", model(), "--incomplete", "mean", *FEW)["result"]

    assert (found["n"], found["left_out"], found["filled"]) == (37, 0, 1)
    assert found["missing"] == "mean"


def test_each_group_and_each_weight_counts(measure, survey, model):
    options = ("--model", model(), "--weight", "people", "--by", "branch", *FEW)

    found = measure.json("pls", survey, *options)

    # (6 · (2 + 4 + 9) + 2 · 6 · (3 + 8 + 0)) / (6 · 9), in tenths.
    assert found["result"]["blocks"][1]["index"]["value"] == pytest.approx(1000 * 37 / 90 / 10)
    assert found["result"]["effective_n"] == pytest.approx(54**2 / 90)
    assert [each["result"]["n"] for each in found["by_group"]] == [18, 18]


def test_people_read_tables_and_what_to_improve(measure, survey, model):
    code, out, err = measure("pls", survey, "--model", model(), *FEW)

    assert (code, err) == (0, "")
    assert "36 cases; 0 incomplete ones left out; 0 answers filled in." in out
    assert "Intervals from 100 of 100 bootstrap samples." in out
    assert "Quality → Loyalty" in out
    assert "What to improve for Loyalty" in out


def test_the_chart_names_every_path(measure, survey, model, tmp_path):
    chart = tmp_path / "paths.svg"

    code, _out, _err = measure("pls", survey, "--model", model(), "--chart", str(chart), *FEW)

    drawn = chart.read_text("utf-8")
    assert code == 0
    assert "Quality" in drawn
    assert "Loyalty" in drawn


@pytest.mark.parametrize(
    ("changes", "error", "why"),
    [
        pytest.param({"path": []}, "measure.model_refused", "the key 'path'", id="key"),
        pytest.param(
            {"paths": [["Quality", "Loyalty"], ["Loyalty", "Quality"]]},
            "measure.model_refused",
            "never lead back",
            id="cycle",
        ),
        pytest.param(
            {"latents": [MODEL["latents"][0], {"name": "Loyalty", "indicators": ["x"]}]},
            "measure.column_missing",
            "no column x",
            id="column",
        ),
        pytest.param(
            {"latents": [MODEL["latents"][0], {"name": "Loyalty", "indicators": ["q1"]}]},
            "measure.refused",
            "'q1' twice",
            id="column of two latents",
        ),
        pytest.param({"target": "Price"}, "measure.model_refused", "got 'Price'", id="target"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused_by_name(
    measure, survey, model, changes, error, why
):
    code, out, err = measure("pls", survey, "--model", model(**changes), "--json", *FEW)

    told = json.loads(out)
    assert (code, told["error"]) == (1, error)
    assert why in told["why"]
    assert why in err


def test_a_model_that_is_not_there_or_no_json_is_refused(measure, survey, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")

    absent = measure("pls", survey, "--model", "none.json")
    unread = measure("pls", survey, "--model", str(broken))

    assert absent[0] == unread[0] == 1
    assert "no model none.json" in absent[2]
    assert "acsi, ccsi, ecsi" in absent[2]
    assert "cannot be read" in unread[2]


def test_one_end_of_the_scale_alone_is_misuse(measure, survey, model):
    code, _out, err = measure("pls", survey, "--model", model(), "--lowest", "1")

    assert code == 2
    assert "both --lowest and --highest" in err
