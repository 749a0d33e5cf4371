import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.customers.models import ContactPoint, Customer
from heed.surveys.models import CallAttempt
from heed.surveys.operations import interviews
from heed.surveys.queries.interviews import appointments_of
from tests.accounts.factories import make_user
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.page_words import words_of
from tests.surveys.call_lists import make_callable, make_callables, make_lines, say
from tests.surveys.factories import make_survey


@pytest.fixture
def survey(manager):
    return make_survey(actor=manager, now=timezone.now() - DAY)


@pytest.fixture
def at_desk(client, agent):
    client.force_login(agent)
    return client


def agree(line, actor, at):
    say(line, actor, "call_back", now=at - HOUR, call_again_at=at)


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return asked.captured_queries


@pytest.mark.parametrize("address", ["/", "/?order=disappointment"])
def test_today_shows_whom_one_has_agreed_to_call(at_desk, agent, survey, manager, address):
    now = timezone.now()
    make_callable(name="Li <b>Min</b>")
    Customer.objects.update(time_zone="Asia/Shanghai")
    [line] = make_lines(survey, manager, now=now - 3 * HOUR)
    agree(line, agent, now - MINUTE)

    page = at_desk.get(address).content.decode()

    assert "Calls you have agreed on" in page
    assert "Li &lt;b&gt;Min&lt;/b&gt;" in page
    assert f'href="/surveys/{survey.pk}/calls/{line.pk}/"' in page
    clock = timezone.localtime(line.due_at, timezone.get_fixed_timezone(8 * 60))
    assert f"{clock:%a %H:%M} there" in words_of(page)


def test_only_ones_own_appointments_of_today_are_shown(agent, survey, manager):
    others = make_user(name="Lin Wei")
    make_callables(4)
    mine, later, anothers, wrong = make_lines(survey, manager, now=timezone.now() - 3 * HOUR)
    now = timezone.now()
    for line, actor, at in (
        (mine, agent, now + MINUTE),
        (later, agent, now + 2 * DAY),
        (anothers, others, now + MINUTE),
        (wrong, agent, now + MINUTE),
    ):
        agree(line, actor, at)
    ContactPoint.objects.filter(customer__invitations__interview=wrong).update(
        wrong_at=NOON, wrong_by=agent
    )

    assert list(appointments_of(agent, now=now, until=now + HOUR)) == [mine]


def test_appointments_of_a_survey_past_its_end_are_none(agent, manager):
    now = timezone.now()
    survey = make_survey(actor=manager, closes_at=now + HOUR, now=now - DAY)
    make_callable()
    [line] = make_lines(survey, manager, now=now - 3 * HOUR)
    agree(line, agent, now + MINUTE)

    assert list(appointments_of(agent, now=now, until=now + DAY)) == [line]
    assert list(appointments_of(agent, now=now + HOUR, until=now + DAY)) == []


def test_more_appointments_ask_no_more(at_desk, agent, survey, manager):
    now = timezone.now()
    make_callables(6)
    lines = make_lines(survey, manager, now=now - 3 * HOUR)
    agree(lines[0], agent, now - MINUTE)
    with_one = statements(at_desk, "/")
    for line in lines[1:]:
        agree(line, agent, now - MINUTE)

    assert len(statements(at_desk, "/")) == len(with_one)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole")
def test_appointments_are_found_by_their_index(agent, survey, manager):
    now = timezone.now()
    make_callables(2)
    make_lines(survey, manager, now=now - 3 * HOUR)

    assert "interview_appointment" in appointments_of(agent, now=now, until=now).explain()


def test_each_number_can_be_the_wrong_one(at_desk, agent, survey, manager):
    customer = make_callable()
    second = ContactPoint.objects.create(
        customer=customer, kind="phone", value="+44 20 7946 0002", key="+442079460002"
    )
    [line] = make_lines(survey, manager, now=timezone.now() - HOUR)
    address = f"/surveys/{survey.pk}/calls/{line.pk}/"
    at_desk.post(f"{address}take/")

    page = at_desk.get(address).content.decode()
    at_desk.post(f"{address}outcome/", {"call-wrong_number": str(second.pk)})

    second.refresh_from_db()
    line.refresh_from_db()
    assert page.count('name="call-wrong_number"') == 2
    assert CallAttempt.objects.get().outcome == "wrong_number"
    assert (second.wrong_by, line.ending) == (agent, "")


def test_the_list_says_how_many_have_no_number(at_desk, survey, manager):
    make_callables(2)
    first, _second = make_lines(survey, manager, now=timezone.now() - HOUR)
    ContactPoint.objects.filter(customer__invitations__interview=first).update(
        wrong_at=NOON, wrong_by=manager
    )

    answer = at_desk.get(f"/surveys/{survey.pk}/calls/")

    assert "of these without a number" in words_of(answer.content.decode())
    assert answer.context["without_number"] == 1
    with pytest.raises(interviews.NoNumberLeft):
        interviews.take_call(interview_id=first.pk, actor=manager, now=timezone.now())
