import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.models import ContactPoint
from heed.customers.operations import decline_surveys
from heed.surveys.events import InterviewEnded, InterviewListed, SurveyInvitationSkipped
from heed.surveys.models import CallAttempt, Interview, Invitation
from heed.surveys.operations import call_lists
from heed.surveys.operations.responses import begin_response, keep_page, submit_response
from heed.surveys.operations.survey_invitations import ShareImpossible, invite_customers
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from heed.surveys.queries.call_plans import call_plan_of
from heed.surveys.queries.invitations import key_of
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON
from tests.surveys.call_lists import make_callable, make_callables, make_lines
from tests.surveys.factories import make_questionnaire, make_survey

FILE_NEEDED = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "file", "name": "bill", "title": "Your bill", "isRequired": True}
            ],
        }
    ]
}


def plan(survey, actor, *, share=1.0, with_unanswered=False, now=NOON):
    return call_plan_of(
        survey,
        actor=actor,
        tiers=[],
        stages=[],
        share=share,
        with_unanswered=with_unanswered,
        now=now,
    )


def test_a_customer_on_the_list_is_due_when_calling_is_permitted(manager):
    survey, anna = make_survey(actor=manager), make_callable()
    late = NOON.replace(hour=21)

    [invitation] = call_lists.list_customers(survey_id=survey.pk, actor=manager, now=late)

    line = Interview.objects.get()
    assert (invitation.channel, invitation.skipped, invitation.mail) == ("telephone", "", None)
    assert invitation.reached == "line:079460001"
    assert (line.invitation, line.due_at) == (invitation, NOON.replace(day=3, hour=9))
    event = Event.objects.get(type=InterviewListed.type_name())
    assert (event.customer_id, event.subject_id) == (anna.pk, line.pk)


def test_who_has_no_number_is_kept_as_a_skip(manager):
    survey = make_survey(actor=manager)
    make_customer(email="anna@berg.example")

    [invitation] = call_lists.list_customers(survey_id=survey.pk, actor=manager, now=NOON)

    assert invitation.skipped == "no_number"
    assert not Interview.objects.exists()
    assert Event.objects.filter(type=SurveyInvitationSkipped.type_name()).count() == 1


def test_a_call_counts_for_the_contact_policy_as_a_letter_does(manager):
    make_callable()
    make_lines(make_survey(actor=manager), manager)

    [again] = call_lists.list_customers(
        survey_id=make_survey(actor=manager).pk, actor=manager, now=NOON + 2 * DAY
    )

    assert (again.skipped, again.skipped_until) == ("asked_recently", NOON + 30 * DAY)


def test_who_declined_surveys_is_not_called(manager):
    survey, anna = make_survey(actor=manager), make_callable()
    decline_surveys(customer_id=anna.pk, actor=manager, now=NOON)

    [invitation] = call_lists.list_customers(survey_id=survey.pk, actor=manager, now=NOON)

    assert invitation.skipped == "opted_out"


def test_listing_again_decides_upon_nobody_twice(manager):
    survey = make_survey(actor=manager)
    make_callables(2)
    make_lines(survey, manager)

    again = call_lists.list_customers(survey_id=survey.pk, actor=manager, now=NOON + HOUR)

    assert again == []
    assert Interview.objects.count() == 2


def test_the_plan_says_what_listing_does(manager):
    survey = make_survey(actor=manager)
    make_callables(12)
    make_customer(name="Nobody", email="nobody@berg.example")

    found = plan(survey, manager, share=0.5)
    call_lists.list_customers(survey_id=survey.pk, share=0.5, actor=manager, now=NOON)

    skipped = Invitation.objects.exclude(skipped="").values_list("skipped", flat=True)
    assert found.listed == Interview.objects.count()
    assert found.plan.skipped["no_number"] == 1
    assert found.plan.skipped["not_sampled"] == list(skipped).count("not_sampled")
    assert 0 < found.listed < 12


def test_who_was_written_to_and_has_not_answered_is_called_as_a_reminder(manager):
    survey, anna = make_survey(actor=manager), make_callable(email="anna@berg.example")
    [written] = invite_customers(
        survey_id=survey.pk, customer_ids=[anna.pk], actor=manager, now=NOON
    )
    order = {"survey_id": survey.pk, "with_unanswered": True, "actor": manager}

    early = call_lists.list_customers(**order, now=NOON + 2 * DAY)
    found = plan(survey, manager, with_unanswered=True, now=NOON + 4 * DAY)
    listed = call_lists.list_customers(**order, now=NOON + 4 * DAY)

    assert early == []
    assert found.reminded == 1
    assert listed == [written]
    written.refresh_from_db()
    assert (written.channel, written.created_at) == ("mail", NOON)
    assert Interview.objects.get().invitation == written


def test_the_line_of_who_answers_by_another_way_ends_by_itself(manager, system):
    survey, anna = make_survey(actor=manager), make_callable()
    [line] = make_lines(survey, manager)
    response = begin_response(
        survey=survey,
        key=key_of(line.invitation),
        mode="mail",
        language="en",
        invitation=line.invitation,
        now=NOON,
    )
    keep_page(response_id=response.pk, answers={"csat": 5, "ces": 5, "nps": 9}, page="", now=NOON)
    submit_response(response_id=response.pk, actor=system, now=NOON + HOUR)

    for _twice in range(2):
        call_lists.end_answered_line(response_id=response.pk, actor=system, now=NOON + HOUR)

    line.refresh_from_db()
    assert (line.ending, line.ended_at, line.attempts_made) == ("complete", NOON + HOUR, 0)
    assert Event.objects.filter(type=InterviewEnded.type_name()).count() == 1
    assert anna.invitations.get().answered_at == NOON + HOUR


def test_who_declines_leaves_all_lists(manager, system):
    survey, anna = make_survey(actor=manager), make_callable()
    [line] = make_lines(survey, manager)
    decline_surveys(customer_id=anna.pk, actor=manager, now=NOON)

    ended = call_lists.end_declined_lines(customer_id=anna.pk, actor=system, now=NOON + HOUR)

    line.refresh_from_db()
    assert (ended, line.ending) == (1, "refused")


def test_who_takes_the_wish_back_at_once_stays_on_the_list(manager, system):
    survey, anna = make_survey(actor=manager), make_callable()
    [line] = make_lines(survey, manager)

    ended = call_lists.end_declined_lines(customer_id=anna.pk, actor=system, now=NOON)

    line.refresh_from_db()
    assert (ended, line.ending) == (0, "")


def test_an_erased_customer_leaves_the_list_and_the_notes(manager, system):
    survey, anna = make_survey(actor=manager), make_callable()
    [line] = make_lines(survey, manager)
    CallAttempt.objects.create(
        interview=line, at=NOON, by=manager, outcome="no_answer", note="her son Tom answered"
    )

    for _twice in range(2):
        call_lists.forget_calls_of(customer_id=anna.pk, actor=system, now=NOON + HOUR)

    line.refresh_from_db()
    assert line.ending == "not_askable"
    assert (CallAttempt.objects.get().note, CallAttempt.objects.get().outcome) == ("", "no_answer")


def refuse(raised, *, survey, actor, share=1.0, match=None):
    with pytest.raises(raised, match=match):
        call_lists.list_customers(survey_id=survey.pk, share=share, actor=actor, now=NOON + HOUR)
    assert not Invitation.objects.exists()


def test_an_anonymous_survey_has_no_call_list(manager):
    make_callable()
    survey = make_survey(actor=manager, is_anonymous=True)

    refuse(call_lists.SurveyIsAnonymous, survey=survey, actor=manager, match="“Spring”")


def test_a_survey_that_needs_a_file_cannot_be_asked_by_telephone(manager):
    make_callable()
    held = make_questionnaire(actor=manager, definition=FILE_NEEDED)
    survey = make_survey(actor=manager, questionnaire=held)

    refuse(call_lists.FileIsNeeded, survey=survey, actor=manager, match="“Your bill”")


def test_a_closed_survey_has_no_call_list(manager):
    survey = make_survey(actor=manager)
    close_survey(survey_id=survey.pk, actor=manager, now=NOON)

    refuse(SurveyClosedAlready, survey=survey, actor=manager)


def test_a_share_above_all_cannot_be_drawn(manager):
    refuse(ShareImpossible, survey=make_survey(actor=manager), actor=manager, share=1.5)


def test_agents_call_but_make_no_lists(agent, manager):
    refuse(NotPermitted, survey=make_survey(actor=manager), actor=agent)


def test_numbers_are_those_of_the_customer_alone(manager):
    survey = make_survey(actor=manager)
    make_callable(name="Anna")
    ContactPoint.objects.create(
        customer=make_customer(name="Ben"), kind="reference", value="C-1", key="C-1"
    )

    done = call_lists.list_customers(survey_id=survey.pk, actor=manager, now=NOON)

    assert sorted(each.skipped for each in done) == ["", "no_number"]
