from datetime import timedelta

import pytest
from django.utils import timezone

from heed.conversations.models import Conversation, Message, RawMail
from heed.core import files
from heed.core.models import Delivery, OutgoingMail
from heed.expectations.models import Expectation, Perception
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.workspace import desks


@pytest.fixture
def busy_desk(agent, system):
    """A little of everything a page can show, as of now; returns the customer."""
    now = timezone.now()
    customer = make_customer(name="陈 Anna <b>", email="anna@berg.example", tier="high")
    courtesy, delivery = make_topic(), make_measured_topic()
    conversation = Conversation.objects.create(
        customer=customer,
        subject="Where is my lamp? 灯在哪里 😀",
        opened_at=now - timedelta(days=2),
        last_message_at=now - timedelta(hours=2),
        waiting_since=now - timedelta(hours=2),
    )
    mail = OutgoingMail.objects.create(
        purpose="answer",
        message_id="a@b",
        sender_name="Mei",
        to_address="anna@berg.example",
        subject="Re",
        text="We look into it.",
        written_at=now,
    )
    for number, direction in enumerate(("inbound", "outbound", "note")):
        Message.objects.create(
            conversation=conversation,
            direction=direction,
            author=None if direction == "inbound" else agent,
            sender_name="Anna",
            text="<script>alert(1)</script>\n\nThe lamp is not here.",
            quoted_text="> earlier",
            identity=f"m{number}",
            at=now - timedelta(hours=3 - number),
            outgoing=mail if direction == "outbound" else None,
        )
    made = now - timedelta(days=3)
    for days, fields in (
        (-1, {}),
        (0.01, {}),
        (2, {}),
        (
            -2,
            {
                "outcome": "kept",
                "closed_at": now,
                "delivered_at": now,
                "topic": delivery,
                "value": 3,
                "delivered_value": 4,
                "expected_value": 2,
                "tier": "high",
            },
        ),
        (-2, {"outcome": "broken", "closed_at": now, "topic": courtesy, "tier": "high"}),
    ):
        make_promise(
            owner=agent,
            customer=customer,
            conversation=conversation,
            made_at=made,
            due_at=now + timedelta(days=days),
            **fields,
        )
    for topic, fields in ((courtesy, {"felt": 6}), (delivery, {"value": 2, "adequate": 4})):
        Expectation.objects.create(
            customer=customer,
            topic=topic,
            recorded_by=agent,
            recorded_at=made,
            wording="in my words",
            **fields,
        )
    Perception.objects.create(
        customer=customer,
        topic=courtesy,
        perceived=5,
        expected=6,
        against_expectation=-1,
        comment="could be warmer",
        answered_at=now,
        tier="high",
    )
    RawMail.objects.create(
        digest=files.keep(b"no mail at all"),
        size=14,
        source="pipe",
        received_at=now,
        state="parked",
        problem="unreadable",
    )
    Delivery.objects.create(subscriber="core.send_mail", state="parked", due_at=now, error="no")
    return customer


@pytest.fixture
def full_desk(busy_desk, agent, manager):
    """The busy desk with all that is negotiated, ranked, steered, found and given."""
    now = timezone.now()
    desks.negotiate(busy_desk, agent=agent, manager=manager, now=now)
    desks.rank(busy_desk, agent=agent, now=now)
    desks.steer(manager=manager, now=now)
    desks.promise_more(busy_desk, agent=agent, manager=manager, now=now)
    return busy_desk
