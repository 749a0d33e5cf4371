from heed.improvement.queries import improvements as queries
from tests.expectations.factories import make_topic
from tests.improvement.factories import make_improvement
from tests.moments import DAY, NOON


def test_open_improvements_come_first_and_are_found_by_topic(manager, agent):
    topic = make_topic()
    older = make_improvement(owner=manager, topic=topic)
    newer = make_improvement(owner=manager, topic=topic, opened_at=NOON + DAY)
    closed = make_improvement(
        owner=manager, opened_at=NOON + 2 * DAY, closed_at=NOON + 3 * DAY, result="Done"
    )

    assert list(queries.improvements(manager)) == [newer, older, closed]
    assert queries.open_improvements_by_topic(manager) == {topic.pk: [newer, older]}
    assert not queries.improvements(agent).exists()
