"""Which task runs after which event, and what runs by the clock: all of it, on this page."""

from datetime import timedelta

from heed.conversations import tasks as conversations_tasks
from heed.core import jobs
from heed.core import tasks as core_tasks
from heed.core.jobs import Periodic, Subscriber

SUBSCRIPTIONS: dict[str, tuple[Subscriber, ...]] = {
    "core.MailWritten": (Subscriber(core_tasks.send_mail, is_atomic=False),),
}

PERIODIC = (
    Periodic(jobs.prune_done, every=timedelta(hours=1)),
    Periodic(conversations_tasks.poll_mailbox, every=timedelta(seconds=60)),
    Periodic(conversations_tasks.take_in_stored, every=timedelta(seconds=60)),
)


def register() -> None:
    """Hand the list to the job runner."""
    jobs.register(SUBSCRIPTIONS.items(), PERIODIC)
