from datetime import timedelta

import pytest
from django.utils import timezone

from heed.conversations.forms import new_token
from heed.conversations.operations.answering import answer
from heed.core import jobs
from heed.expectations.models import Promise, Proposal
from heed.expectations.operations.advice import learn_series
from heed.expectations.queries.delivery_cases import series_of
from tests.conversations.factories import make_conversation
from tests.expectations.factories import make_history, make_topic

CALL = "I will call you back within two hours."


@pytest.fixture
def conversation(agent, system):
    return make_conversation(now=timezone.now() - timedelta(hours=1))


@pytest.fixture
def proposal(agent, conversation):
    now = timezone.now()
    answer(conversation=conversation, text=f"{CALL} <b>Soon</b>", actor=agent, now=now)
    jobs.run_due(now=now)
    return Proposal.objects.get()


@pytest.fixture
def browser(client, agent):
    client.force_login(agent)
    return client


def test_promises_are_found_while_the_answer_is_written(browser, conversation):
    address = f"/conversations/{conversation.pk}/promises-found/"

    page = browser.post(address, {"text": f"{CALL} We will refund you soon."}).content.decode()

    assert page.count('name="found"') == 2
    assert "I will call you back within two hours" in page
    assert "says no time" in page
    assert not Proposal.objects.exists()


def test_what_was_ticked_stays_ticked(browser, conversation):
    address = f"/conversations/{conversation.pk}/promises-found/"
    first = browser.post(address, {"text": "We will call you on 5 March 2099."}).content.decode()
    mark = first.split('value="')[1].split('"')[0]

    again = browser.post(
        address, {"text": "We will call you on 5 March 2099. Bye.", "found": mark}
    ).content.decode()

    assert " checked" in again


def test_a_due_time_is_judged_by_the_past(browser, agent, conversation):
    topic, now = make_topic(name="Courtesy"), timezone.now()
    make_history(owner=agent, topic=topic, now=now)
    learn_series(series=series_of(topic), topic=topic, now=now)
    address = f"/conversations/{conversation.pk}/promises-found/"

    page = browser.post(
        address, {"text": "Out of courtesy we will call you back in 20 working hours."}
    ).content.decode()

    assert "of 100" in page


def test_a_ticked_promise_is_sent_with_the_answer(browser, conversation):
    due_at = (timezone.now() + timedelta(days=2)).replace(microsecond=0)

    answered = browser.post(
        f"/conversations/{conversation.pk}/answer/",
        {
            "text": "We will call you.",
            "token": new_token(),
            "found": [f"{due_at.isoformat()} We will call you", f"{due_at.isoformat()} And write"],
        },
    )

    assert answered.status_code == 302
    assert [(each.wording, each.due_at) for each in Promise.objects.order_by("pk")] == [
        ("We will call you", due_at),
        ("And write", due_at),
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param("2020-01-01T00:00:00+00:00 Call", "this time has passed", id="past"),
        pytest.param("soon Call", "could not be read", id="no time"),
        pytest.param("2099-13-45T00:00:00+00:00 Call", "could not be read", id="no such day"),
    ],
)
def test_a_ticked_promise_that_cannot_be_made_holds_the_letter_back(
    browser, conversation, found, said
):
    answered = browser.post(
        f"/conversations/{conversation.pk}/answer/",
        {"text": "We call.", "token": new_token(), "found": found},
    )

    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert not Promise.objects.exists()
    assert conversation.messages.count() == 1


def test_the_letter_shows_where_a_promise_stands_and_takes_it_with_one_click(
    browser, agent, conversation, proposal
):
    page = browser.get(f"/conversations/{conversation.pk}/").content.decode()
    assert "<mark>I will call you back within two hours</mark>" in page
    assert "&lt;b&gt;Soon&lt;/b&gt;" in page

    found = browser.post(
        f"/promises/found/{proposal.pk}/",
        {
            "wording": proposal.wording,
            "due_at": timezone.localtime(proposal.due_at).strftime("%Y-%m-%dT%H:%M:%S"),
            "csrfmiddlewaretoken": "x",
        },
    )

    assert found.status_code == 302
    assert Promise.objects.get().wording == proposal.wording


def test_a_proposal_without_a_time_is_asked_for_one(browser, proposal):
    answered = browser.post(f"/promises/found/{proposal.pk}/", {"wording": "Call"})

    assert answered.status_code == 422
    assert not Promise.objects.exists()


def test_no_promise_is_undone_from_the_notice(browser, proposal):
    answered = browser.post(f"/promises/found/{proposal.pk}/dismiss/", follow=True)
    assert f"/promises/found/{proposal.pk}/reopen/" in answered.content.decode()

    browser.post(f"/promises/found/{proposal.pk}/reopen/")

    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_what_is_written_only_stands_on_the_page_of_the_day(browser, proposal):
    page = browser.get("/").content.decode()
    listed = browser.get("/promises/found/?whose=mine").content.decode()

    assert "1 promise stands in a letter or note only" in page
    assert proposal.wording in listed


def test_the_due_times_of_a_form_follow_the_topic(browser, agent, conversation):
    topic, now = make_topic(), timezone.now()
    make_history(owner=agent, topic=topic, now=now)
    learn_series(series=series_of(topic), topic=topic, now=now)
    address = f"/customers/{conversation.customer_id}/due-times/"

    without = browser.get(address, {"conversation": conversation.pk}).content.decode()
    known = browser.get(
        address, {"conversation": conversation.pk, "topic": topic.pk, "coverage": "0.8"}
    ).content.decode()

    assert "nothing has been learnt" in without
    assert "working hours: kept 80 of 100" in known
    assert 'value="0.8" selected' in known


def test_the_automatic_reply_is_shown_in_both_languages(client, manager, system):
    client.force_login(manager)

    page = client.get("/settings/automatic-reply/").content.decode()

    assert page.count("letter__body") == 2
    assert "It is off" in page
    assert "No advice yet" in page
