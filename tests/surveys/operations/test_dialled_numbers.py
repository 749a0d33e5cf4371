import pytest

from heed.core.models import Event
from heed.customers.models import ContactPoint
from heed.customers.operations import add_contact_point
from heed.surveys.models import CallAttempt
from heed.surveys.operations import interviews
from heed.surveys.operations.call_lists import list_customers
from heed.surveys.queries.call_plans import call_plan_of
from heed.surveys.queries.interviews import lines_without_number
from tests.moments import DAY, MINUTE, NOON
from tests.surveys.call_lists import make_callable, make_lines, say, take
from tests.surveys.factories import make_survey

SECOND = "+44 20 7946 0002"


@pytest.fixture
def customer(organisation):
    return make_callable()


@pytest.fixture
def survey(manager):
    return make_survey(actor=manager)


@pytest.fixture
def line(survey, customer, manager):
    return make_lines(survey, manager)[0]


@pytest.fixture
def other_line(line, customer, manager):
    """The same customer on the call list of another survey, put there a year later."""
    [line] = make_lines(make_survey(actor=manager), manager, now=NOON + 364 * DAY)
    return line


def second_number(customer):
    return ContactPoint.objects.create(customer=customer, kind="phone", value=SECOND, key=SECOND)


def test_a_wrong_number_is_marked_with_who_called_and_when(line, customer, agent):
    say(line, agent, "wrong_number")

    number = customer.contact_points.get()
    assert (number.wrong_at, number.wrong_by) == (NOON, agent)
    assert line.ending == "not_askable"
    event = Event.objects.get(type="customers.PhoneNumberMarked")
    assert (event.actor_id, event.payload["is_wrong"]) == (agent.pk, True)


def test_an_analyst_who_calls_marks_numbers_too(line, customer, analyst):
    say(line, analyst, "wrong_number")

    assert customer.contact_points.get().wrong_by == analyst


def test_with_another_number_she_is_called_there_at_once(survey, line, customer, agent):
    second = second_number(customer)

    attempt = say(line, agent, "wrong_number")

    assert (line.ending, attempt.call_again_at) == ("", NOON)
    assert take(survey, agent) == line
    second.refresh_from_db()
    assert second.wrong_at is None


def test_the_number_that_was_dialled_is_the_one_marked(line, customer, agent):
    second = second_number(customer)

    say(line, agent, "wrong_number", number_id=second.pk)

    marked = customer.contact_points.exclude(wrong_at=None)
    assert list(marked.values_list("value", flat=True)) == [SECOND]


def test_a_number_of_somebody_else_is_not_marked(line, customer, agent):
    anothers = second_number(make_callable(name="Ben", number="+44 20 7946 0003"))

    say(line, agent, "wrong_number", number_id=anothers.pk)

    assert not ContactPoint.objects.exclude(wrong_at=None).exists()


def test_no_call_list_gives_a_wrong_number(line, other_line, customer, agent, manager):
    later = NOON + 364 * DAY
    say(line, agent, "wrong_number", now=later)

    assert take(other_line.survey, agent, now=later) is None
    assert list(lines_without_number(other_line.survey, actor=agent)) == [other_line]
    with pytest.raises(interviews.NoNumberLeft, match="at which Anna Berg answers"):
        interviews.take_call(interview_id=other_line.pk, actor=agent, now=later)


def test_with_a_new_number_she_is_called_again(line, other_line, customer, agent):
    later = NOON + 364 * DAY
    say(line, agent, "wrong_number", now=later)

    add_contact_point(customer=customer, kind="phone", value=SECOND, actor=agent, now=later)

    assert take(other_line.survey, agent, now=later) == other_line


def test_with_a_wrong_number_alone_nobody_is_put_on_a_list(survey, customer, manager):
    customer.contact_points.update(wrong_at=NOON, wrong_by=manager)

    plan = call_plan_of(
        survey,
        actor=manager,
        tiers=(),
        stages=(),
        share=1.0,
        with_unanswered=True,
        now=NOON,
    )
    [skipped] = list_customers(survey_id=survey.pk, actor=manager, now=NOON)

    assert plan.listed == 0
    assert skipped.skipped == "no_number"


def test_undoing_the_call_makes_the_number_right_again(survey, line, customer, agent):
    attempt = say(line, agent, "wrong_number")

    interviews.take_back_attempt(attempt_id=attempt.pk, actor=agent, now=NOON + MINUTE)

    line.refresh_from_db()
    number = customer.contact_points.get()
    assert (number.wrong_at, number.wrong_by, line.ending) == (None, None, "")
    assert take(survey, agent, now=NOON + MINUTE) == line
    marks = Event.objects.filter(type="customers.PhoneNumberMarked").order_by("pk")
    assert [event.payload["is_wrong"] for event in marks] == [True, False]
    assert not CallAttempt.objects.exists()


def test_undoing_a_call_leaves_what_another_found_wrong(line, customer, agent, manager):
    first, second = customer.contact_points.get(), second_number(customer)
    ContactPoint.objects.filter(pk=first.pk).update(wrong_at=NOON, wrong_by=manager)

    attempt = say(line, agent, "wrong_number", now=NOON + MINUTE)
    interviews.take_back_attempt(attempt_id=attempt.pk, actor=agent, now=NOON + 2 * MINUTE)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.wrong_at, second.wrong_at) == (NOON, None)
