from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.events import SteeringDecided, SteeringEnded
from heed.expectations.models import Steering, Topic
from heed.expectations.operations.topics import require_in_use

Evidence = Mapping[str, object]


class SteeringWordingMissing(DomainError):
    code = "steering.wording_missing"
    message = _("Say what customers are told about “%(topic)s”, in English or Chinese.")


class SteeringEndedAlready(DomainError):
    code = "steering.ended_already"
    message = _("This decision about “%(topic)s” has ended already.")


@transaction.atomic
def decide_steering(
    *,
    topic: Topic,
    direction: str,
    actor: User,
    now: datetime,
    tier: str = "",
    wording: str = "",
    wording_zh: str = "",
    evidence: Evidence | None = None,
) -> Steering:
    """Decide to lower, raise or hold what a tier, or everybody, expects on a topic.

    It takes the place of the decision in force, which ends. Publishes SteeringDecided, and
    SteeringEnded for the one before. Raises SteeringWordingMissing, TopicRetiredAlready.
    """
    access.require(actor, "steering.decide")
    require_in_use(topic)
    words, words_zh = wording.strip(), wording_zh.strip()
    if direction != Steering.Direction.HOLD and not (words or words_zh):
        raise SteeringWordingMissing(topic=topic)
    for former in Steering.objects.select_for_update().filter(
        topic=topic, tier=tier, ended_at=None
    ):
        _end(former, actor=actor, now=now)
    steering = Steering.objects.create(
        topic=topic,
        tier=tier,
        direction=direction,
        wording=words,
        wording_zh=words_zh,
        evidence=dict(evidence or {}),
        decided_by=actor,
        decided_at=now,
    )
    happened = SteeringDecided(topic_id=topic.pk, steering_id=steering.pk)
    events.publish(happened, actor=actor, at=now)
    return steering


@transaction.atomic
def end_steering(*, steering_id: int, actor: User, now: datetime) -> Steering:
    """End a decision: nothing is said any more. Publishes SteeringEnded.

    Raises SteeringEndedAlready.
    """
    access.require(actor, "steering.decide")
    steering = Steering.objects.select_for_update().get(pk=steering_id)
    if steering.ended_at:
        raise SteeringEndedAlready(topic=steering.topic)
    return _end(steering, actor=actor, now=now)


def _end(steering: Steering, *, actor: User, now: datetime) -> Steering:
    steering.ended_at, steering.ended_by = now, actor
    steering.save(update_fields=["ended_at", "ended_by"])
    happened = SteeringEnded(topic_id=steering.topic_id, steering_id=steering.pk)
    events.publish(happened, actor=actor, at=now)
    return steering
