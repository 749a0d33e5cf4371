import pytest

from heed.loyalty.rules.priors import READY, REASONS_FOR_LEAVING, controllable
from heed.loyalty.rules.reasons import (
    REASONS,
    is_about_leaving,
    is_controllable,
    is_exit_interview,
    reason_of,
)
from heed.surveys.ready.catalogue import ready_questionnaire


def test_all_but_died_and_moved_can_be_controlled_and_of_the_unknown_nothing_is_said():
    assert [reason for reason in REASONS if not is_controllable(reason)] == ["died", "moved"]
    assert not is_controllable("unknown")


def test_the_trade_tells_of_a_hundred_percent_of_which_ninety_six_can_be_controlled():
    told = READY[REASONS_FOR_LEAVING].values

    assert sum(told.values()) == 100
    assert set(told) == set(REASONS)
    assert controllable(told) == pytest.approx(0.96)


def test_the_ready_exit_interview_offers_all_reasons():
    questions = ready_questionnaire("exit_interview").questions
    items = [choice.item for each in questions if each.name == "reason" for choice in each.choices]

    assert is_exit_interview(items)
    assert is_about_leaving(items)


@pytest.mark.parametrize(
    ("items", "is_about"),
    [
        pytest.param(["product", "cheaper"], False, id="why a score was given"),
        pytest.param(["product", "cheaper", "moved", "friend", ""], True, id="some reasons"),
    ],
)
def test_few_items_of_the_list_do_not_ask_why_somebody_left(items, is_about):
    assert is_about_leaving(items) is is_about
    assert not is_exit_interview(items)


def test_what_is_no_reason_of_the_list_is_unknown():
    assert [reason_of(item) for item in ("moved", "other", "")] == ["moved", "unknown", "unknown"]
