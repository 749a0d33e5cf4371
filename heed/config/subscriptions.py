"""Which task runs after which event, and what runs by the clock: all of it, on this page."""

from datetime import timedelta

from heed.accounts import tasks as accounts_tasks
from heed.conversations import documents as conversation_documents
from heed.conversations import tasks as conversations_tasks
from heed.core import api_idempotency, jobs
from heed.core import tasks as core_tasks
from heed.core.jobs import Periodic, Subscriber
from heed.customers import tasks as customers_tasks
from heed.expectations import tasks as expectations_tasks
from heed.surveys import tasks as surveys_tasks
from heed.value import tasks as value_tasks

INDEX_CONVERSATION = Subscriber(conversation_documents.index_conversation)
INDEX_CUSTOMER = Subscriber(customers_tasks.index_customer)
INDEX_CONVERSATIONS_OF_CUSTOMER = Subscriber(conversation_documents.index_conversations_of_customer)
TELL_OWNER = Subscriber(expectations_tasks.tell_owner)

SUBSCRIPTIONS: dict[str, tuple[Subscriber, ...]] = {
    "core.MailWritten": (Subscriber(core_tasks.send_mail, is_atomic=False),),
    "core.MailBounced": (Subscriber(conversations_tasks.tell_author_of_bounce),),
    "customers.CustomerCreated": (INDEX_CUSTOMER,),
    "customers.CustomerChanged": (INDEX_CUSTOMER, INDEX_CONVERSATIONS_OF_CUSTOMER),
    "customers.CustomersImported": (
        Subscriber(customers_tasks.index_customers_of_batch, is_atomic=False),
    ),
    "conversations.ConversationOpened": (INDEX_CONVERSATION,),
    "conversations.MessageReceived": (INDEX_CONVERSATION,),
    "conversations.MessageSent": (INDEX_CONVERSATION,),
    "conversations.NoteWritten": (INDEX_CONVERSATION,),
    "conversations.ConversationAssigned": (INDEX_CONVERSATION,),
    "expectations.PromiseDueSoon": (TELL_OWNER,),
    "expectations.PromiseOverdue": (TELL_OWNER,),
    "expectations.PromiseHandedOver": (TELL_OWNER,),
    "expectations.PromiseClosed": (
        Subscriber(surveys_tasks.invite_after_promise),
        Subscriber(expectations_tasks.tell_owner_of_breach),
    ),
}

PERIODIC = (
    Periodic(expectations_tasks.keep_promises_in_time, every=timedelta(seconds=30)),
    Periodic(conversations_tasks.poll_mailbox, every=timedelta(seconds=60)),
    Periodic(conversations_tasks.take_in_stored, every=timedelta(seconds=60)),
    Periodic(value_tasks.revalue_when_stale, every=timedelta(minutes=15)),
    Periodic(accounts_tasks.keep_holidays, every=timedelta(days=1)),
    Periodic(api_idempotency.prune_idempotency, every=timedelta(hours=1)),
    Periodic(jobs.prune_done, every=timedelta(hours=1)),
)


def register() -> None:
    """Hand the list to the job runner."""
    jobs.register(SUBSCRIPTIONS.items(), PERIODIC)
