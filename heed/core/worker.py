"""The worker's loop: hand out recurring tasks, run what is due, rest a little, until ended."""

import signal
import threading
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone

from heed.core import jobs

REST_SECONDS = 0.5
ROUND = 100


def run_until(stopped: threading.Event) -> None:
    """Work until the event is set; what is being run then is finished first."""
    while not stopped.is_set():
        jobs.hand_out_periodic(now=timezone.now())
        if not jobs.run_due(most=ROUND):
            close_old_connections()
            stopped.wait(REST_SECONDS)


def run_until_signalled() -> None:
    """Work until SIGTERM or SIGINT."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    run_until(stopped)
