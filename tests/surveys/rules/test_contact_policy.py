from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.surveys.rules.contact_policy import YEAR, ContactPolicy, Person, Send, Skip, decide
from heed.surveys.rules.skips import Reason
from tests.moments import DAY, HOUR, NOON

POLICY = ContactPolicy()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param([], Send(), id="never asked"),
        pytest.param([30 * DAY], Send(), id="rested"),
        pytest.param(
            [29 * DAY], Skip(Reason.ASKED_RECENTLY, NOON + DAY), id="asked within the gap"
        ),
        pytest.param([HOUR], Skip(Reason.ASKED_TODAY, NOON - HOUR + 30 * DAY), id="asked today"),
        pytest.param(
            [40 * DAY, 80 * DAY, 120 * DAY, 360 * DAY],
            Skip(Reason.ASKED_OFTEN, NOON + 5 * DAY),
            id="four times in a year",
        ),
        pytest.param([40 * DAY, 80 * DAY, 120 * DAY, YEAR], Send(), id="the fourth a year ago"),
        pytest.param(
            [DAY, 80 * DAY, 120 * DAY, 364 * DAY],
            Skip(Reason.ASKED_OFTEN, NOON + 29 * DAY),
            id="often, and the gap ends later",
        ),
    ],
)
def test_how_often_one_person_is_asked(asked, expected):
    person = Person(asked=[NOON - ago for ago in asked])

    assert decide(POLICY, person, now=NOON) == expected


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        pytest.param(Person(has_opted_out=True), Reason.OPTED_OUT, id="does not want to be asked"),
        pytest.param(Person(is_reachable=False), Reason.NO_ADDRESS, id="no address"),
    ],
)
def test_some_are_never_asked(person, reason):
    assert decide(POLICY, person, now=NOON) == Skip(reason, None)


def test_a_share_is_drawn_and_its_chance_kept():
    assert decide(POLICY, Person(), now=NOON, share=0.25, draw=0.24) == Send(0.25)
    assert decide(POLICY, Person(), now=NOON, share=0.25, draw=0.25) == Skip(Reason.NOT_SAMPLED)


@settings(max_examples=60)
@given(
    ago=st.lists(st.integers(0, 800), max_size=12), gap=st.integers(0, 90), most=st.integers(1, 6)
)
def test_who_is_skipped_may_be_asked_when_the_reason_ends(ago, gap, most):
    policy = ContactPolicy(gap=gap * DAY, most_a_year=most)
    person = Person(asked=[NOON - days * DAY for days in ago])

    decision = decide(policy, person, now=NOON)

    later = decision.until if isinstance(decision, Skip) else NOON
    assert later >= NOON
    assert isinstance(decide(policy, person, now=later + timedelta(microseconds=1)), Send)
