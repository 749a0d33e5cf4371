from dataclasses import dataclass, field

import pytest

from heed.measures.estimates import Estimate, Method
from heed.measures.scores import weighted_mean_estimate as mean_estimate
from heed.measuring.people import People, has_figures, masked
from heed.surveys.analysing.privacy import is_few


def share(value, n):
    return Estimate(value, 0.0, 1.0, n, Method.WILSON, 0.95)


MEAN = share(4.0, 50)


@dataclass(frozen=True)
class Line:
    share: Estimate
    mean: Estimate = MEAN
    first: int | None = None


@dataclass(frozen=True)
class Found:
    lines: list[Line]
    sides: dict[str, Estimate] = field(default_factory=dict)
    careless: list[str] = field(default_factory=list)


SHARE = People(shares=("share",), means={"mean": (1, "highest")}, is_drawn=True)


def left(found, *people):
    return masked(found, people, around={"highest": 5}, is_few=is_few)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(share(0.08, 50), id="four of fifty"),
        pytest.param(share(0.96, 25), id="all but one"),
        pytest.param(share(0.5, 4), id="of four"),
    ],
)
def test_a_share_that_tells_of_few_is_not_known(part):
    found = left(Found([Line(part)]), SHARE)

    assert not found.found.lines[0].share.has_value
    assert (found.is_whole, found.has_chart) == (False, False)


@pytest.mark.parametrize("value", [0.0, 0.2, 0.8, 1.0])
def test_a_share_of_nobody_or_of_enough_stays(value):
    given = Found([Line(share(value, 25))])

    found = left(given, SHARE)

    assert found.found == given
    assert (found.is_whole, found.has_chart) == (True, True)


def test_the_interval_beside_a_share_left_out_tells_nothing_of_the_answers():
    answers = [5] * 56 + [1] * 4
    spread, even = (
        left(Found([Line(share(56 / 60, 60), mean)]), SHARE).found.lines[0].mean
        for mean in (mean_estimate(answers), mean_estimate([4] * 16 + [5] * 44))
    )

    assert (spread.value, spread.lower, spread.upper) == pytest.approx(
        (even.value, even.lower, even.upper), abs=1e-12
    )
    assert round(spread.lower, 2) == 4.47


def test_a_mean_that_few_moved_from_the_end_of_the_scale_is_left_out():
    found = left(Found([Line(share(1.0, 60), mean_estimate([5] * 57 + [4] * 3))]), SHARE)

    assert found.found.lines[0].share.value == 1.0
    assert not found.found.lines[0].mean.has_value


def test_the_shares_of_one_whole_go_together():
    sides = {"below": share(0.04, 50), "within": share(0.5, 50), "above": share(0.46, 50)}

    found = left(Found([], sides), People(shares=("sides",))).found

    assert [each.has_value for each in found.sides.values()] == [False] * 3


def test_counts_that_share_out_the_same_people_go_in_all_lines():
    lines = [Line(share(0.5, 50), first=many) for many in (30, 17, 3)]

    found = left(Found(lines), People(counts=("first",), is_joint=True)).found

    assert [each.first for each in found.lines] == [None] * 3


def test_the_rest_of_the_people_is_no_few_either():
    @dataclass(frozen=True)
    class Attribute:
        n: int
        low: int
        high: int

    found = left([Attribute(100, 50, 47)], People(counts=("low", "high"), of="n")).found

    assert (found[0].low, found[0].high) == (None, None)


def test_what_tells_of_single_people_always_goes():
    found = left(Found([], careless=["row 7"]), People(singles=("careless",))).found

    assert found.careless == []


def test_a_chart_stays_while_one_line_of_it_is_left():
    found = left(Found([Line(share(0.5, 50)), Line(share(0.02, 50))]), SHARE)

    assert found.has_chart
    assert has_figures(found.found)
