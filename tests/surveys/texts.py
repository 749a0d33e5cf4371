from datetime import datetime
from itertools import count

from heed.accounts.models import User
from heed.conversations.models import Conversation, Message
from heed.customers.models import Customer
from heed.surveys.models import Response, Survey
from heed.surveys.operations.responses import keep_page, submit_response
from tests.customers.factories import make_customer
from tests.moments import NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey

_numbers = count()
COMMENT = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "comment",
                    "name": "why",
                    "title": {"default": "Why?", "zh-cn": "为什么？"},
                }
            ],
        }
    ]
}


def make_letter(text: str, *, customer: Customer | None = None, at: datetime = NOON) -> Message:
    conversation = Conversation.objects.create(
        customer=customer or make_customer(), subject="Hello", opened_at=at, last_message_at=at
    )
    return Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.INBOUND,
        sender_name="Anna",
        text=text,
        identity=f"letter {next(_numbers)}",
        at=at,
    )


def make_text_survey(*, actor: User, is_anonymous: bool = False, now: datetime = NOON) -> Survey:
    asked = make_questionnaire(actor=actor, definition=COMMENT, now=now)
    return make_survey(actor=actor, questionnaire=asked, is_anonymous=is_anonymous, now=now)


def make_text_answer(
    text: str, *, actor: User, survey: Survey | None = None, now: datetime = NOON
) -> Response:
    response = make_response(survey=survey or make_text_survey(actor=actor, now=now), now=now)
    keep_page(response_id=response.pk, answers={"why": text}, page="", now=now)
    submit_response(response_id=response.pk, actor=actor, now=now)
    return Response.objects.get(pk=response.pk)
