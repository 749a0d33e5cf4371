import pytest

from heed.core import jobs
from heed.core.jobs import Periodic, Subscriber


@pytest.fixture
def registered(monkeypatch, db):
    """Register subscribers of BellRang and recurring tasks for one test."""
    for registry in ("_tasks", "_subscribers", "_periodic"):
        monkeypatch.setattr(jobs, registry, {})

    def register(*tasks):
        subscribers = tuple(task for task in tasks if isinstance(task, Subscriber))
        periodic = tuple(task for task in tasks if isinstance(task, Periodic))
        jobs.register([("core.BellRang", subscribers)], periodic)

    return register
