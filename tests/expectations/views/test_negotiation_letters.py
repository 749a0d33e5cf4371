"""Steps of the ladder and kind refusals, from their pages."""

import pytest
from django.utils import timezone

from heed.conversations.models import Message
from heed.core.models import OutgoingMail
from heed.expectations.models import Concession, Negotiation
from heed.expectations.operations.concessions import ask_concession, plan_concession
from tests.expectations.negotiating import written

pytestmark = pytest.mark.django_db


def test_a_step_is_asked_answered_and_told_from_the_page(desk, step):
    desk.post(f"/concessions/{step.pk}/ask/")
    desk.post(f"/concessions/{step.pk}/", {"is_granted": "yes", "answer": "Two are left"})
    desk.post(f"/concessions/{step.pk}/tell/")

    step.refresh_from_db()
    assert (step.state, step.answer) == ("granted", "Two are left")
    assert step.told_at is not None


def test_a_step_not_taken_is_not_told_from_the_page(desk, step):
    answer = desk.post(f"/concessions/{step.pk}/tell/")

    assert answer.status_code == 409
    assert "A step that was not taken cannot be told" in answer.content.decode()
    step.refresh_from_db()
    assert step.told_at is None


def test_steps_taken_are_told_by_a_letter_of_ready_sentences(desk, agent, step):
    ask_concession(concession_id=step.pk, actor=agent, now=timezone.now())
    desk.post(f"/concessions/{step.pk}/", {"is_granted": "no", "answer": "None left"})
    address = f"/negotiations/{step.negotiation_id}/concessions/letter/"

    ready = desk.get(address).context["form"]["text"].value()
    sent = desk.post(address, {"steps": [step.pk], "text": ready, "token": "t1"})

    assert "they cannot do it" in ready
    assert "None left" not in ready
    assert sent.status_code == 302
    assert Message.objects.get().text.strip() == ready
    assert Concession.objects.get().told_at is not None


def test_steps_told_with_an_offer_count_as_told(desk, agent, step):
    ask_concession(concession_id=step.pk, actor=agent, now=timezone.now())
    desk.post(f"/concessions/{step.pk}/", {"is_granted": "yes", "answer": "Two left"})
    address = f"/negotiations/{step.negotiation_id}/offers/new/"

    introduction = desk.get(address).context["form"]["introduction"].value()
    desk.post(address, written("A", "B", introduction=introduction, tells=[step.pk]))

    assert "I asked our warehouse" in introduction
    assert introduction in OutgoingMail.objects.get().text
    assert Concession.objects.get().told_at is not None


def test_a_supervisor_approves_on_the_page_of_the_step(client, agent, manager, negotiation):
    step = plan_concession(
        negotiation_id=negotiation.pk,
        kind="supervisor",
        wording="Half the price",
        asked_of=manager,
        actor=agent,
        now=timezone.now(),
    )
    ask_concession(concession_id=step.pk, actor=agent, now=timezone.now())
    client.force_login(agent)
    refused = client.post(f"/concessions/{step.pk}/", {"is_granted": "yes"})
    client.force_login(manager)
    page = client.get(f"/concessions/{step.pk}/").content.decode()
    client.post(f"/concessions/{step.pk}/", {"is_granted": "yes"})

    step.refresh_from_db()
    assert refused.status_code == 403
    assert "Approve" in page
    assert (step.state, step.answered_by) == ("granted", manager)


def declining(step, topic, **fields):
    parts = {"willing": "I would have liked to.", "because": "It is no longer made"}
    return parts | {"topic": topic.pk, "step": step, "token": "t1"} | fields


def test_five_parts_become_one_letter_that_is_read_before_it_goes(desk, negotiation):
    topic = negotiation.topic
    address = f"/negotiations/{negotiation.pk}/decline/"

    made = desk.post(address, declining("letter", topic, passed_on="I have passed it on."))
    letter = made.context["letter"]
    desk.post(address, declining("send", topic, text=letter + "\n\nPS: Thank you."))

    assert letter.index("liked to") < letter.index("no longer made") < letter.index("passed it on")
    assert OutgoingMail.objects.get().text.endswith("PS: Thank you.\n")
    ended = Negotiation.objects.get()
    assert (ended.state, ended.topic) == ("declined", topic)
    assert ended.closed_because == "It is no longer made"


def test_a_refusal_said_by_word_of_mouth_sends_nothing(desk, negotiation):
    desk.post(f"/negotiations/{negotiation.pk}/decline/", declining("said", negotiation.topic))

    assert Negotiation.objects.get().state == "declined"
    assert not OutgoingMail.objects.exists()


def test_a_refusal_needs_its_true_reason(desk, negotiation):
    address = f"/negotiations/{negotiation.pk}/decline/"

    answer = desk.post(address, declining("send", negotiation.topic, because=" ", text="No."))

    assert answer.status_code == 422
    assert Negotiation.objects.get().state == "open"
    assert not OutgoingMail.objects.exists()
