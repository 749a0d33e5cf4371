from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.events import (
    TopicAdded,
    TopicChanged,
    TopicRestored,
    TopicRetired,
)
from heed.expectations.models import Expectation, Perception, Promise, Standard, TierOffer, Topic

STARTING_TOPICS: tuple[dict[str, object], ...] = (
    {"key": "courtesy", "name": "Courtesy", "name_zh": "礼貌"},
    {"key": "being-listened-to", "name": "Being listened to", "name_zh": "倾听"},
    {"key": "clear-answers", "name": "Clear answers", "name_zh": "解答清楚"},
    {"key": "problem-solved", "name": "Problem solved", "name_zh": "解决问题"},
    {
        "key": "answer-time",
        "name": "Time to answer",
        "name_zh": "答复时间",
        "kind": "measured",
        "unit": "hours",
        "unit_zh": "小时",
        "direction": "less",
    },
    {
        "key": "delivery-time",
        "name": "Delivery time",
        "name_zh": "交付时间",
        "kind": "measured",
        "unit": "days",
        "unit_zh": "天",
        "direction": "less",
    },
    {
        "key": "refund",
        "name": "Refund",
        "name_zh": "退款",
        "kind": "measured",
        "unit": "days",
        "unit_zh": "天",
        "direction": "less",
    },
    {"key": "value-for-money", "name": "Value for money", "name_zh": "性价比"},
)


TIME_UNITS = frozenset(
    {"minutes", "hours", "business hours", "days", "business days", "weeks", "months", "years"}
)


class TimeNegative(DomainError):
    code = "topic.time_negative"
    message = _("%(value)s %(unit)s cannot be: “%(topic)s” takes time. Give zero or more.")


class TopicNameTaken(DomainError):
    code = "topic.name_taken"
    message = _("There is a topic “%(name)s” already. Give this one another name.")


class TopicNameMissing(DomainError):
    code = "topic.name_missing"
    message = _("A topic needs a name, such as “Delivery time”.")


class TopicKeyTaken(DomainError):
    code = "topic.key_taken"
    message = _("The key “%(key)s” belongs to the topic “%(topic)s”. Choose another.")


class TopicUnitMissing(DomainError):
    code = "topic.unit_missing"
    message = _("“%(name)s” is measured: say in which unit, such as hours.")


class TopicInUse(DomainError):
    code = "topic.in_use"
    message = _(
        "“%(topic)s” has values in the ledger, which would change their meaning. Keep its kind, "
        "unit and direction, or retire it and add a new topic."
    )


class TopicUnderItself(DomainError):
    code = "topic.under_itself"
    message = _("“%(topic)s” cannot stand under “%(parent)s”, which stands under it or is it.")


class ParentRetired(DomainError):
    code = "topic.parent_retired"
    message = _("“%(parent)s” is no longer used. Take it into use again first, or choose another.")


class TopicHasChildren(DomainError):
    code = "topic.has_children"
    message = _("Topics still stand under “%(topic)s”, such as “%(child)s”. Move or retire them.")


class TopicRetiredAlready(DomainError):
    code = "topic.retired"
    message = _("“%(topic)s” is no longer used. Choose another topic, or take it into use again.")


@transaction.atomic
def add_topics(*, topics: Iterable[dict[str, object]], actor: User) -> None:
    """Add topics that are not there yet, by their key; what exists is left as it is."""
    access.require(actor, "topics.change")
    for position, topic in enumerate(topics):
        Topic.objects.get_or_create(key=topic["key"], defaults={**topic, "position": position})


@transaction.atomic
def add_topic(
    *,
    name: str,
    actor: User,
    now: datetime,
    key: str = "",
    name_zh: str = "",
    kind: str = Topic.Kind.FELT,
    unit: str = "",
    unit_zh: str = "",
    direction: str = Topic.Direction.MORE,
    grace_business_days: int = 3,
    parent: Topic | None = None,
) -> Topic:
    """Add a topic as the last of its parent; without a key it gets one from its name.

    Publishes TopicAdded. Raises TopicNameMissing, TopicNameTaken, TopicKeyTaken,
    TopicUnitMissing, ParentRetired.
    """
    access.require(actor, "topics.change")
    topic = Topic(
        kind=kind,
        direction=direction,
        grace_business_days=grace_business_days,
        position=_last_position() + 1,
    )
    _name(topic, name=name, name_zh=name_zh)
    _measure(topic, unit=unit, unit_zh=unit_zh)
    _place(topic, parent)
    topic.key = _free_key(key, topic.name)
    topic.save(force_insert=True)
    events.publish(TopicAdded(topic_id=topic.pk), actor=actor, at=now)
    return topic


@transaction.atomic
def change_topic(
    *,
    topic_id: int,
    name: str,
    actor: User,
    now: datetime,
    name_zh: str = "",
    kind: str,
    unit: str = "",
    unit_zh: str = "",
    direction: str,
    grace_business_days: int,
    parent: Topic | None = None,
) -> Topic:
    """Change a topic or move it under another; its key stays.

    Kind, unit and direction are fixed once the ledger holds values on it. Publishes TopicChanged.
    Raises TopicInUse, TopicUnderItself and what add_topic raises.
    """
    access.require(actor, "topics.change")
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    former = (topic.kind, topic.unit, topic.direction)
    topic.kind, topic.direction = kind, direction
    _name(topic, name=name, name_zh=name_zh)
    _measure(topic, unit=unit, unit_zh=unit_zh)
    if (topic.kind, topic.unit, topic.direction) != former and _has_values(topic):
        raise TopicInUse(topic=topic)
    if topic.parent_id != (parent.pk if parent else None):
        _place(topic, parent)
    topic.grace_business_days = grace_business_days
    topic.save()
    events.publish(TopicChanged(topic_id=topic.pk), actor=actor, at=now)
    return topic


@transaction.atomic
def retire_topic(*, topic_id: int, actor: User, now: datetime) -> Topic:
    """Offer the topic for nothing new; what stands in the ledger stays.

    Publishes TopicRetired. Raises TopicHasChildren. Does nothing where it is retired already.
    """
    access.require(actor, "topics.change")
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    child = topic.children.filter(retired_at=None).first()
    if child:
        raise TopicHasChildren(topic=topic, child=child)
    if topic.retired_at is None:
        topic.retired_at = now
        topic.save(update_fields=["retired_at"])
        events.publish(TopicRetired(topic_id=topic.pk), actor=actor, at=now)
    return topic


@transaction.atomic
def restore_topic(*, topic_id: int, actor: User, now: datetime) -> Topic:
    """Take a retired topic into use again. Publishes TopicRestored. Raises ParentRetired."""
    access.require(actor, "topics.change")
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    if topic.retired_at is None:
        return topic
    if topic.parent and topic.parent.retired_at:
        raise ParentRetired(parent=topic.parent)
    _require_free_name(topic)
    topic.retired_at = None
    topic.save(update_fields=["retired_at"])
    events.publish(TopicRestored(topic_id=topic.pk), actor=actor, at=now)
    return topic


def require_in_use(topic: Topic | None) -> None:
    """Raise TopicRetiredAlready for a topic that is offered for nothing new."""
    if topic and topic.retired_at:
        raise TopicRetiredAlready(topic=topic)


def require_possible(topic: Topic | None, *values: Decimal | None) -> None:
    """Raise TimeNegative for an amount of time below zero."""
    if topic is None or topic.unit.strip().lower() not in TIME_UNITS:
        return
    for value in values:
        if value is not None and value < 0:
            raise TimeNegative(value=value.normalize(), unit=topic.unit_name, topic=topic)


def _name(topic: Topic, *, name: str, name_zh: str) -> None:
    topic.name, topic.name_zh = name.strip(), name_zh.strip()
    if not topic.name:
        raise TopicNameMissing
    _require_free_name(topic)


def _require_free_name(topic: Topic) -> None:
    same = Q(name__iexact=topic.name)
    if topic.name_zh:
        same |= Q(name_zh=topic.name_zh)
    if Topic.objects.filter(same, retired_at=None).exclude(pk=topic.pk).exists():
        raise TopicNameTaken(name=topic.name)


def _measure(topic: Topic, *, unit: str, unit_zh: str) -> None:
    """Give the topic its unit; a felt one has none, and more of it is better."""
    if topic.kind == Topic.Kind.FELT:
        topic.unit = topic.unit_zh = ""
        topic.direction = Topic.Direction.MORE
        return
    topic.unit, topic.unit_zh = unit.strip(), unit_zh.strip()
    if not topic.unit:
        raise TopicUnitMissing(name=topic.name)


def _place(topic: Topic, parent: Topic | None) -> None:
    if parent and parent.retired_at:
        raise ParentRetired(parent=parent)
    if topic.pk and parent and topic.pk in _above(parent):
        raise TopicUnderItself(topic=topic, parent=parent)
    topic.parent = parent


def _above(topic: Topic) -> set[int]:
    """The topic and all it stands under."""
    parents = dict(Topic.objects.select_for_update().values_list("pk", "parent_id"))
    above: set[int] = set()
    place: int | None = topic.pk
    while place is not None and place not in above:
        above.add(place)
        place = parents.get(place)
    return above


def _has_values(topic: Topic) -> bool:
    rows = (Expectation, Perception, Promise, Standard, TierOffer)
    return any(model._default_manager.filter(topic=topic).exists() for model in rows)


def _last_position() -> int:
    return Topic.objects.aggregate(last=Max("position"))["last"] or 0


def _free_key(wanted: str, name: str) -> str:
    """The key asked for, or the first free one made from the name."""
    owner = Topic.objects.filter(key=wanted).first() if wanted else None
    if owner:
        raise TopicKeyTaken(key=wanted, topic=owner)
    if wanted:
        return wanted
    start = slugify(name)[:40] or "topic"
    taken = set(Topic.objects.filter(key__startswith=start).values_list("key", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (start, *numbered) if key not in taken)
