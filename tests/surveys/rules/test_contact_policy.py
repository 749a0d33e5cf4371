from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.surveys.rules.contact_policy import (
    YEAR,
    Claim,
    ContactPolicy,
    Person,
    Send,
    Skip,
    claimed_until,
    decide,
    kept_until,
    reach_of,
)
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


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        pytest.param("email", "Anna@Berg.example", "anna+shop@berg.example", id="a tag"),
        pytest.param("phone", "+49 171 234 5678", "0171/2345678", id="with and without a country"),
    ],
)
def test_one_mailbox_or_line_is_one_however_it_is_written(kind, first, second):
    assert reach_of(kind, first) == reach_of(kind, second) != ""


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        pytest.param("email", "anna@berg.example", "annashop@berg.example", id="other mailboxes"),
        pytest.param("phone", "+49 171 234 5678", "+49 171 234 5679", id="other lines"),
        pytest.param("phone", "110", "112", id="short numbers"),
    ],
)
def test_different_mailboxes_and_lines_stay_apart(kind, first, second):
    assert reach_of(kind, first) != reach_of(kind, second)


def test_a_customer_number_leads_nowhere():
    assert reach_of("reference", "K-17") == ""


URGENT = Claim(survey_id=1, until=NOON + 5 * DAY, tiers=("high",))


@pytest.mark.parametrize(
    ("claims", "decided", "expected"),
    [
        pytest.param([], set(), None, id="no other survey"),
        pytest.param([URGENT], set(), NOON + 5 * DAY, id="wanted by one"),
        pytest.param([URGENT], {1}, None, id="decided upon by it"),
        pytest.param(
            [URGENT, Claim(survey_id=2, until=NOON + 9 * DAY)],
            set(),
            NOON + 9 * DAY,
            id="by two, until the later",
        ),
        pytest.param([Claim(1, NOON + DAY, tiers=("low",))], set(), None, id="not of her tier"),
        pytest.param([Claim(1, NOON + DAY, stages=("lost",))], set(), None, id="not of her stage"),
        pytest.param([Claim(1, NOON + DAY, share=1e-9)], set(), None, id="she is not drawn"),
    ],
)
def test_until_when_a_more_urgent_survey_has_her_for_itself(claims, decided, expected):
    found = kept_until(claims, customer_id=7, tier="high", stage="user", decided=decided)

    assert found == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        pytest.param(
            Person(kept_until=NOON + DAY), Skip(Reason.MORE_URGENT, NOON + DAY), id="kept"
        ),
        pytest.param(Person(kept_until=NOON), Send(), id="kept no longer"),
        pytest.param(
            Person(asked=[NOON - 29 * DAY], kept_until=NOON + 5 * DAY),
            Skip(Reason.ASKED_RECENTLY, NOON + DAY),
            id="resting comes first",
        ),
    ],
)
def test_who_is_kept_for_a_more_urgent_survey_is_not_asked_by_others(person, expected):
    assert decide(POLICY, person, now=NOON) == expected


def test_a_claim_holds_for_one_gap_and_no_longer_than_its_survey():
    ends = [claimed_until(NOON, gap=30 * DAY, closes_at=at) for at in (None, NOON + DAY)]

    assert ends == [NOON + 30 * DAY, NOON + DAY]
