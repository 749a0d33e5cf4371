from heed.accounts.models import Notice
from heed.conversations.operations.answering import answer
from heed.core import jobs, outbox
from heed.core.models import Delivery
from tests.conversations.factories import make_conversation
from tests.moments import HOUR, NOON


def test_who_wrote_an_answer_that_came_back_is_told_once(agent, system):
    conversation = make_conversation()
    message = answer(conversation=conversation, text="Gladly.", actor=agent, now=NOON)
    Delivery.objects.all().delete()
    mail_id = message.outgoing_id

    for _time in range(2):
        outbox.mark_bounced(mail_id=mail_id, problem="5.1.1", actor=system, now=NOON + HOUR)
    jobs.run_due(now=NOON + HOUR)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (agent, "core.MailBounced")
    assert (notice.subject_type, notice.subject_id) == ("conversation", conversation.pk)
