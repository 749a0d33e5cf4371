import numpy as np
import pytest

from heed.measures.non_response import representativeness
from tests.measuring.readings import said, table_of

OUTCOMES = ["complete"] * 30 + ["partial"] * 10 + ["refusal"] * 20 + [""] * 40 + ["not_eligible"]


@pytest.fixture
def invitations(written):
    """101 invitations: those in the north and of long tenure answer more often."""
    rng = np.random.default_rng(1)
    lines = []
    for number, outcome in enumerate(OUTCOMES):
        has_answered = number < 40
        region = "n" if rng.random() < (0.7 if has_answered else 0.4) else "s"
        tenure = round(500 + 100 * has_answered + rng.normal(0, 200))
        answer = f"{number % 7},{number}" if has_answered else ","
        lines.append(f"{outcome},{region},{tenure},{answer}")
    return written("outcome,region,tenure,value,after", *lines)


def test_rates_take_missing_outcomes_as_unknown(measure, invitations):
    found = measure.json("non-response", invitations, "--outcome", "outcome")

    rates = found["result"]["rates"]
    assert rates["invited"] == 100
    assert (rates["rr1"]["value"], rates["rr2"]["value"]) == (0.3, 0.4)
    assert (rates["refusal"]["value"], rates["cooperation"]["n"]) == (0.2, 60)
    assert rates["counts"]["unknown"] == 40
    assert found["result"]["representativeness"] is None


def test_what_is_known_of_all_is_compared(measure, invitations):
    lines = invitations.read_text("utf-8").splitlines()[1:-1]
    cells = [line.split(",") for line in lines]

    result = measure.json(
        "non-response",
        invitations,
        *("--outcome", "outcome", "--numbers", "tenure", "--categories", "region"),
        *("--value", "value", "--after", "after"),
    )["result"]

    expected = representativeness(
        [1] * 40 + [0] * 60,
        {"tenure": [float(row[2]) for row in cells], "region": [row[1] for row in cells]},
    )
    indicator = result["representativeness"]["indicator"]
    assert indicator["value"] == pytest.approx(expected.indicator.value)
    assert indicator["n"] == 100
    assert {each["name"] for each in result["balance"]} == {"tenure", "region: n", "region: s"}
    assert result["late_minus_early"]["n"] == 40


def test_other_words_are_told_by_codes(measure, written):
    path = written("status", "done", "done", "opted out", "bounced")

    rates = measure.json(
        "non-response",
        path,
        *("--outcome", "status", "--codes", "done=complete"),
        *("opted out=refusal", "bounced=unknown"),
    )["result"]["rates"]

    assert rates["rr1"]["value"] == 0.5


@pytest.mark.parametrize(
    ("options", "code", "refusal"),
    [
        pytest.param((), 1, "no outcomes: bounced, done", id="strange words"),
        pytest.param(("--codes", "done=answered"), 2, "says no outcome", id="strange outcome"),
        pytest.param(("--value", "x"), 2, "both --value and --after", id="half"),
    ],
)
def test_what_is_not_understood_is_refused(measure, written, options, code, refusal):
    path = written("status,x", "done,1", "bounced,2")

    found, _out, err = measure("non-response", path, "--outcome", "status", *options)

    assert found == code
    assert refusal in err


def test_the_chart_shows_what_differs(measure, invitations, tmp_path):
    code, _out, _err = measure(
        "non-response",
        invitations,
        *("--outcome", "outcome", "--numbers", "tenure", "--chart", str(tmp_path / "chart.svg")),
    )

    assert code == 0
    assert "standardised difference" in (tmp_path / "chart.svg").read_text("utf-8")


def test_in_what_the_silent_differ_is_said():
    table = table_of(
        "o,t", [("complete,90", 40), ("complete,20", 20), ("unknown,20", 50), ("unknown,90", 20)]
    )

    sentences = said(table, "non-response --outcome o --numbers t")

    assert sentences == [
        "Of 130 people invited 46% answered at least in part (plausibly between 38% and 55%).",
        "Who answered differs from who did not in: t. The answers may not speak for the silent.",
    ]


def test_nothing_known_of_the_silent_is_said():
    table = table_of("o", [("complete", 10), ("unknown", 10)])

    sentences = said(table, "non-response --outcome o")

    assert sentences == [
        "Of 20 people invited 50% answered at least in part (plausibly between 30% and 70%).",
        "Whether they speak for those who did not answer cannot be told from this.",
        "These are few answers (20): take this as an indication, not as a finding.",
    ]
