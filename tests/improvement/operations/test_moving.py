import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.improvement.operations import improvements, moving
from heed.improvement.models import Improvement
from tests.expectations.factories import make_topic
from tests.improvement.factories import make_improvement
from tests.moments import DAY, NOON


def test_an_improvement_is_opened_for_a_topic_and_seen_to_by_who_opened_it(manager):
    topic = make_topic()

    improvement = improvements.open_improvement(
        title=" Smile ", topic=topic, reason="", actor=manager, now=NOON
    )

    assert (improvement.title, improvement.owner) == ("Smile", manager)
    assert Event.objects.get().payload == {
        "improvement_id": improvement.pk,
        "topic_id": topic.pk,
    }


def test_an_improvement_needs_a_title_and_leave(manager, agent):
    with pytest.raises(improvements.TitleMissing):
        improvements.open_improvement(title="  ", actor=manager, now=NOON)
    with pytest.raises(NotPermitted):
        improvements.open_improvement(title="Smile", actor=agent, now=NOON)

    assert not Improvement.objects.exists()


def test_an_improvement_is_closed_once_with_a_result(manager):
    improvement = make_improvement(owner=manager)

    with pytest.raises(moving.ResultMissing):
        moving.close_improvement(improvement_id=improvement.pk, result=" ", actor=manager, now=NOON)
    moving.close_improvement(
        improvement_id=improvement.pk, result="Half the complaints", actor=manager, now=NOON
    )
    with pytest.raises(improvements.ImprovementClosedAlready, match="Half the complaints"):
        moving.close_improvement(
            improvement_id=improvement.pk, result="None", actor=manager, now=NOON + DAY
        )

    improvement.refresh_from_db()
    assert (improvement.result, improvement.closed_at) == ("Half the complaints", NOON)


def test_a_closed_improvement_is_opened_again_once(manager):
    improvement = make_improvement(owner=manager, closed_at=NOON, result="Nothing")

    moving.reopen_improvement(improvement_id=improvement.pk, actor=manager, now=NOON)
    moving.reopen_improvement(improvement_id=improvement.pk, actor=manager, now=NOON)

    improvement.refresh_from_db()
    assert (improvement.closed_at, improvement.result) == (None, "")
    assert Event.objects.get().type == "improvement.ImprovementReopened"
