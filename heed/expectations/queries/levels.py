"""The need levels of topics: which holds on a day, and which held before."""

from datetime import date

from django.db.models import QuerySet

from heed.expectations.models import Topic, TopicLevel


def levels_in_force(on: date) -> dict[int, TopicLevel]:
    """Per topic the newest level valid on that day; one statement."""
    rows = TopicLevel.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    return {row.topic_id: row for row in rows}


def levels_of(topic: Topic) -> QuerySet[TopicLevel]:
    """All levels of the topic, the newest first."""
    rows = topic.levels.select_related("recorded_by", "topic")
    return rows.order_by("-valid_from", "-pk")
