"""The worker's loops: hand out recurring tasks, run what is due, rest a little, until ended.

A second thread takes the slow tasks, mostly waiting for a child process of theirs.
"""

import logging
import signal
import threading
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from heed.core import jobs
from heed.core.jobs import Lane

logger = logging.getLogger(__name__)

REST_SECONDS = 0.5
ROUND_SECONDS = 1
LONGEST_REST_SECONDS = 30


def run_until(stopped: threading.Event) -> None:
    """Work in both lanes until the event is set; what is being run then is finished first."""
    slow = threading.Thread(target=_run_lane, args=(Lane.SLOW, stopped), name="slow tasks")
    slow.start()
    _run_lane(Lane.QUICK, stopped)
    slow.join()


def _run_lane(lane: Lane, stopped: threading.Event) -> None:
    """Take up one lane; while the database is locked or away, try ever less often.

    A fault of the loop itself ends both lanes, and so the worker: no lane lies idle unseen.
    """
    try:
        _work_on(lane, stopped)
    finally:
        stopped.set()
        connection.close()


def _work_on(lane: Lane, stopped: threading.Event) -> None:
    failures = 0
    while not stopped.is_set():
        try:
            is_idle = _work_a_round(lane, stopped)
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


def _work_a_round(lane: Lane, stopped: threading.Event) -> bool:
    """Hand out what recurs and run what is due for a second; return whether nothing is left."""
    if lane is Lane.QUICK:
        jobs.hand_out_periodic(now=timezone.now())
    ends_at = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < ends_at and not stopped.is_set():
        if not jobs.run_due(most=1, lane=lane):
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
