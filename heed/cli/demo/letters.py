"""Messages as intake and answering would have left them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from heed.accounts.models import User
from heed.cli.demo.dice import is_lucky, token
from heed.cli.demo.history import History
from heed.cli.demo.phrases import Voice
from heed.cli.demo.staff import ADDRESS, DOMAIN, NAME, Company
from heed.conversations import rules
from heed.conversations.events import ConversationOpened, MessageReceived, MessageSent
from heed.conversations.mime.addresses import Address
from heed.conversations.mime.mail import MESSAGE, ParsedMail
from heed.conversations.mime.threading import reply_subject
from heed.conversations.models import Conversation, Message
from heed.core.models import OutgoingMail
from heed.core.outbox import MOST_REFERENCES, MailWritten
from heed.customers.models import Customer

SECONDS_TO_SEND = 2
QUOTING_SHARE = 0.6
REPLY_MARK = {"en": "Re: ", "zh": "回复："}


def open_conversation(
    history: History, customer: Customer, *, subject: str, at: datetime, company: Company
) -> Conversation:
    """A conversation as a customer's first letter opens it."""
    conversation = Conversation(
        customer=customer,
        subject=rules.clip_line(subject, 998),
        base_subject=rules.compared_subject(subject),
        team=customer.team,
        assignee=customer.named_agent,
        opened_at=at,
        last_message_at=at,
    )
    history.conversations.append(conversation)
    history.happen(
        ConversationOpened, at=at, actor=company.system,
        customer_id=customer, conversation_id=conversation, channel=conversation.channel,
    )  # fmt: skip
    return conversation


def receive(
    history: History,
    conversation: Conversation,
    *,
    text: str,
    at: datetime,
    address: str,
    voice: Voice,
    thread: Sequence[Message],
    company: Company,
) -> Message:
    """A letter of the customer's as intake would have made a message of it."""
    chance, customer = voice.chance, conversation.customer
    quoted = _quote(voice, thread[-1]) if thread and is_lucky(chance, QUOTING_SHARE) else ""
    mark = REPLY_MARK[voice.language] if thread else ""
    sent_at = at.replace(microsecond=0) - timedelta(seconds=chance.randint(3, 40))
    letter = ParsedMail(
        message_id=f"{token(chance)}@{address.partition('@')[2]}",
        in_reply_to=(), references=(), subject=f"{mark}{conversation.subject}",
        sender=Address(customer.name, address), reply_to=(), to=(Address(NAME, ADDRESS),), cc=(),
        sent_at=sent_at, text=f"{text}\n\n{quoted}".rstrip(), reply_text=text,
        quoted_text=quoted, html="", attachments=(), kind=MESSAGE,
    )  # fmt: skip
    message = Message(
        conversation=conversation,
        direction=Message.Direction.INBOUND,
        sender_name=customer.name,
        sender_address=address,
        recipients=[{"role": "to", "name": NAME, "address": ADDRESS}],
        subject=letter.subject,
        text=text,
        quoted_text=quoted,
        message_id=letter.message_id,
        identity=rules.identity_of(letter, ""),
        sent_at=sent_at,
        at=at,
    )
    _append(history, message)
    history.happen(
        MessageReceived, at=at, actor=company.system, customer_id=customer,
        conversation_id=conversation, message_id=message, kind=message.kind,
    )  # fmt: skip
    conversation.waiting_since = rules.waiting_since(conversation.waiting_since, at)
    return message


def _quote(voice: Voice, message: Message) -> str:
    at = message.at
    day = f"{at.year}年{at.month}月{at.day}日" if voice.language == "zh" else f"{at:%d/%m/%Y}"
    head = voice.say("quote", quoted_day=day, quoted_time=f"{at:%H:%M}")
    return "\n".join([head, *(f"> {line}".rstrip() for line in message.text.splitlines())])


def send(
    history: History,
    conversation: Conversation,
    *,
    text: str,
    at: datetime,
    author: User,
    address: str,
    chance: Random,
    thread: Sequence[Message],
) -> Message:
    """A letter of ours as answering would have written it, and the worker sent it."""
    customer = conversation.customer
    references = _references(thread)
    mail = OutgoingMail(
        purpose="answer",
        message_id=f"{token(chance)}@{DOMAIN}",
        in_reply_to=references[-1] if references else "",
        references=" ".join(references[-MOST_REFERENCES:]),
        sender_name=f"{author.name} · {NAME}",
        sender_address=ADDRESS,
        to_name=customer.name,
        to_address=address,
        subject=reply_subject(conversation.subject),
        text=f"{text}\n",
        language=customer.language,
        state=OutgoingMail.State.SENT,
        written_at=at,
        sent_at=at + timedelta(seconds=SECONDS_TO_SEND),
    )
    history.mails.append((mail, customer))
    message = Message(
        conversation=conversation,
        direction=Message.Direction.OUTBOUND,
        author=author,
        sender_name=mail.sender_name,
        sender_address=mail.sender_address,
        recipients=[{"role": "to", "name": mail.to_name, "address": mail.to_address}],
        subject=mail.subject,
        text=mail.text,
        message_id=mail.message_id,
        identity=rules.identity_of_ours(mail.message_id, author.pk, token(chance)),
        sent_at=at,
        at=at,
        outgoing=mail,
    )
    _append(history, message)
    conversation.waiting_since = None
    history.happen(
        MailWritten, at=at, actor=author, mail_id=mail, customer_id=customer, purpose="answer"
    )
    history.happen(
        MessageSent, at=at, actor=author,
        customer_id=customer, conversation_id=conversation, message_id=message,
    )  # fmt: skip
    return message


def _references(thread: Sequence[Message]) -> list[str]:
    """The thread's identifiers, the customer's newest letter last, for that is answered."""
    inbound = [each.message_id for each in thread if each.direction == Message.Direction.INBOUND]
    others = [each.message_id for each in thread if each.message_id != inbound[-1]]
    return [*others, inbound[-1]]


def _append(history: History, message: Message) -> None:
    history.messages.append(message)
    conversation = message.conversation
    conversation.last_message_at = max(conversation.last_message_at, message.at)
