import csv

import pytest

SCHOOLS = {
    ("E", "Yes"): (132, 29.870675),
    ("E", "No"): (12, 39.839236),
    ("H", "Yes"): (11, 50.329401),
    ("H", "No"): (3, 67.125529),
    ("M", "Yes"): (17, 36.791025),
    ("M", "No"): (8, 49.069072),
}
TARGETS = (
    "margin,category,target",
    "kind,E,4421",
    "kind,H,755",
    "kind,M,1018",
    "met,No,1072",
    "met,Yes,5122",
)


@pytest.fixture
def schools(written):
    """California schools of R's package survey, and what all schools are."""
    lines = [f"{kind},{met}" for (kind, met), (n, _) in SCHOOLS.items() for _ in range(n)]
    numbered = [f"{number},{line}" for number, line in enumerate(lines)]
    answers = written("id,kind,met", *numbered)
    return answers, written(*TARGETS, name="targets.csv")


def test_weights_are_the_published_ones(measure, schools, tmp_path):
    answers, targets = schools
    weights = tmp_path / "weights.csv"

    found = measure.json(
        "raking",
        answers,
        *("--case", "id", "--margins", "kind", "met", "--targets", str(targets)),
        *("--fewest", "1", "--weights-to", str(weights)),
    )

    raking = found["result"]["raking"]
    assert raking["design_effect"] == pytest.approx(1.05167, abs=2e-5)
    assert raking["weights"][0] == pytest.approx(29.870675, abs=5e-7)
    with weights.open(newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [weight for n, weight in SCHOOLS.values() for _ in range(n)]
    assert [float(row["weight"]) for row in rows] == pytest.approx(expected, abs=1e-6)
    assert rows[-1]["case"] == "182"


def test_joined_and_missing_categories_are_said(measure, written, schools):
    _answers, targets = schools
    lines = ["E,Yes"] * 60 + ["H,No"] * 30 + ["M,Yes"] * 5 + [",Yes"] * 3

    code, out, _err = measure(
        "raking",
        written("kind,met", *lines, name="some.csv"),
        *("--margins", "kind", "met", "--targets", str(targets)),
    )

    assert code == 0
    assert "M (kind, n = 5) was joined with H: few cases." in out
    assert "Set aside without kind: 3." in out
    assert "To note: small cells joined." in out


@pytest.mark.parametrize(
    ("lines", "margins", "refusal"),
    [
        pytest.param(TARGETS, ("size",), "has no targets of size, but of kind, met", id="margin"),
        pytest.param((*TARGETS, "kind,E,5"), ("kind",), "one number for each category", id="twice"),
        pytest.param((*TARGETS, "kind,X,many"), ("kind",), "see kind, X", id="no number"),
        pytest.param(TARGETS[:3], ("kind",), "got M (1)", id="category without target"),
        pytest.param(("margin,kind,n", "a,b,1"), ("kind",), "no column category", id="columns"),
    ],
)
def test_targets_that_do_not_fit_are_refused(measure, written, lines, margins, refusal):
    path = written("kind,met,size", "E,Yes,s", "H,No,m", "M,Yes,l")
    targets = written(*lines, name="targets.csv")

    code, _out, err = measure("raking", path, "--margins", *margins, "--targets", str(targets))

    assert code == 1
    assert refusal in err


def test_weights_of_groups_are_not_written(measure, schools, tmp_path):
    answers, targets = schools

    code, _out, err = measure(
        "raking",
        answers,
        *("--margins", "met", "--targets", str(targets), "--by", "kind"),
        *("--weights-to", str(tmp_path / "weights.csv")),
    )

    assert code == 2
    assert "leave --by out" in err


def test_weights_that_cannot_be_written_are_said(measure, schools, tmp_path):
    answers, targets = schools

    code, _out, err = measure(
        "raking",
        answers,
        *("--margins", "met", "--targets", str(targets)),
        *("--weights-to", str(tmp_path / "nowhere" / "weights.csv")),
    )

    assert code == 1
    assert "The weights cannot be written to" in err
