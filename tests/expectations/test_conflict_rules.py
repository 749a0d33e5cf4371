import pytest

from heed.expectations.conflict_rules import Clash, clashes

PRICE, SPEED, WARMTH = 1, 2, 3


def find(must_haves=(PRICE, SPEED), **given):
    nothing = {"exclusive": set(), "fulfilled": set(), "fulfilled_together": set(), "ranks": {}}
    return clashes(must_haves, **nothing | given)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param({}, [], id="nothing is known"),
        pytest.param({"fulfilled": {PRICE}}, [], id="one was never fulfilled"),
        pytest.param(
            {"fulfilled": {PRICE, SPEED}},
            [Clash(PRICE, SPEED, "never_together", None)],
            id="each was fulfilled, never both",
        ),
        pytest.param(
            {"fulfilled": {PRICE, SPEED}, "fulfilled_together": {(PRICE, SPEED)}},
            [],
            id="both were fulfilled at once",
        ),
        pytest.param(
            {"exclusive": {(PRICE, SPEED)}},
            [Clash(PRICE, SPEED, "exclusive", None)],
            id="marked by the team",
        ),
        pytest.param(
            {
                "exclusive": {(PRICE, SPEED)},
                "fulfilled": {PRICE, SPEED},
                "fulfilled_together": {(PRICE, SPEED)},
            },
            [Clash(PRICE, SPEED, "exclusive", None)],
            id="marked, whatever was fulfilled",
        ),
    ],
)
def test_two_must_haves_clash_on_a_ground(given, found):
    assert find(**given) == found


@pytest.mark.parametrize(
    ("ranks", "lesser"),
    [
        ({PRICE: 1, SPEED: 4}, SPEED),
        ({PRICE: 4, SPEED: 1}, PRICE),
        ({PRICE: 2, SPEED: 2}, None),
        ({PRICE: 1}, None),
    ],
)
def test_what_is_ranked_lower_can_sooner_be_given_up(ranks, lesser):
    assert find(exclusive={(PRICE, SPEED)}, ranks=ranks)[0].lesser == lesser


def test_one_must_have_clashes_with_nothing():
    assert find([PRICE], exclusive={(PRICE, SPEED)}) == []


def test_what_the_team_marked_comes_first():
    found = find(
        (WARMTH, PRICE, SPEED),
        exclusive={(SPEED, WARMTH)},
        fulfilled={PRICE, SPEED},
    )

    assert [(each.first, each.second) for each in found] == [(SPEED, WARMTH), (PRICE, SPEED)]
