import pytest

from heed.surveys.answering.completion import cleaned
from heed.surveys.answering.quality import (
    Circumstances,
    QualityFlag,
    fingerprint_of,
    quality_flags,
)
from tests.surveys.answering.sittings import sitting_of
from tests.surveys.format.examples import survey

ROWS = ["a", "b", "c", "d", "e"]
GRID = {"type": "matrix", "name": "grid", "rows": ROWS, "columns": [1, 2, 3]}
PAIR = {"type": "heed:pair", "name": "pair", "rows": ROWS}
KANO = {
    "type": "heed:kano",
    "name": "kano",
    "rows": [{"value": row, "functional": "With?", "dysfunctional": "Without?"} for row in ROWS],
}
TRAP = {"type": "text", "name": "site", "heed_role": "trap"}
TEXTS = [{"type": "comment", "name": f"t{number}"} for number in range(8)]
SITTING = sitting_of(survey(GRID, PAIR, KANO, TRAP, *TEXTS))


def flags(answers, **circumstances):
    return quality_flags(SITTING, answers, Circumstances(**circumstances))


def kano(*pairs):
    rows = zip(ROWS, pairs, strict=False)
    return {"kano": {row: {"functional": f, "dysfunctional": d} for row, (f, d) in rows}}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"grid": dict.fromkeys(ROWS, 2)}, (QualityFlag.STRAIGHT_LINING,)),
        ({"grid": dict.fromkeys(ROWS, 2) | {"e": 3}}, ()),
        ({"grid": dict.fromkeys(ROWS[:4], 2)}, ()),
        ({"pair": {row: {"expected": 7, "perceived": 7} for row in ROWS}}, ("straight_lining",)),
        ({"pair": {row: {"expected": 7, "perceived": 6} for row in ROWS}}, ()),
        (kano((1, 1), (5, 5), (1, 5), (3, 3), (1, 5)), (QualityFlag.QUESTIONABLE_KANO,)),
        (kano((1, 1), (1, 5), (1, 5), (3, 3), (1, 4)), ()),
        ({"site": "http://spam"}, (QualityFlag.ROBOT,)),
        ({"site": "  "}, ()),
    ],
)
def test_conspicuous_answers_are_flagged(answers, expected):
    assert flags(answers) == expected


@pytest.mark.parametrize(
    ("seconds", "median", "expected"),
    [(19, 60, (QualityFlag.SPEEDING,)), (20, 60, ()), (None, 60, ()), (1, None, ())],
)
def test_less_than_a_third_of_the_usual_time_is_speeding(seconds, median, expected):
    assert flags({}, seconds=seconds, median_seconds=median) == expected


def test_the_same_device_or_the_same_long_answers_are_a_duplicate():
    long = {each["name"]: "the same words" for each in TEXTS}
    seen = {fingerprint_of(cleaned(SITTING, long))}

    assert flags({}, device="d1", devices_seen={"d1"}) == (QualityFlag.DUPLICATE,)
    assert flags({}, device="d2", devices_seen={"d1"}) == ()
    assert flags(long, fingerprints_seen=seen) == (QualityFlag.DUPLICATE,)
    assert flags(long | {"t0": "others"}, fingerprints_seen=seen) == ()
    assert flags({"t0": "short"}, fingerprints_seen={fingerprint_of({"t0": "short"})}) == ()
