import numpy as np
import pytest

from tests.measures import kiosk
from tests.measuring.readings import said, table_of

SIDES = ("--perceived", "p*", "--expected", "e*", "--satisfaction", "s", "--draws", "100")


@pytest.fixture
def lines():
    """200 persons whose satisfaction loses .6 a point below expectation and wins .2 above it."""
    rng = np.random.default_rng(2)
    expected, perceived = rng.integers(1, 8, (2, 200))
    gap = perceived - expected
    felt = 5 + 0.2 * np.maximum(gap, 0) + 0.6 * np.minimum(gap, 0) + rng.normal(0, 0.4, 200)
    rows = zip(perceived, expected, felt, strict=True)
    return ["p1,e1,s", *(f"{p},{e},{s:.3f}" for p, e, s in rows)]


@kiosk.needs_kiosk
def test_the_gap_model_is_rejected_on_real_answers(measure):
    found = measure.json(
        "disconfirmation",
        kiosk.KIOSK / "kiosk_clean_194.csv",
        *("--perceived", "sq{1..24}_2", "--expected", "sq{1..24}_1"),
        *("--satisfaction", "total1", "total2", "--draws", "100"),
    )["result"]

    assert found["surface"]["n"] == 194
    assert not found["is_gap_model_kept"]
    assert found["surface"]["gap"]["test"]["p"] < 0.001
    assert found["cost"]["both_share"] > found["cost"]["gap_share"]
    # Nearly everybody expected more of the kiosk than it gave.
    assert found["asymmetry"] is None


def test_loss_and_gain_put_in_are_found_again(measure, written, lines):
    found = measure.json("disconfirmation", written(*lines), *SIDES)["result"]["asymmetry"]

    assert found["loss"]["value"] == pytest.approx(0.6, abs=0.08)
    assert found["gain"]["value"] == pytest.approx(0.2, abs=0.08)
    assert found["p"] < 0.001
    assert found["n"] == 200


def test_people_read_what_the_gap_hides(measure, written, lines):
    code, out, _err = measure("disconfirmation", written(*lines), *SIDES)

    assert code == 0
    assert "n 200. The gap alone explains" in out
    assert "Loss less gain" in out


def test_too_few_answers_are_refused_with_how_many_are_missing(measure, written, lines):
    code, out, err = measure("disconfirmation", written(*lines[:31]), *SIDES)

    assert code == 1
    assert "30 more are needed" in out + err


def test_what_falling_short_weighs_is_said():
    felt = {gap: 4 + 0.9 * min(gap, 0) + 0.2 * max(gap, 0) for gap in range(-6, 7)}
    table = table_of(
        "p,e,s",
        [
            (f"{p},{e},{felt[p - e] + (3 * p + 5 * e) % 3 / 3:.1f}", 2)
            for p in range(1, 8)
            for e in range(1, 8)
        ],
    )

    sentences = said(
        table,
        "disconfirmation --perceived p --expected e --satisfaction s --draws 100",
    )

    assert sentences == [
        "What 98 people got and expected goes with 87% of how far their satisfaction "
        "differs; the gap between the two alone with 87%.",
        "The gap alone leaves something out: look at both sides.",
        "A point below expectation (−0.88 points of satisfaction) weighs more than a "
        "point above it (+0.23).",
    ]
