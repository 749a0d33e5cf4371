import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction

from heed.core import jobs, worker
from heed.core.events import DomainEvent, publish
from heed.core.jobs import Subscriber
from tests.moments import NOON

PATIENCE_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class BellRang(DomainEvent):
    subject: ClassVar[str] = "bell_id"
    bell_id: int


@pytest.fixture
def at_work(monkeypatch, transactional_db):
    """Let a worker with both lanes run until the test is over."""
    for registry in ("_tasks", "_subscribers", "_periodic"):
        monkeypatch.setattr(jobs, registry, {})
    monkeypatch.setattr(worker, "REST_SECONDS", 0.02)
    stopped = threading.Event()
    running = threading.Thread(target=worker.run_until, args=(stopped,))

    def start(*subscribers):
        jobs.register([("core.BellRang", subscribers)], ())
        running.start()

    yield start
    stopped.set()
    running.join(PATIENCE_SECONDS)
    assert not running.is_alive()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads of a test share no SQLite database in memory"
)
def test_a_letter_goes_out_while_an_analysis_is_being_made(at_work):
    sent, made = threading.Event(), threading.Event()

    def make_analysis(event, *, now):
        assert sent.wait(PATIENCE_SECONDS)
        made.set()

    def send_letter(event, *, now):
        sent.set()

    at_work(
        Subscriber(make_analysis, is_atomic=False, is_slow=True),
        Subscriber(send_letter, is_atomic=False),
    )
    with transaction.atomic():
        publish(BellRang(bell_id=1), actor=None, at=NOON)

    assert made.wait(PATIENCE_SECONDS)
