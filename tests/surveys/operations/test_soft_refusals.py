import pytest

from heed.core.models import Event
from heed.surveys.events import InterviewEnded
from heed.surveys.models import Interview
from heed.surveys.operations.call_lists import list_customers
from heed.surveys.operations.interviews import LineEnded, take_back_attempt
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.surveys.call_lists import make_callable, make_lines, say, take
from tests.surveys.factories import make_survey

IN_A_WEEK = NOON + 7 * DAY


@pytest.fixture
def survey(manager):
    return make_survey(actor=manager)


@pytest.fixture
def line(survey, manager):
    make_callable()
    return make_lines(survey, manager)[0]


def test_who_refuses_softly_is_asked_once_more_after_a_week(survey, line, agent):
    attempt = say(line, agent, "refused_softly")

    assert (line.ending, line.due_at, line.interviewer) == ("", IN_A_WEEK, None)
    assert attempt.call_again_at == IN_A_WEEK
    assert take(survey, agent, now=IN_A_WEEK - MINUTE) is None
    assert take(survey, agent, now=IN_A_WEEK) == line


def test_a_second_soft_refusal_is_the_last_word(line, agent):
    say(line, agent, "refused_softly")
    say(line, agent, "call_back", now=IN_A_WEEK, call_again_at=IN_A_WEEK + HOUR)

    second = say(line, agent, "refused_softly", now=IN_A_WEEK + HOUR)

    assert (line.ending, second.call_again_at) == ("refused", None)
    assert Event.objects.filter(type=InterviewEnded.type_name()).count() == 1
    with pytest.raises(LineEnded):
        say(line, agent, "no_answer", now=IN_A_WEEK + DAY)


def test_after_a_firm_refusal_this_survey_calls_her_no_more(survey, line, agent, manager):
    say(line, agent, "refused")

    listed = list_customers(survey_id=survey.pk, with_unanswered=True, actor=manager, now=IN_A_WEEK)

    assert (line.ending, listed) == ("refused", [])
    assert take(survey, agent, now=IN_A_WEEK) is None
    assert Interview.objects.count() == 1


def test_a_rest_that_outlasts_the_survey_ends_the_line(manager, agent):
    survey = make_survey(actor=manager, closes_at=NOON + 6 * DAY)
    make_callable()
    [line] = make_lines(survey, manager)

    attempt = say(line, agent, "refused_softly")

    assert (line.ending, attempt.call_again_at) == ("refused", None)


def test_a_soft_refusal_entered_by_mistake_is_taken_back(survey, line, agent):
    attempt = say(line, agent, "refused_softly")

    take_back_attempt(attempt_id=attempt.pk, actor=agent, now=NOON + MINUTE)
    again = say(line, agent, "refused_softly", now=NOON + MINUTE)

    assert (line.ending, again.call_again_at) == ("", IN_A_WEEK + MINUTE)
