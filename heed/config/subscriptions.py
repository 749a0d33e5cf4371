"""Which task runs after which event, and what runs by the clock: all of it, on this page."""

from datetime import timedelta

from heed.core import jobs
from heed.core.jobs import Periodic

SUBSCRIPTIONS: dict[str, tuple[jobs.Subscriber, ...]] = {}

PERIODIC = (Periodic(jobs.prune_done, every=timedelta(hours=1)),)


def register() -> None:
    """Hand the list to the job runner."""
    jobs.register(SUBSCRIPTIONS.items(), PERIODIC)
