from datetime import timedelta

import pytest
from django.utils import timezone

from heed.conversations.operations.answering import answer
from heed.core import jobs
from heed.expectations.models import Announcement, Promise, Proposal
from heed.expectations.operations.advice import learn_series
from heed.expectations.queries.delivery_cases import series_of
from tests.accounts.factories import make_team, make_user
from tests.api_client import Program
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_history, make_topic
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def program(agent):
    return Program(agent)


@pytest.fixture
def known_topic(agent):
    """A topic with enough deliveries up to now."""
    topic, now = make_topic(), timezone.now()
    make_history(owner=agent, topic=topic, now=now)
    learn_series(series=series_of(topic), topic=topic, now=now)
    return topic


@pytest.fixture
def proposal(agent, system):
    conversation = make_conversation()
    answer(conversation=conversation, text="We will call you back soon.", actor=agent, now=NOON)
    jobs.run_due(now=NOON)
    return Proposal.objects.get()


def announced(customer, **fields):
    fields = {"place": "queue", "coverage": 0.95, "is_kept": True, "settled_at": NOON} | fields
    return Announcement.objects.create(
        series="first_answer", customer=customer, announced_at=NOON, due_at=NOON + HOUR, **fields
    )


def test_advice_says_what_can_be_promised_and_what_it_rests_on(program, known_topic):
    later = (timezone.now() + timedelta(days=9)).isoformat()

    found = program.get(
        "/advice", customer_id=make_customer().pk, topic_id=known_topic.pk, due_at=later
    ).json()

    assert (found["series"], found["coverage"], found["refusal"]) == (
        "topic:courtesy", 0.95, None,
    )  # fmt: skip
    assert 3.9 < found["working_hours"] < 4.1
    assert found["finished_cases"] == 120
    assert found["probability"] > 0.95


def test_advice_refuses_with_its_ground(program):
    found = program.get("/advice", customer_id=make_customer().pk, is_first_answer="true").json()

    assert (found["refusal"], found["due_at"], found["probability"]) == (
        "nothing_learnt", None, None,
    )  # fmt: skip


def test_a_queue_announces_a_time_and_says_when_it_was_kept(program, known_topic):
    body = {"customer_id": make_customer().pk, "topic_id": known_topic.pk, "place": "queue"}

    made = program.post("/announcements", body)
    path = f"/announcements/{made.json()['id']}/settle"
    settled = program.post(path, {"happened_at": timezone.now().isoformat()})
    again = program.post(path, {"happened_at": timezone.now().isoformat()})

    assert made.status_code == 201
    assert made.json()["is_kept"] is None
    assert (settled.status_code, settled.json()["is_kept"]) == (200, True)
    assert (again.status_code, again.json()["code"]) == (409, "announcement.settled")
    assert len(program.get("/announcements", is_settled="true").json()["items"]) == 1


def test_what_is_not_known_is_not_announced(program):
    answered = program.post("/announcements", {"customer_id": make_customer().pk, "place": "form"})

    assert answered.status_code == 409
    assert answered.json()["code"] == "announcement.nothing_to_announce"
    assert not Announcement.objects.exists()


def test_an_automatic_reply_is_not_announced_by_programs(program):
    body = {"customer_id": make_customer().pk, "place": "auto_reply"}

    assert program.post("/announcements", body).status_code == 422


def test_reliability_compares_announced_with_kept(manager):
    customer = make_customer()
    for is_kept in (True, True, True, False):
        announced(customer, is_kept=is_kept)
    announced(customer, is_kept=None, settled_at=None)

    [place] = Program(manager).get("/advice/reliability").json()["places"]

    assert (place["place"], place["n"], place["waiting"]) == ("queue", 4, 1)
    assert (place["announced"], place["kept"]) == (0.95, 0.75)
    assert [(each["n"], round(each["kept_lower"], 3)) for each in place["ranges"]] == [(4, 0.301)]


def test_reliability_needs_the_ledger(program):
    assert program.get("/advice/reliability").status_code == 403


def test_announcements_of_other_teams_are_not_there(program):
    hidden = announced(make_customer(team=make_team()), settled_at=None, is_kept=None)

    answered = program.post(f"/announcements/{hidden.pk}/settle", {"happened_at": NOON.isoformat()})

    assert answered.status_code == 404
    assert program.get("/announcements").json()["items"] == []


def test_a_proposal_is_taken(program, proposal):
    due_at = (timezone.now() + DAY).isoformat()

    without = program.post(f"/proposals/{proposal.pk}/take", {})
    taken = program.post(f"/proposals/{proposal.pk}/take", {"due_at": due_at})

    assert (without.status_code, without.json()["code"]) == (409, "proposal.without_time")
    assert taken.status_code == 201
    assert taken.json()["id"] == Promise.objects.get().pk
    items = program.get("/proposals", state="taken").json()["items"]
    assert [each["promise_id"] for each in items] == [taken.json()["id"]]


def test_a_proposal_is_dismissed_and_proposed_again(program, proposal):
    dismissed = program.post(f"/proposals/{proposal.pk}/dismiss")
    reopened = program.post(f"/proposals/{proposal.pk}/reopen")

    assert (dismissed.status_code, dismissed.json()["state"]) == (200, "dismissed")
    assert (reopened.status_code, reopened.json()["state"]) == (200, "open")


@pytest.mark.parametrize("action", ["take", "dismiss", "reopen"])
def test_proposals_of_other_teams_are_not_there(proposal, action):
    conversation = proposal.message.conversation
    conversation.team = make_team()
    conversation.save()
    stranger = Program(make_user(name="Stranger"), text="heed_another-token-for-tests-of-programs")

    assert stranger.post(f"/proposals/{proposal.pk}/{action}", {}).status_code == 404
    assert stranger.get("/proposals").json()["items"] == []
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_lists_take_two_queries(program, django_assert_num_queries):
    for _ in range(12):
        announced(make_customer())
    program.get("/announcements")

    with django_assert_num_queries(2):  # token, announcements
        assert len(program.get("/announcements").json()["items"]) == 12
