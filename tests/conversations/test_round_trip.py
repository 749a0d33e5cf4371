from email import message_from_bytes, policy

import pytest
from django.conf import settings

from heed.conversations import queries
from heed.conversations.operations.answering import answer
from heed.core import jobs
from tests.conversations.factories import make_conversation, receive_mail
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "SMTP", None)
    monkeypatch.setattr(settings, "OUTBOX_FOLDER", tmp_path)
    return tmp_path


def test_a_question_is_answered_and_the_customers_reply_comes_back_to_it(system, agent, outbox):
    conversation = make_conversation(sender="王伟 <wei@example.cn>", subject="订单 1042")
    answer(conversation=conversation, text="今天已经寄出。", actor=agent, now=NOON + HOUR)

    jobs.run_due(now=NOON + HOUR)
    (file,) = outbox.iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    reply = receive_mail(
        sender="wei@example.cn",
        subject=f"回复：{letter['Subject']}",
        message_id="<reply@example.cn>",
        in_reply_to=letter["Message-ID"],
        references=f"{letter['References']} {letter['Message-ID']}",
        now=NOON + 2 * HOUR,
    )

    assert letter["To"] == "王伟 <wei@example.cn>"
    assert letter["In-Reply-To"] == "<first@example.net>"
    assert letter.get_content() == "今天已经寄出。\n"
    assert (reply.state, reply.conversation_id) == ("continued", conversation.pk)
    assert [each.direction for each in queries.thread_of(conversation)] == [
        "inbound",
        "outbound",
        "inbound",
    ]
