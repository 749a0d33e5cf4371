import pytest

from heed.improvement.rules.effects import months_for, next_review, verdict_of, windows
from heed.improvement.rules.figures import FigureKey, Kind, Statistic, key_from
from heed.improvement.rules.places import is_inside
from tests.moments import DAY, NOON


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("gap:12", FigureKey(kind=Kind.GAP, subject=12), id="topic"),
        pytest.param("keeping:all", FigureKey(kind=Kind.KEEPING), id="all topics"),
        pytest.param("gap:12:high", FigureKey(kind=Kind.GAP, subject=12, tier="high"), id="tier"),
        pytest.param("gap:12::3", FigureKey(kind=Kind.GAP, subject=12, team=3), id="team"),
        pytest.param(
            "survey:3:a:b:nps:low",
            FigureKey(
                kind=Kind.SURVEY, subject=3, question="a:b", statistic=Statistic.NPS, tier="low"
            ),
            id="question with a colon",
        ),
        pytest.param("own", FigureKey(kind=Kind.OWN), id="own"),
    ],
)
def test_a_key_is_read_and_written_alike(text, key):
    assert key_from(text) == key
    assert str(key) == text


@pytest.mark.parametrize(
    "text", ["", "gap", "gap:x", "delivered:all", "survey:3:csat", "survey:3:csat:sum", "own:1"]
)
def test_what_is_no_key_is_none(text):
    assert key_from(text) is None


@pytest.mark.parametrize(
    ("days", "length", "is_full"),
    [
        pytest.param(24, 10, False, id="ten days after settling"),
        pytest.param(104, 90, True, id="full"),
        pytest.param(400, 90, True, id="long after"),
    ],
)
def test_both_windows_are_equally_long(days, length, is_full):
    spans = windows(NOON, settling_days=14, window_days=90, now=NOON + days * DAY)

    assert spans.before_until - spans.before_since == length * DAY
    assert spans.after_until - spans.after_since == length * DAY
    assert (spans.before_until, spans.after_since) == (NOON, NOON + 14 * DAY)
    assert spans.is_full is is_full


def test_nothing_is_compared_before_it_has_settled():
    assert windows(NOON, settling_days=14, window_days=90, now=NOON + 14 * DAY) is None


@pytest.mark.parametrize(
    ("days", "next_day"),
    [(0, 44), (44, 74), (100, 104), (104, None)],
    ids=["at first", "after a review", "at the end", "over"],
)
def test_reviews_come_every_thirty_days_and_at_the_end(days, next_day):
    due = next_review(NOON, settling_days=14, window_days=90, now=NOON + days * DAY)

    assert due == (None if next_day is None else NOON + next_day * DAY)


@pytest.mark.parametrize(
    ("direction", "bounds", "expected", "verdict"),
    [
        pytest.param("better", (0.1, 0.5), 0.4, "shown", id="better"),
        pytest.param("worse", (-0.5, -0.1), 0.4, "worse", id="worse"),
        pytest.param("unclear", (-0.4, 0.2), 0.4, "none", id="the expected effect is left out"),
        pytest.param("unclear", (-0.4, 0.6), 0.4, "unsaid", id="both are possible"),
        pytest.param("unclear", (-0.4, 0.2), None, "unsaid", id="nothing was expected"),
    ],
)
def test_the_interval_says_what_came_of_it(direction, bounds, expected, verdict):
    lower, upper = bounds

    assert verdict_of(direction, lower=lower, upper=upper, expected=expected) == verdict


def test_months_are_those_the_pace_takes():
    assert months_for(63, cases=120, days=90) == 2
    assert months_for(63, cases=0, days=90) is None


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/a\\b", "ledger"])
def test_only_paths_of_ours_are_inside(place):
    assert not is_inside(place)
    assert is_inside("/ledger/?tier=high")
