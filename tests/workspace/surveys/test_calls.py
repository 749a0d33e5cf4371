import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.surveys.models import CallAttempt, Interview, Response
from heed.surveys.operations import interviews
from heed.surveys.operations.surveys import close_survey
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, MINUTE
from tests.page_words import words_of
from tests.surveys.call_lists import make_callable, make_callables, make_lines
from tests.surveys.factories import make_questionnaire, make_survey

TWO_PAGES = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "rating",
                    "name": "mood",
                    "title": {"default": "How was it?", "zh-cn": "感觉如何？"},
                    "rateMin": 0,
                    "rateMax": 10,
                    "minRateDescription": {"default": "bad", "zh-cn": "差"},
                    "maxRateDescription": {"default": "good", "zh-cn": "好"},
                    "isRequired": True,
                },
                {"type": "file", "name": "bill", "title": "Your bill"},
            ],
        },
        {
            "name": "two",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "who",
                    "title": "Who served you?",
                    "choices": ["Mei", "Tom"],
                    "heed_missing": ["dontknow", "refused"],
                }
            ],
        },
    ]
}


@pytest.fixture
def survey(manager):
    now = timezone.now() - DAY
    held = make_questionnaire(actor=manager, definition=TWO_PAGES, now=now)
    return make_survey(actor=manager, questionnaire=held, now=now)


@pytest.fixture
def line(survey, manager):
    make_callable(name="Anna <b>Berg</b>", tier="high")
    return make_lines(survey, manager, now=timezone.now() - HOUR)[0]


@pytest.fixture
def at_desk(client, agent):
    client.force_login(agent)
    return client


def calls(survey, *parts):
    return "/".join((f"/surveys/{survey.pk}/calls", *map(str, parts), ""))


def take(client, line):
    return client.post(calls(line.survey, line.pk, "take"))


def begin(client, line):
    take(client, line)
    client.post(calls(line.survey, line.pk), {"then": "next", "language": "en"})


def send(client, line, page, **answers):
    address = f"{calls(line.survey, line.pk)}?page={page}"
    return client.post(address, {"then": "next", **answers})


def test_an_interview_from_the_list_to_the_end(at_desk, agent, survey, line):
    taken = take(at_desk, line)
    opening = words_of(at_desk.get(taken.url).content.decode())
    at_desk.post(taken.url, {"then": "next", "language": "en"})
    first = words_of(at_desk.get(taken.url).content.decode())
    to_two = send(at_desk, line, "one", mood="9")
    done = send(at_desk, line, "two", who="Mei")

    response = Response.objects.get()
    line.refresh_from_db()
    assert "My name is Mei Chen, I am calling from Harbour Lane." in opening
    assert "Taking part is voluntary" in opening
    assert "Please say a number from 0, “bad”, to 10, “good”." in first
    assert "Your bill" not in first
    assert to_two.url.endswith("?page=two")
    assert done.url == calls(survey)
    assert response.cleaned == {"mood": 9, "who": "Mei"}
    assert (response.mode, response.interviewer) == ("telephone", agent)
    assert line.ending == "complete"


def test_what_is_needed_is_asked_again(at_desk, line):
    begin(at_desk, line)

    again = send(at_desk, line, "one", mood="")

    assert again.status_code == 422
    assert "Ask this again" in again.content.decode()


def test_the_person_comes_first(at_desk, agent, survey, line):
    customer = line.invitation.customer
    customer.address_form, customer.time_zone = "Frau Berg", "Asia/Shanghai"
    customer.save()
    make_promise(
        owner=agent,
        customer=customer,
        wording="A new lamp",
        made_at=timezone.now() - 3 * DAY,
        due_at=timezone.now() - DAY,
    )
    take(at_desk, line)

    page = at_desk.get(calls(survey, line.pk)).content.decode()

    assert "Anna &lt;b&gt;Berg&lt;/b&gt;" in page
    assert 'href="tel:+442079460001"' in page
    assert "in Shanghai" in words_of(page)
    assert "Frau Berg" in page
    assert "A new lamp" in page


def test_breaking_off_keeps_what_stands_on_the_page(at_desk, survey, line, manager, client):
    begin(at_desk, line)
    at_desk.post(
        f"{calls(survey, line.pk, 'outcome')}?page=one",
        {"mood": "7", "call-outcome": "broken_off", "call-note": "the door bell"},
    )
    line.refresh_from_db()
    client.force_login(manager)
    begin(client, line)

    page = client.get(calls(survey, line.pk)).content.decode()

    attempt = CallAttempt.objects.get()
    assert (attempt.outcome, attempt.note) == ("broken_off", "the door bell")
    assert Response.objects.get().answers == {"mood": 7}
    assert 'value="7" checked' in page


def test_what_she_would_rather_not_say_is_not_asked_again(at_desk, survey, line):
    begin(at_desk, line)
    send(at_desk, line, "one", mood="7")
    at_desk.post(
        f"{calls(survey, line.pk, 'outcome')}?page=two",
        {"who-missing": "refused", "call-outcome": "broken_off"},
    )
    take(at_desk, line)

    page = words_of(at_desk.get(calls(survey, line.pk)).content.decode())

    assert "Would rather not be asked again: Who served you?" in page


def test_the_language_changes_in_the_middle_of_a_call(at_desk, survey, line):
    begin(at_desk, line)

    at_desk.post(f"{calls(survey, line.pk)}?page=one", {"mood": "6", "language": "zh-hans"})
    page = at_desk.get(calls(survey, line.pk)).content.decode()

    assert "感觉如何？" in page
    assert Response.objects.get().answers == {"mood": 6}


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        pytest.param({"call-outcome": "no_answer"}, "no_answer", id="no answer"),
        pytest.param({"call-when": "tomorrow"}, "call_back", id="tomorrow"),
        pytest.param({"call-is_for_ever": "on"}, "refused", id="for ever"),
        pytest.param({"call-outcome": "refused_softly"}, "refused_softly", id="not now"),
    ],
)
def test_one_press_says_what_came_of_the_call(at_desk, system, survey, line, said, outcome):
    take(at_desk, line)

    answer = at_desk.post(calls(survey, line.pk, "outcome"), said)

    attempt = CallAttempt.objects.get()
    assert (answer.url, attempt.outcome) == (calls(survey), outcome)
    assert f"undo/{attempt.pk}/" in at_desk.get(answer.url).content.decode()


def test_an_own_time_is_told_by_her_clock(at_desk, survey, line):
    customer = line.invitation.customer
    customer.time_zone = "Asia/Shanghai"
    customer.save()
    take(at_desk, line)
    day = (timezone.now() + 3 * DAY).date()

    at_desk.post(calls(survey, line.pk, "outcome"), {"call-when": "own", "call-at": f"{day}T15:30"})

    line.refresh_from_db()
    assert line.is_appointment
    assert line.due_at.isoformat() == f"{day}T07:30:00+00:00"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({}, "Choose what came of the call.", id="nothing"),
        pytest.param(
            {"call-when": "own"}, "Say when the customer wants to be called back.", id="no time"
        ),
        pytest.param(
            {"call-when": "own", "call-at": "2001-01-01T10:00"}, "has passed already", id="passed"
        ),
        pytest.param({"call-when": "own", "call-at": "9999-12-31T10:00"}, "1900", id="too far"),
        pytest.param({"call-outcome": "nonsense"}, "nonsense", id="not one of ours"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_answers_stay(at_desk, survey, line, said, told):
    begin(at_desk, line)

    answer = at_desk.post(
        f"{calls(survey, line.pk, 'outcome')}?page=one", {"mood": "8"} | said, follow=True
    )

    assert told in words_of(answer.content.decode())
    assert not CallAttempt.objects.exists()
    assert Response.objects.get().answers == {"mood": 8}


def test_a_wrong_outcome_is_undone_and_the_line_opened_again(at_desk, survey, line):
    take(at_desk, line)
    at_desk.post(calls(survey, line.pk, "outcome"), {"call-outcome": "wrong_number"})

    back = at_desk.post(calls(survey, "undo", CallAttempt.objects.get().pk))

    line.refresh_from_db()
    assert back.url == calls(survey, line.pk)
    assert (line.ending, CallAttempt.objects.count()) == ("", 0)


def test_the_next_call_is_an_appointment_that_is_due(at_desk, agent, survey, manager):
    now = timezone.now()
    make_callables(3)
    lines = make_lines(survey, manager, now=now - 2 * HOUR)
    interviews.take_call(interview_id=lines[1].pk, actor=agent, now=now - HOUR)
    interviews.record_attempt(
        interview_id=lines[1].pk,
        outcome="call_back",
        call_again_at=now - MINUTE,
        actor=agent,
        now=now - HOUR,
    )

    page = words_of(at_desk.get(calls(survey)).content.decode())
    answer = at_desk.post(calls(survey, "next"))

    assert "Your appointments" in page
    assert answer.url == calls(survey, lines[1].pk)
    assert "Go on with Anna 1" in words_of(at_desk.get(calls(survey)).content.decode())


def test_when_nobody_is_due_that_is_said(at_desk, survey):
    answer = at_desk.post(calls(survey, "next"), follow=True)

    assert "Nobody is to be called now." in words_of(answer.content.decode())


def test_who_answered_by_herself_is_said_to_have(at_desk, survey, line):
    take(at_desk, line)
    line.invitation.answered_at = timezone.now()
    line.invitation.save()

    answer = at_desk.get(calls(survey, line.pk), follow=True)

    assert "has answered already; there is nothing left to ask." in answer.content.decode()


def test_who_only_looks_is_asked_to_take_the_line(at_desk, survey, line):
    page = at_desk.get(calls(survey, line.pk)).content.decode()

    assert "Take this call" in page
    assert 'id="interview"' not in page


def test_a_closed_survey_is_not_called(at_desk, manager, survey, line):
    close_survey(survey_id=survey.pk, actor=manager, now=timezone.now())

    page = words_of(at_desk.get(calls(survey)).content.decode())

    assert "The survey has ended; nobody is called any more." in page
    assert "Next call" not in page
    assert at_desk.post(calls(survey, "next")).status_code == 410


def test_customers_are_put_on_the_list_after_a_look_at_the_plan(client, manager, survey):
    make_callables(3)
    client.force_login(manager)

    plan = client.get(calls(survey, "list"), {"percent": "100"}).content.decode()
    answer = client.post(calls(survey, "list"), {"percent": "100"}, follow=True)

    assert "Put them on the list" in plan
    assert not answer.context["survey"].is_anonymous
    assert Interview.objects.count() == 3
    assert "3 customers are on the call list." in words_of(answer.content.decode())


def test_an_anonymous_survey_says_why_nobody_is_called(client, manager):
    held = make_questionnaire(actor=manager, now=timezone.now())
    survey = make_survey(
        actor=manager, questionnaire=held, is_anonymous=True, now=timezone.now() - DAY
    )
    client.force_login(manager)

    page = words_of(client.get(calls(survey)).content.decode())

    assert "so nobody is called" in page
    assert client.get(calls(survey, "list")).status_code == 409


def test_agents_put_nobody_on_lists(at_desk, survey):
    assert at_desk.get(calls(survey, "list")).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_speak_both_languages(at_desk, survey, line, language):
    at_desk.cookies["django_language"] = language
    take(at_desk, line)

    pages = [at_desk.get(calls(survey)), at_desk.get(calls(survey, line.pk))]

    assert [page.status_code for page in pages] == [200, 200]
    assert [f'lang="{language}"' in page.content.decode() for page in pages] == [True, True]


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_longer_list_asks_no_more(at_desk, agent, survey, manager):
    now = timezone.now()
    make_callables(2)
    for line in make_lines(survey, manager, now=now - HOUR):
        interviews.take_call(interview_id=line.pk, actor=agent, now=now)
        interviews.record_attempt(interview_id=line.pk, outcome="busy", actor=agent, now=now)
    short = statements(at_desk, calls(survey))
    for number in range(10, 18):
        make_callable(name=f"Ben {number}", number=f"+44 20 7946 01{number}")
    for line in make_lines(survey, manager, now=now - HOUR)[2:]:
        interviews.take_call(interview_id=line.pk, actor=agent, now=now)
        interviews.record_attempt(interview_id=line.pk, outcome="busy", actor=agent, now=now)

    assert statements(at_desk, calls(survey)) == short
    assert short <= 30


def test_the_script_asks_few_statements(at_desk, survey, line):
    begin(at_desk, line)

    assert statements(at_desk, calls(survey, line.pk)) <= 20


def test_the_figures_count_lines_calls_and_hours(at_desk, agent, survey, manager):
    now = timezone.now()
    make_callables(4)
    lines = make_lines(survey, manager, now=now - HOUR)
    for line, outcome in zip(lines, ("no_answer", "refused", "wrong_number"), strict=False):
        interviews.take_call(interview_id=line.pk, actor=agent, now=now)
        interviews.record_attempt(interview_id=line.pk, outcome=outcome, actor=agent, now=now)

    figures = at_desk.get(calls(survey)).context["figures"]

    assert (figures.total, figures.still_open, figures.calls) == (4, 2, 3)
    assert figures.rates.counts["refusal"] == 1
    assert (figures.rates.contact.value, figures.rates.contact.n) == (0.25, 4)
    [mine] = figures.interviewers
    assert (mine.name, mine.calls, mine.rates.contact.n) == ("Mei Chen", 3, 3)
    [hour] = figures.hours
    assert (hour.hour, hour.reached.value, hour.reached.n) == (now.hour, 0.5, 2)
    assert figures.calls_per_complete is None
