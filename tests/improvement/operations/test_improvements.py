from datetime import date

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.improvement.models import Improvement, ImprovementNote
from heed.improvement.operations import improvements
from heed.improvement.operations.improvements import Plan, change_improvement, open_improvement
from tests.expectations.factories import make_measured_topic, make_topic
from tests.improvement.factories import make_improvement
from tests.improvement.measured import answer
from tests.moments import DAY, NOON


def test_the_figure_is_kept_as_it_is_now(manager):
    topic = make_topic()
    answer(topic, 3, 4, 4, 5, 3, 5, around=NOON - 5 * DAY)

    opened = open_improvement(
        title="Smile", figure=f"perceived:{topic.pk}", expected_to=5.0, actor=manager, now=NOON
    )

    assert (opened.expected_from, opened.expected_change) == (4.0, 1.0)
    assert (opened.found["value"], opened.found["n"]) == (4.0, 6)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        pytest.param({"expected_to": 5.0}, "AimWithoutFigure", id="effect without figure"),
        pytest.param({"figure": "perceived:all"}, "AimMissing", id="figure without effect"),
        pytest.param(
            {"figure": "perceived:9999", "expected_to": 5.0}, "FigureUnknown", id="no such topic"
        ),
        pytest.param(
            {"figure": "perceived:all", "expected_to": 8.0}, "AimBeyondScale", id="beyond 7"
        ),
        pytest.param(
            {"figure": "own", "expected_from": 0.9, "expected_to": 0.8}, "AimBackwards", id="worse"
        ),
        pytest.param(
            {"figure": "gap:all", "expected_to": 1.0, "comparison": "others"},
            "ComparisonImpossible",
            id="other tiers of none",
        ),
        pytest.param({"due_on": date(2026, 3, 1)}, "ImprovementDueInPast", id="yesterday"),
        pytest.param({"place": "https://evil.example/"}, "PlaceOutside", id="outside"),
        pytest.param({"window_days": 3}, "DaysOutOfRange", id="three days"),
    ],
)
def test_a_plan_that_cannot_be_judged_is_refused(manager, plan, refusal):
    with pytest.raises(getattr(improvements, refusal)):
        open_improvement(title="Smile", actor=manager, now=NOON, **plan)

    assert not Improvement.objects.exists()
    assert not Event.objects.exists()


def test_less_is_better_where_the_topic_says_so(manager):
    topic = make_measured_topic()

    opened = open_improvement(
        title="Sooner", figure=f"delivered:{topic.pk}", expected_to=2.0, actor=manager, now=NOON
    )

    assert opened.expected_from is None


def test_analysts_propose_and_change_nothing(analyst, agent):
    opened = open_improvement(title="Smile", actor=analyst, now=NOON)

    with pytest.raises(NotPermitted):
        change_improvement(
            improvement_id=opened.pk, changes=0, plan=Plan(title="X"), actor=analyst, now=NOON
        )
    with pytest.raises(NotPermitted):
        open_improvement(title="Smile", actor=agent, now=NOON)

    assert Improvement.objects.get().title == "Smile"


def test_of_two_who_change_the_same_the_second_is_told(manager, admin):
    opened = make_improvement(owner=manager)
    plan = Plan(title="Smile", due_on=date(2026, 3, 9))

    change_improvement(improvement_id=opened.pk, changes=0, plan=plan, actor=manager, now=NOON)
    with pytest.raises(improvements.ImprovementChangedMeanwhile):
        change_improvement(
            improvement_id=opened.pk, changes=0, plan=Plan(title="Frown"), actor=admin, now=NOON
        )

    opened.refresh_from_db()
    assert (opened.title, opened.changes) == ("Smile", 1)
    assert Event.objects.get().payload["fields"] == ["due_on", "title"]


def test_notes_are_dated_and_never_empty(manager):
    opened = make_improvement(owner=manager)

    improvements.note_on_improvement(
        improvement_id=opened.pk, text=" Half done ", actor=manager, now=NOON
    )
    with pytest.raises(improvements.NoteMissing):
        improvements.note_on_improvement(
            improvement_id=opened.pk, text=" ", actor=manager, now=NOON
        )

    assert ImprovementNote.objects.get().text == "Half done"
