"""The worker's loop: hand out recurring tasks, run what is due, rest a little, until ended."""

import logging
import signal
import threading
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from heed.core import jobs

logger = logging.getLogger(__name__)

REST_SECONDS = 0.5
ROUND_SECONDS = 1
LONGEST_REST_SECONDS = 30


def run_until(stopped: threading.Event) -> None:
    """Work until the event is set; what is being run then is finished first.

    While the database is locked or away the worker waits for it, trying ever less often.
    """
    failures = 0
    while not stopped.is_set():
        try:
            is_idle = _work_a_round(stopped)
        except (OperationalError, InterfaceError) as problem:
            failures += 1
            logger.warning("The worker waits for the database: %s", problem)
            connection.close()
            stopped.wait(min(REST_SECONDS * 2**failures, LONGEST_REST_SECONDS))
        else:
            failures = 0
            close_old_connections()
            if is_idle:
                stopped.wait(REST_SECONDS)


def _work_a_round(stopped: threading.Event) -> bool:
    """Hand out what recurs and run what is due for a second; return whether nothing is left."""
    jobs.hand_out_periodic(now=timezone.now())
    ends_at = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < ends_at and not stopped.is_set():
        if not jobs.run_due(most=1):
            return True
    return False


def run_until_signalled() -> None:
    """Work until SIGTERM or SIGINT."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    run_until(stopped)
