from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.events import ExclusionLifted, ExclusionMarked
from heed.expectations.models import Exclusion, Topic
from heed.expectations.operations.topics import require_in_use


class ExclusionOfItself(DomainError):
    code = "exclusion.of_itself"
    message = _("“%(topic)s” cannot exclude itself. Choose two different topics.")


class ExclusionKnown(DomainError):
    code = "exclusion.known"
    message = _("“%(first)s” and “%(second)s” are marked as excluding each other already.")


@transaction.atomic
def mark_exclusion(
    *, first: Topic, second: Topic, actor: User, now: datetime, reason: str = ""
) -> Exclusion:
    """Note that two topics cannot both be fulfilled, in whichever order they are given.

    Publishes ExclusionMarked. Raises ExclusionOfItself, ExclusionKnown, TopicRetiredAlready.
    """
    access.require(actor, "topics.change")
    require_in_use(first)
    require_in_use(second)
    if first.pk == second.pk:
        raise ExclusionOfItself(topic=first)
    lower, higher = sorted((first, second), key=lambda topic: topic.pk)
    exclusion, is_new = Exclusion.objects.get_or_create(
        first=lower,
        second=higher,
        defaults={"reason": reason.strip(), "marked_by": actor, "marked_at": now},
    )
    if not is_new:
        raise ExclusionKnown(first=first, second=second)
    happened = ExclusionMarked(topic_id=lower.pk, other_id=higher.pk)
    events.publish(happened, actor=actor, at=now)
    return exclusion


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, actor: User, now: datetime) -> None:
    """Note that two topics can both be fulfilled after all. Publishes ExclusionLifted."""
    access.require(actor, "topics.change")
    if Exclusion.objects.filter(pk=exclusion.pk).delete()[0]:
        happened = ExclusionLifted(topic_id=exclusion.first_id, other_id=exclusion.second_id)
        events.publish(happened, actor=actor, at=now)
