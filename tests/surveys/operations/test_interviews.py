import threading

import pytest
from django.db import connection, connections

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.events import CallAttempted, CallAttemptTakenBack, InterviewEnded
from heed.surveys.models import CallAttempt, Interview, Response
from heed.surveys.operations import interviews
from heed.surveys.operations.responses import AnswersImpossible
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from tests.accounts.factories import make_team, make_user
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.surveys.call_lists import make_callable, make_callables, make_lines, say, take
from tests.surveys.factories import make_survey

ANSWERS = {"csat": 5, "ces": 5, "nps": 9}


@pytest.fixture
def survey(manager):
    return make_survey(actor=manager)


@pytest.fixture
def line(survey, manager):
    make_callable()
    return make_lines(survey, manager)[0]


@pytest.fixture
def other(organisation):
    return make_user(name="Lin Wei")


def begin(line, actor, *, now=NOON):
    interviews.take_call(interview_id=line.pk, actor=actor, now=now)
    return interviews.begin_interview(interview_id=line.pk, language="en", actor=actor, now=now)


def keep(line, actor, answers, *, page="", now=NOON):
    return interviews.keep_said(
        interview_id=line.pk, answers=answers, page=page, actor=actor, now=now
    )


def test_two_interviewers_are_given_two_lines_and_each_her_own_again(survey, manager, agent, other):
    make_callables(2)
    first, second = make_lines(survey, manager)

    given = [take(survey, agent), take(survey, other), take(survey, agent), take(survey, other)]

    assert given == [first, second, first, second]
    assert (given[0].interviewer, given[0].held_until) == (agent, NOON + 30 * MINUTE)


def test_when_all_lines_are_held_nobody_is_to_be_called(survey, line, agent, other):
    take(survey, agent)

    assert take(survey, other, now=NOON + 29 * MINUTE) is None
    assert take(survey, other, now=NOON + 31 * MINUTE) == line


def test_nobody_is_called_outside_the_permitted_hours(survey, line, agent):
    assert take(survey, agent, now=NOON.replace(hour=20)) is None
    assert take(survey, agent, now=NOON.replace(day=7)) is None
    assert take(survey, agent, now=NOON.replace(day=3, hour=9)) == line


def test_the_permitted_hours_are_those_at_her_place(survey, manager, agent):
    anna = make_callable()
    anna.time_zone = "Asia/Shanghai"
    anna.save()
    [line] = make_lines(survey, manager, now=NOON)

    assert line.due_at == NOON.replace(day=3, hour=1)
    assert take(survey, agent, now=NOON.replace(day=3, hour=13)) is None
    assert take(survey, agent, now=NOON.replace(day=3, hour=2)) == line


def test_only_customers_of_ones_teams_are_given(survey, manager, agent):
    team = make_team()
    manager.teams.add(team)
    make_callable(team=team)
    make_lines(survey, manager)

    assert take(survey, agent) is None


def test_a_closed_survey_gives_no_lines(survey, line, agent, manager):
    close_survey(survey_id=survey.pk, actor=manager, now=NOON)

    with pytest.raises(SurveyClosedAlready):
        take(survey, agent)
    with pytest.raises(SurveyClosedAlready):
        say(line, agent, "no_answer")
    assert not CallAttempt.objects.exists()


def test_a_line_another_is_calling_is_not_to_be_had(line, agent, other):
    interviews.take_call(interview_id=line.pk, actor=agent, now=NOON)

    with pytest.raises(interviews.LineHeld, match="Mei Chen is calling Anna Berg"):
        interviews.take_call(interview_id=line.pk, actor=other, now=NOON + MINUTE)


def test_taking_another_line_frees_the_one_before(survey, manager, agent, other):
    make_callables(2)
    first, second = make_lines(survey, manager)
    interviews.take_call(interview_id=first.pk, actor=agent, now=NOON)

    interviews.take_call(interview_id=second.pk, actor=agent, now=NOON)

    assert take(survey, other) == first


def test_a_line_is_put_back_without_a_call(survey, line, agent, other):
    take(survey, agent)

    interviews.release_call(interview_id=line.pk, actor=agent, now=NOON)

    assert take(survey, other) == line
    assert not CallAttempt.objects.exists()


def test_no_answer_is_tried_in_another_part_of_the_day_by_anybody(survey, line, agent, other):
    attempt = say(line, agent, "no_answer", note=" rang long ")

    assert (attempt.note, attempt.call_again_at) == ("rang long", NOON.replace(hour=17))
    assert (line.due_at, line.attempts_made, line.interviewer) == (attempt.call_again_at, 1, None)
    assert take(survey, other, now=NOON.replace(hour=16)) is None
    assert take(survey, other, now=NOON.replace(hour=17)) == line
    event = Event.objects.get(type=CallAttempted.type_name())
    assert event.payload["outcome"] == "no_answer"


def test_after_five_tries_she_was_not_reached(line, agent):
    for day in range(5):
        say(line, agent, "no_answer", now=NOON + day * DAY)

    assert (line.ending, line.attempts_made) == ("not_reached", 5)
    assert CallAttempt.objects.order_by("at").last().call_again_at is None
    assert Event.objects.filter(type=InterviewEnded.type_name()).count() == 1
    with pytest.raises(interviews.LineEnded, match=r"Anna Berg need not be called.*Not reached"):
        say(line, agent, "busy", now=NOON + 5 * DAY)


def test_speaking_to_her_begins_the_count_anew(line, agent):
    for day in range(4):
        say(line, agent, "no_answer", now=NOON + day * DAY)
    say(line, agent, "call_back", now=NOON + 4 * DAY, call_again_at=NOON + 7 * DAY)
    say(line, agent, "no_answer", now=NOON + 7 * DAY)

    assert (line.ending, line.attempts_made) == ("", 6)


def test_a_try_that_would_come_after_the_end_of_the_survey_is_the_last(manager, agent):
    survey = make_survey(actor=manager, closes_at=NOON + 2 * HOUR)
    make_callable()
    [line] = make_lines(survey, manager)

    say(line, agent, "no_answer")

    assert line.ending == "not_reached"


def test_an_appointment_is_kept_by_the_interviewer_she_spoke_with(survey, line, agent, other):
    at = NOON.replace(hour=21)
    say(line, agent, "call_back", call_again_at=at)

    assert (line.is_appointment, line.due_at, line.interviewer) == (True, at, agent)
    assert take(survey, other, now=at + 29 * MINUTE) is None
    assert take(survey, agent, now=at) == line


def test_an_appointment_half_an_hour_overdue_is_anybodys(survey, line, agent, other):
    at = NOON + HOUR
    say(line, agent, "call_back", call_again_at=at)

    assert take(survey, other, now=at + 30 * MINUTE) == line


def test_appointments_come_before_other_lines(survey, manager, agent):
    make_callables(2)
    first, second = make_lines(survey, manager)
    say(second, agent, "call_back", call_again_at=NOON + HOUR)

    assert take(survey, agent, now=NOON + HOUR) == second
    assert first.due_at < second.due_at


@pytest.mark.parametrize(
    ("at", "raised"),
    [
        pytest.param(None, interviews.AppointmentMissing, id="none"),
        pytest.param(NOON, interviews.AppointmentPassed, id="now"),
        pytest.param(NOON + 90 * DAY, interviews.AppointmentTooFar, id="in a quarter"),
    ],
)
def test_an_appointment_is_a_time_ahead(line, agent, at, raised):
    with pytest.raises(raised):
        say(line, agent, "call_back", call_again_at=at)
    assert not CallAttempt.objects.exists()


def test_an_appointment_ends_with_the_survey(manager, agent):
    survey = make_survey(actor=manager, closes_at=NOON + DAY)
    make_callable()
    [line] = make_lines(survey, manager)

    with pytest.raises(interviews.AppointmentTooFar, match="until March 3, 2026"):
        say(line, agent, "call_back", call_again_at=NOON + 2 * DAY)


def test_a_firm_refusal_ends_this_survey_alone(line, agent, system):
    say(line, agent, "refused")

    assert line.ending == "refused"
    line.invitation.customer.refresh_from_db()
    assert line.invitation.customer.surveys_declined_at is None


def test_a_refusal_for_ever_is_kept_with_the_customer_and_can_be_taken_back(line, agent, system):
    attempt = say(line, agent, "refused", is_for_ever=True)
    customer = line.invitation.customer
    customer.refresh_from_db()
    assert customer.surveys_declined_at == NOON

    interviews.take_back_attempt(attempt_id=attempt.pk, actor=agent, now=NOON + MINUTE)

    customer.refresh_from_db()
    line.refresh_from_db()
    assert customer.surveys_declined_at is None
    assert (line.ending, line.attempts_made, line.interviewer) == ("", 0, agent)
    assert not CallAttempt.objects.exists()
    assert Event.objects.filter(type=CallAttemptTakenBack.type_name()).count() == 1


def test_only_ones_own_last_entry_of_the_last_hour_is_taken_back(line, agent, other):
    first = say(line, agent, "no_answer")
    second = say(line, agent, "busy", now=NOON + DAY)

    for attempt, actor, now in (
        (first, agent, NOON + DAY),
        (second, other, NOON + DAY),
        (second, agent, NOON + DAY + 61 * MINUTE),
    ):
        with pytest.raises(interviews.CannotBeTakenBack):
            interviews.take_back_attempt(attempt_id=attempt.pk, actor=actor, now=now)
    assert CallAttempt.objects.count() == 2


def test_an_interview_is_handed_in_and_ends_the_line(line, agent, survey):
    begin(line, agent)
    keep(line, agent, ANSWERS)

    response = interviews.complete_interview(interview_id=line.pk, actor=agent, now=NOON + MINUTE)

    line.refresh_from_db()
    line.invitation.refresh_from_db()
    assert (response.mode, response.interviewer, response.ending) == (
        "telephone",
        agent,
        "complete",
    )
    assert (line.ending, line.attempts_made) == ("complete", 1)
    assert line.invitation.answered_at == NOON + MINUTE
    assert CallAttempt.objects.get().outcome == "complete"


def test_what_was_said_before_breaking_off_is_gone_on_with_by_another(line, agent, other):
    response = begin(line, agent)
    keep(line, agent, {"csat": 4}, page=response.page)
    interviews.record_attempt(
        interview_id=line.pk, outcome="broken_off", actor=agent, now=NOON + MINUTE
    )
    line.refresh_from_db()

    later = begin(line, other, now=line.due_at)

    assert line.due_at == NOON.replace(day=3, hour=12, minute=1)
    assert later.pk == response.pk
    assert later.answers == {"csat": 4}
    assert Response.objects.count() == 1


def test_nothing_can_be_broken_off_before_it_began(line, agent):
    with pytest.raises(interviews.NothingAsked):
        say(line, agent, "broken_off")
    with pytest.raises(interviews.NotHandedIn):
        say(line, agent, "complete")
    assert not CallAttempt.objects.exists()


def test_impossible_answers_are_not_handed_in(line, agent):
    begin(line, agent)
    keep(line, agent, {"csat": 99})

    with pytest.raises(AnswersImpossible):
        interviews.complete_interview(interview_id=line.pk, actor=agent, now=NOON)
    line.refresh_from_db()
    assert (line.ending, line.attempts_made) == ("", 0)


def test_the_line_is_held_on_while_she_answers(survey, line, agent, other):
    begin(line, agent)
    keep(line, agent, {"csat": 4}, now=NOON + 20 * MINUTE)

    assert take(survey, other, now=NOON + 40 * MINUTE) is None


def test_a_line_that_went_to_another_is_not_written_to(line, agent, other):
    begin(line, agent)
    interviews.take_call(interview_id=line.pk, actor=other, now=NOON + HOUR)

    with pytest.raises(interviews.LineNotYours):
        keep(line, agent, ANSWERS, now=NOON + HOUR)
    assert Response.objects.get().answers == {}


def test_who_answered_by_another_way_is_not_called(line, agent):
    line.invitation.answered_at = NOON
    line.invitation.save()

    with pytest.raises(interviews.AnsweredMeanwhile, match="Anna Berg has answered"):
        interviews.take_call(interview_id=line.pk, actor=agent, now=NOON)


@pytest.mark.parametrize("field", ["erased_at", "surveys_declined_at"])
def test_who_is_erased_or_declined_is_not_called(survey, line, agent, field):
    customer = line.invitation.customer
    setattr(customer, field, NOON)
    customer.save()

    assert take(survey, agent) is None
    with pytest.raises(interviews.LineEnded):
        interviews.take_call(interview_id=line.pk, actor=agent, now=NOON)


def test_who_may_not_conduct_surveys_takes_no_lines(survey, line, agent):
    agent.role = "nobody"

    with pytest.raises((NotPermitted, KeyError)):
        take(survey, agent)
    assert Interview.objects.get().interviewer is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_interviewers_who_ask_at_once_are_given_different_lines(survey, manager):
    make_callables(6)
    lines = make_lines(survey, manager)
    people = [make_user(name=f"Interviewer {number}") for number in range(6)]
    ready, given = threading.Barrier(len(people)), []

    def ask(actor):
        try:
            ready.wait()
            given.append(take(survey, actor))
        finally:
            connections.close_all()

    asking = [threading.Thread(target=ask, args=(actor,)) for actor in people]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()

    assert sorted(line.pk for line in given) == [line.pk for line in lines]
