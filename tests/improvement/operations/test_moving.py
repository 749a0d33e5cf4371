import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.improvement.models import Improvement
from heed.improvement.operations import improvements, moving
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


def test_a_result_that_is_taken_back_stays_as_a_note(manager):
    improvement = make_improvement(owner=manager, closed_at=NOON, closed_by=manager, result="No")

    moving.reopen_improvement(improvement_id=improvement.pk, actor=manager, now=NOON + DAY)

    note = improvement.notes.get()
    assert (note.text, note.is_former_result, note.written_at) == ("No", True, NOON)


def test_an_improvement_goes_over_the_board_and_back(manager):
    improvement = make_improvement(owner=manager, due_on=NOON.date())

    def move(was, state, **further):
        return moving.move_improvement(
            improvement_id=improvement.pk, was=was, state=state, actor=manager, now=NOON, **further
        )

    move("found", "doing")
    moved = move("doing", "measuring", effective_on=(NOON - 3 * DAY).date())
    assert moved.effective_at == (NOON - 3 * DAY).replace(hour=0)
    back = move("measuring", "doing")
    assert (back.state, back.effective_at) == ("doing", None)


def test_of_two_who_move_the_same_the_second_is_told(manager, admin):
    improvement = make_improvement(owner=manager, due_on=NOON.date())
    step = {"improvement_id": improvement.pk, "was": "found", "state": "doing", "now": NOON}

    moving.move_improvement(actor=manager, **step)
    with pytest.raises(moving.ImprovementMovedMeanwhile, match="stands at “Under way” by now"):
        moving.move_improvement(actor=admin, **step)

    assert Event.objects.count() == 1


def test_what_has_no_day_does_not_begin_and_what_is_to_come_is_not_in_force(manager):
    undated = make_improvement(owner=manager)
    dated = make_improvement(owner=manager, due_on=NOON.date(), state="doing")

    with pytest.raises(moving.DueDayMissing):
        moving.move_improvement(
            improvement_id=undated.pk, was="found", state="doing", actor=manager, now=NOON
        )
    with pytest.raises(moving.InForceInFuture):
        moving.move_improvement(
            improvement_id=dated.pk, was="doing", state="measuring", actor=manager, now=NOON,
            effective_on=(NOON + DAY).date(),
        )  # fmt: skip
