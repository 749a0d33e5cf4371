from collections.abc import Collection, Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.conversations.models import Conversation, Message, RawMail
from heed.customers.models import Customer
from heed.customers.queries import mail_address_of


def conversations_visible_to(actor: User) -> QuerySet[Conversation]:
    """Conversations of the actor's teams and of none, with customer and assignee, newest first."""
    if not actor.may("conversations.view"):
        return Conversation.objects.none()
    return (
        Conversation.objects.filter(in_teams_of(actor))
        .select_related("customer", "assignee", "team")
        .order_by("-last_message_at", "-pk")
    )


def waiting_conversations(actor: User) -> QuerySet[Conversation]:
    """Visible open conversations in which a customer waits for us, the longest waiting first."""
    waiting = conversations_visible_to(actor).filter(waiting_since__isnull=False)
    return waiting.filter(state=Conversation.State.OPEN).order_by("waiting_since", "pk")


def conversations_of(customer: Customer, actor: User) -> QuerySet[Conversation]:
    """The customer's conversations that the actor may see, newest first."""
    return conversations_visible_to(actor).filter(customer=customer)


def thread_of(conversation: Conversation) -> QuerySet[Message]:
    """The letters and notes in the order they came, with files and author: two queries."""
    return (
        conversation.messages.select_related("author", "outgoing")
        .prefetch_related("attachments")
        .order_by("at", "pk")
    )


def messages_visible_to(actor: User) -> QuerySet[Message]:
    """Letters and notes of the conversations visible to the actor, newest first."""
    if not actor.may("conversations.view"):
        return Message.objects.none()
    visible = Message.objects.filter(in_teams_of(actor, path="conversation__team"))
    return visible.select_related("conversation", "author", "outgoing").order_by("-at", "-pk")


def parked_mail() -> QuerySet[RawMail]:
    """Mail that waits for a person to mend or dismiss it, the oldest first."""
    return RawMail.objects.filter(state=RawMail.State.PARKED).order_by("received_at", "pk")


def raw_mail_visible_to(actor: User) -> QuerySet[RawMail]:
    """Mail as it came: parked or set aside, or of a conversation the actor may see."""
    unplaced = (RawMail.State.PARKED, RawMail.State.DISMISSED)
    placed = messages_visible_to(actor).order_by().filter(raw=OuterRef("pk"))
    kept = RawMail.objects.exclude(digest__startswith="erased ")
    return kept.filter(Q(state__in=unplaced) | Exists(placed))


def stored_mail() -> QuerySet[RawMail]:
    """Mail that is kept and not yet taken in, the oldest first."""
    return RawMail.objects.filter(state=RawMail.State.STORED).order_by("received_at", "pk")


def message_with(identity: str) -> Message | None:
    """The message that has this identity, or None."""
    found = Message.objects.filter(identity=identity)
    return found.select_related("conversation").get() if found.exists() else None


def message_of_mail(mail_id: int) -> Message | None:
    """The message that an outgoing mail carries, with its author and conversation, or None."""
    rows = Message.objects.filter(outgoing_id=mail_id)
    return rows.select_related("author", "conversation").first()


def messages_with_mail_ids(identifiers: Collection[str]) -> list[Message]:
    """Messages sent or received under one of these Message-IDs, the oldest first."""
    if not identifiers:
        return []
    found = Message.objects.filter(message_id__in=identifiers).exclude(message_id="")
    return list(found.select_related("conversation").order_by("pk"))


def participants_of(conversation: Conversation) -> set[str]:
    """The addresses that have written or been written to in the conversation, case folded."""
    letters = conversation.messages.exclude(direction=Message.Direction.NOTE)
    found: set[str] = set()
    for sender, recipients in letters.values_list("sender_address", "recipients"):
        found.update(each["address"].casefold() for each in recipients)
        found.add(sender.casefold())
    return found - {""}


def correspondent_of(
    conversation: Conversation, letters: Sequence[Message] | None = None
) -> tuple[str, str]:
    """Name and address to answer: of the last who wrote to us, else the customer's.

    The address is empty where none is known. Letters already read are not read again.
    """
    if letters is None:
        last = _letters_of_people(conversation).exclude(sender_address="").first()
    else:
        last = next((each for each in reversed(letters) if _is_of_a_person(each)), None)
    if last is None:
        return conversation.customer.name, mail_address_of(conversation.customer)
    for each in _with_role(last.recipients, "reply_to"):
        return each["name"] or last.sender_name, each["address"]
    return last.sender_name, last.sender_address


def references_of(conversation: Conversation) -> list[str]:
    """The identifiers of the thread in its order, the one to be answered last."""
    identified = conversation.messages.exclude(message_id="").order_by("at", "pk")
    found = list(identified.values_list("message_id", flat=True))
    last = _letters_of_people(conversation).exclude(message_id="").first()
    answered = [last.message_id] if last else found[-1:]
    return [each for each in dict.fromkeys(found) if each not in answered] + answered


def _letters_of_people(conversation: Conversation) -> QuerySet[Message]:
    written = Q(direction=Message.Direction.INBOUND, kind=Message.Kind.MESSAGE)
    return conversation.messages.filter(written).order_by("-at", "-pk")


def _is_of_a_person(letter: Message) -> bool:
    """Whether it is such a letter, and says from where it came."""
    is_inbound = letter.direction == Message.Direction.INBOUND
    return is_inbound and letter.kind == Message.Kind.MESSAGE and bool(letter.sender_address)


def _with_role(recipients: Iterable[dict[str, str]], role: str) -> list[dict[str, str]]:
    return [each for each in recipients if each["role"] == role and each["address"]]
