"""Which task runs after which event, and what runs by the clock: all of it, on this page."""

from datetime import timedelta

from heed.accounts import tasks as accounts_tasks
from heed.conversations import documents as conversation_documents
from heed.conversations import tasks as conversations_tasks
from heed.core import jobs
from heed.core import tasks as core_tasks
from heed.core.jobs import BatchSubscriber, Periodic, Subscriber
from heed.customers import tasks as customers_tasks
from heed.expectations import advice_tasks, negotiation_tasks
from heed.expectations import tasks as expectations_tasks
from heed.improvement import tasks as improvement_tasks
from heed.loyalty import tasks as loyalty_tasks
from heed.surveys import call_tasks, text_tasks
from heed.surveys import tasks as surveys_tasks
from heed.value import tasks as value_tasks
from heed.value import tier_tasks

INDEX_CONVERSATION = Subscriber(conversation_documents.index_conversation)
INDEX_CUSTOMER = Subscriber(customers_tasks.index_customer)
INDEX_CONVERSATIONS_OF_CUSTOMER = Subscriber(conversation_documents.index_conversations_of_customer)
TELL_OWNER = Subscriber(expectations_tasks.tell_owner)
PROPOSE_FOUND = Subscriber(advice_tasks.propose_found)
SETTLE_ANNOUNCED = Subscriber(advice_tasks.settle_announced)
ADVANCE_ROUND = Subscriber(surveys_tasks.advance_round, lease=timedelta(minutes=5))
TELL_NEGOTIATOR = Subscriber(negotiation_tasks.tell_negotiator)

SUBSCRIPTIONS: dict[str, tuple[Subscriber, ...]] = {
    "core.MailWritten": (Subscriber(core_tasks.send_mail, is_atomic=False),),
    "core.MailBounced": (Subscriber(conversations_tasks.tell_author_of_bounce),),
    "customers.CustomerCreated": (INDEX_CUSTOMER,),
    "customers.CustomerChanged": (
        INDEX_CUSTOMER,
        INDEX_CONVERSATIONS_OF_CUSTOMER,
        Subscriber(expectations_tasks.reopen_summaries),
    ),
    "customers.CustomerErased": (
        Subscriber(conversations_tasks.erase_words),
        Subscriber(core_tasks.remove_mail_files, is_atomic=False),
        Subscriber(expectations_tasks.erase_words),
        Subscriber(surveys_tasks.erase_responses),
        Subscriber(call_tasks.forget_calls),
        Subscriber(loyalty_tasks.erase_words),
    ),
    "customers.CustomerDeclinedSurveys": (Subscriber(call_tasks.end_declined_lines),),
    "customers.CustomersImported": (
        Subscriber(
            customers_tasks.index_customers_of_batch,
            is_atomic=False,
            is_slow=True,
            lease=timedelta(minutes=30),
        ),
    ),
    "conversations.ConversationOpened": (
        INDEX_CONVERSATION,
        Subscriber(expectations_tasks.cover_conversation),
    ),
    "conversations.ConversationClosed": (SETTLE_ANNOUNCED,),
    "conversations.AutomaticReplySent": (INDEX_CONVERSATION,),
    "conversations.MessageReceived": (
        INDEX_CONVERSATION,
        Subscriber(advice_tasks.reply_automatically),
        Subscriber(text_tasks.read_message),
    ),
    "conversations.MessageSent": (
        INDEX_CONVERSATION,
        PROPOSE_FOUND,
        SETTLE_ANNOUNCED,
        Subscriber(expectations_tasks.keep_by_answer),
    ),
    "conversations.NoteWritten": (INDEX_CONVERSATION, PROPOSE_FOUND),
    "conversations.ConversationAssigned": (INDEX_CONVERSATION,),
    "surveys.AnalysisAsked": (
        Subscriber(
            surveys_tasks.make_analysis,
            is_atomic=False,
            is_slow=True,
            lease=surveys_tasks.ANALYSIS_LEASE,
        ),
    ),
    "expectations.PromiseMade": (Subscriber(advice_tasks.announce_promise),),
    "expectations.PromiseDueSoon": (TELL_OWNER,),
    "expectations.PromiseOverdue": (TELL_OWNER,),
    "expectations.PromiseEscalated": (Subscriber(expectations_tasks.tell_managers),),
    "expectations.PromiseHandedOver": (
        TELL_OWNER,
        Subscriber(expectations_tasks.tell_owner_before),
    ),
    "expectations.TimeAnswered": (Subscriber(expectations_tasks.tell_proposer),),
    "expectations.HandOverProposed": (Subscriber(expectations_tasks.tell_proposed),),
    "expectations.PromiseClosed": (
        Subscriber(surveys_tasks.invite_after_promise),
        Subscriber(expectations_tasks.tell_owner_of_breach),
        SETTLE_ANNOUNCED,
    ),
    "expectations.BrokenPromiseDelivered": (SETTLE_ANNOUNCED,),
    "expectations.OfferAnswered": (TELL_NEGOTIATOR,),
    "expectations.OfferExpired": (TELL_NEGOTIATOR,),
    "expectations.ConcessionAsked": (Subscriber(negotiation_tasks.tell_asked),),
    "expectations.ConcessionAnswered": (TELL_NEGOTIATOR,),
    "expectations.NegotiationClosed": (Subscriber(negotiation_tasks.tell_escalated),),
    "expectations.NegotiationResumed": (TELL_NEGOTIATOR,),
    "improvement.ImprovementMeasured": (Subscriber(improvement_tasks.tell_owner),),
    "surveys.ResponseSubmitted": (
        BatchSubscriber(text_tasks.read_response),
        BatchSubscriber(loyalty_tasks.record_said_departure),
    ),
    "surveys.SurveyInvitationAnswered": (Subscriber(call_tasks.end_answered_line),),
    "surveys.InvitationRoundOrdered": (ADVANCE_ROUND,),
    "surveys.InvitationRoundAdvanced": (ADVANCE_ROUND,),
    "value.TierPolicyDrafted": (
        Subscriber(
            tier_tasks.preview_policy,
            is_atomic=False,
            is_slow=True,
            lease=timedelta(minutes=10),
        ),
    ),
    "value.TierPolicyApproved": (
        Subscriber(
            tier_tasks.follow_policy,
            is_atomic=False,
            is_slow=True,
            lease=timedelta(minutes=10),
        ),
    ),
    "value.UploadOrdered": (
        Subscriber(
            value_tasks.carry_out_upload,
            is_atomic=False,
            is_slow=True,
            lease=value_tasks.UPLOAD_LEASE,
        ),
    ),
    "value.ImportUndoOrdered": (
        Subscriber(
            value_tasks.undo_import,
            is_atomic=False,
            is_slow=True,
            lease=value_tasks.UPLOAD_LEASE,
        ),
    ),
}

PERIODIC = (
    Periodic(expectations_tasks.keep_promises_in_time, every=timedelta(seconds=30)),
    Periodic(negotiation_tasks.keep_negotiations_in_time, every=timedelta(seconds=30)),
    Periodic(advice_tasks.settle_passed, every=timedelta(seconds=30)),
    Periodic(
        advice_tasks.learn_advice,
        every=timedelta(minutes=15),
        is_slow=True,
        lease=timedelta(minutes=10),
    ),
    Periodic(expectations_tasks.summarise_ledger, every=timedelta(minutes=30)),
    Periodic(surveys_tasks.close_due_surveys, every=timedelta(minutes=5)),
    Periodic(text_tasks.keep_reading, every=timedelta(minutes=2)),
    Periodic(
        text_tasks.learn_texts,
        every=timedelta(minutes=15),
        is_slow=True,
        lease=timedelta(minutes=15),
    ),
    Periodic(conversations_tasks.poll_mailbox, every=timedelta(seconds=60)),
    Periodic(conversations_tasks.take_in_stored, every=timedelta(seconds=60)),
    Periodic(
        improvement_tasks.measure_due,
        every=timedelta(hours=1),
        is_slow=True,
        lease=timedelta(minutes=10),
    ),
    Periodic(
        value_tasks.revalue_when_stale,
        every=timedelta(minutes=15),
        is_slow=True,
        lease=timedelta(minutes=10),
    ),
    Periodic(
        loyalty_tasks.follow_when_stale,
        every=timedelta(minutes=15),
        is_slow=True,
        lease=timedelta(minutes=10),
    ),
    Periodic(accounts_tasks.keep_holidays, every=timedelta(days=1)),
    Periodic(core_tasks.prune_idempotency, every=timedelta(hours=1)),
    Periodic(jobs.prune_done, every=timedelta(hours=1)),
)


def register() -> None:
    """Hand the list to the job runner."""
    jobs.register(SUBSCRIPTIONS.items(), PERIODIC)
