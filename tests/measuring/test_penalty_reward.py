import numpy as np
import pytest

from heed.measures.penalty_reward import penalty_reward
from tests.measuring.readings import said, table_of

RANDOM = np.random.default_rng(4)
PERFORMANCE = RANDOM.integers(1, 6, size=(300, 2))
OVERALL = np.round(
    7
    - 2 * (PERFORMANCE[:, 0] == 1)
    + 1.5 * (PERFORMANCE[:, 1] == 5)
    + RANDOM.normal(scale=0.7, size=300),
    3,
)
OPTIONS = ("--performance", "speed", "gift", "--satisfaction", "overall")
SCALE = ("--lowest", "1", "--highest", "5")


@pytest.fixture
def answers(written):
    rows = zip(PERFORMANCE.tolist(), OVERALL.tolist(), strict=True)
    return written("speed,gift,overall", *(f"{a},{b},{c}" for (a, b), c in rows))


def test_the_file_gives_what_the_measure_gives(measure, answers):
    found = measure.json("penalty-reward", answers, *OPTIONS, *SCALE)["result"]

    expected = penalty_reward(PERFORMANCE, OVERALL, low_up_to=1, high_from=5, seed=1)
    speed, gift = found["attributes"]
    assert (speed["factor"], gift["factor"]) == ("basic", "excitement")
    assert speed["penalty"]["lower"] == pytest.approx(expected.attributes[0].penalty.lower)
    assert gift["asymmetry"]["upper"] == pytest.approx(expected.attributes[1].asymmetry.upper)
    assert (found["n"], found["r_squared"]) == (300, pytest.approx(expected.r_squared))


def test_the_ends_can_be_cut_elsewhere(measure, answers):
    found = measure.json(
        "penalty-reward", answers, *OPTIONS, *SCALE, "--low-up-to", "2", "--high-from", "4"
    )["result"]["attributes"][0]

    assert found["low"] == int((PERFORMANCE[:, 0] <= 2).sum())
    assert found["high"] == int((PERFORMANCE[:, 0] >= 4).sum())


def test_without_ends_it_is_misuse(measure, answers):
    code, _out, err = measure("penalty-reward", answers, *OPTIONS, "--lowest", "1")

    assert code == 2
    assert "Name --lowest and --highest, or --low-up-to and --high-from." in err


def test_an_attribute_without_low_answers_is_refused(measure, written):
    path = written("a,overall", *(f"{2 + at % 4},{at % 7}" for at in range(40)))

    code, out, _err = measure(
        "penalty-reward", path, "--performance", "a", "--satisfaction", "overall", *SCALE, "--json"
    )

    assert code == 1
    assert "Expected low, middling and high answers on 'a', got [0, 30, 10]" in out


def test_people_read_factors_and_what_all_explain(measure, answers):
    code, out, _err = measure("penalty-reward", answers, *OPTIONS, *SCALE)

    assert code == 0
    assert "excitement" in out
    assert "frustrator" in out
    r_squared = penalty_reward(PERFORMANCE, OVERALL, low_up_to=1, high_from=5).r_squared
    assert f"n = 300; all attributes together explain {r_squared:.0%} of satisfaction." in out


def test_the_chart_shows_both_ends(measure, answers, tmp_path):
    chart = tmp_path / "ends.svg"

    code, _out, _err = measure("penalty-reward", answers, *OPTIONS, *SCALE, "--chart", str(chart))

    assert code == 0
    assert "asymmetry" in chart.read_text()


def test_attributes_are_named_by_what_goes_with_them():
    table = table_of(
        "a,b,s",
        [
            (f"{a},{b},{4 + (a == 5) - 2 * (b == 1) + ((a * b + b) % 3 - 1) * 0.5}", 3)
            for a in range(1, 6)
            for b in range(1, 6)
        ],
    )

    sentences = said(
        table,
        "penalty-reward --performance a b --satisfaction s --lowest 1 --highest 5 --draws 100",
    )

    assert sentences == [
        "75 people judged all of this, and how satisfied they are.",
        "Less satisfied where it is bad, not clearly more where it is good: b.",
        "More satisfied where it is good, not clearly less where it is bad: a.",
    ]
