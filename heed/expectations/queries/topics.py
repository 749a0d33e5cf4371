"""Topics as a tree, those in use, and which exclude each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from heed.expectations.models import Exclusion, Topic
from heed.expectations.queries.records import topics


@dataclass(frozen=True)
class TopicInTree:
    """A topic and how deep it stands: 0 where it stands under nothing."""

    topic: Topic
    depth: int


def topics_in_use() -> QuerySet[Topic]:
    """Topics that are offered for something new, in their order."""
    return topics().filter(retired_at=None)


def retired_topics() -> QuerySet[Topic]:
    """Topics no longer used, the last retired first."""
    return Topic.objects.filter(retired_at__isnull=False).order_by("-retired_at", "-pk")


def topic_tree() -> list[TopicInTree]:
    """Topics in use, each followed by those under it; one statement."""
    rows = list(topics_in_use())
    known = {topic.pk for topic in rows}
    under: dict[int | None, list[Topic]] = {}
    for topic in rows:
        under.setdefault(topic.parent_id if topic.parent_id in known else None, []).append(topic)
    return _branch(under, None, 0)


def _branch(
    under: dict[int | None, list[Topic]], parent: int | None, depth: int
) -> list[TopicInTree]:
    found = []
    for topic in under.get(parent, ()):
        found += [TopicInTree(topic, depth), *_branch(under, topic.pk, depth + 1)]
    return found


def exclusions() -> QuerySet[Exclusion]:
    """Pairs of topics of which a team says that both cannot be fulfilled."""
    rows = Exclusion.objects.select_related("first", "second", "marked_by")
    return rows.order_by("first__position", "second__position", "pk")


def exclusions_of(topic: Topic, rows: Sequence[Exclusion]) -> list[tuple[Exclusion, Topic]]:
    """The pairs with this topic, each with the other topic."""
    return [
        (each, each.second if each.first_id == topic.pk else each.first)
        for each in rows
        if topic.pk in {each.first_id, each.second_id}
    ]
