from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.events import TopicLevelRecorded, TopicLevelWithdrawn
from heed.expectations.models import Level, Topic, TopicLevel
from heed.expectations.operations.standards import FIRST_DAY, LAST_DAY
from heed.expectations.operations.topics import require_in_use


class LevelUnknown(DomainError):
    code = "topic_level.unknown"
    message = _("“%(level)s” is no need level. Choose one of: %(levels)s.")


class LevelOfThatDay(DomainError):
    code = "topic_level.of_that_day"
    message = _(
        "“%(topic)s” has the level “%(level)s” from %(day)s already. Choose another day, or "
        "withdraw that entry first."
    )


class LevelDayOutOfRange(DomainError):
    code = "topic_level.day_out_of_range"
    message = _("A level cannot be valid from %(day)s. Give a day from 1900 to 2999.")


class LevelRestsOnNothing(DomainError):
    code = "topic_level.rests_on_nothing"
    message = _("“%(topic)s” has no answers to measure a level by. Wait for answers, or set it.")


@dataclass(frozen=True)
class Measured:
    """The level found for a topic by Kano questions: from how many answers, and on what ground."""

    topic: Topic
    level: str
    n: int
    ground: str


@transaction.atomic
def set_topic_level(
    *, topic: Topic, level: str, valid_from: date, actor: User, now: datetime, ground: str = ""
) -> TopicLevel:
    """Enter by hand which need level a topic is on from a day on; earlier ones stay.

    Publishes TopicLevelRecorded. Raises LevelUnknown, LevelOfThatDay, LevelDayOutOfRange,
    TopicRetiredAlready.
    """
    access.require(actor, "standards.change")
    row = TopicLevel(topic=topic, level=level, ground=ground.strip()[:300])
    return _recorded(row, valid_from, TopicLevel.Source.BY_HAND, actor=actor, now=now)


@transaction.atomic
def date_levels(
    *, found: Sequence[Measured], valid_from: date, actor: User, now: datetime
) -> list[TopicLevel]:
    """Enter the need levels that Kano questions gave, all of them or none.

    Publishes TopicLevelRecorded for each. Raises LevelRestsOnNothing and what set_topic_level
    raises.
    """
    access.require(actor, "standards.change")
    return [_measured(each, valid_from, actor=actor, now=now) for each in found]


@transaction.atomic
def withdraw_levels(*, level_ids: Sequence[int], actor: User, now: datetime) -> None:
    """Take back levels entered by mistake; what held before holds again.

    Publishes TopicLevelWithdrawn with what each said.
    """
    access.require(actor, "standards.change")
    rows = list(TopicLevel.objects.select_for_update().filter(pk__in=level_ids))
    TopicLevel.objects.filter(pk__in=[row.pk for row in rows]).delete()
    happened = [
        TopicLevelWithdrawn(
            topic_id=row.topic_id, level=row.level, valid_from=row.valid_from.isoformat()
        )
        for row in rows
    ]
    events.publish_all(happened, actor=actor, at=now)


def _measured(found: Measured, valid_from: date, *, actor: User, now: datetime) -> TopicLevel:
    if found.n < 1:
        raise LevelRestsOnNothing(topic=found.topic)
    row = TopicLevel(
        topic=found.topic, level=found.level, n=found.n, ground=found.ground.strip()[:300]
    )
    return _recorded(row, valid_from, TopicLevel.Source.MEASURED, actor=actor, now=now)


def _recorded(
    row: TopicLevel, valid_from: date, source: str, *, actor: User, now: datetime
) -> TopicLevel:
    require_in_use(row.topic)
    if row.level not in Level.values:
        known = ", ".join(str(each) for each in Level.labels)
        raise LevelUnknown(level=row.level, levels=known)
    if not FIRST_DAY <= valid_from <= LAST_DAY:
        raise LevelDayOutOfRange(day=valid_from.isoformat())
    made, is_new = TopicLevel.objects.get_or_create(
        topic=row.topic,
        valid_from=valid_from,
        defaults={
            "level": row.level,
            "source": source,
            "n": row.n,
            "ground": row.ground,
            "recorded_by": actor,
            "recorded_at": now,
        },
    )
    if not is_new:
        standing = made.get_level_display()
        raise LevelOfThatDay(topic=row.topic, level=standing, day=valid_from.isoformat())
    happened = TopicLevelRecorded(topic_id=row.topic.pk, topic_level_id=made.pk)
    events.publish(happened, actor=actor, at=now)
    return made
