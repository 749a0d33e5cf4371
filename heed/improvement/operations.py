from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.models import Topic
from heed.improvement.events import ImprovementClosed, ImprovementOpened, ImprovementReopened
from heed.improvement.models import Improvement


class TitleMissing(DomainError):
    code = "improvement.title_missing"
    message = _("Say what is to be improved, such as “Same-day delivery in town”.")


class ResultMissing(DomainError):
    code = "improvement.result_missing"
    message = _("Say what came of it, be it nothing; the next one learns from it.")


class ImprovementClosedAlready(DomainError):
    code = "improvement.closed_already"
    message = _("“%(title)s” is closed already, with this result: %(result)s")


@transaction.atomic
def open_improvement(
    *,
    title: str,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    reason: str = "",
    owner: User | None = None,
) -> Improvement:
    """Set out to improve something; without an owner the actor sees to it.

    Publishes ImprovementOpened. Raises TitleMissing.
    """
    access.require(actor, "improvements.change")
    if not title.strip():
        raise TitleMissing
    improvement = Improvement.objects.create(
        title=title.strip(),
        topic=topic,
        reason=reason.strip(),
        owner=owner or actor,
        opened_by=actor,
        opened_at=now,
    )
    happened = ImprovementOpened(
        improvement_id=improvement.pk, topic_id=topic.pk if topic else None
    )
    events.publish(happened, actor=actor, at=now)
    return improvement


@transaction.atomic
def close_improvement(
    *, improvement_id: int, result: str, actor: User, now: datetime
) -> Improvement:
    """Close an improvement with what came of it.

    Publishes ImprovementClosed. Raises ResultMissing, ImprovementClosedAlready.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.closed_at:
        raise ImprovementClosedAlready(title=improvement.title, result=improvement.result)
    if not result.strip():
        raise ResultMissing
    improvement.closed_at, improvement.closed_by = now, actor
    improvement.result = result.strip()
    improvement.save(update_fields=["closed_at", "closed_by", "result"])
    events.publish(ImprovementClosed(improvement_id=improvement.pk), actor=actor, at=now)
    return improvement


@transaction.atomic
def reopen_improvement(*, improvement_id: int, actor: User, now: datetime) -> Improvement:
    """Take back that an improvement was closed; its result is dropped.

    Publishes ImprovementReopened. Does nothing where it is open.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.closed_at:
        improvement.closed_at = improvement.closed_by = None
        improvement.result = ""
        improvement.save(update_fields=["closed_at", "closed_by", "result"])
        events.publish(ImprovementReopened(improvement_id=improvement.pk), actor=actor, at=now)
    return improvement
