import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from heed.core.access import NotPermitted
from heed.core.models import Delivery, Event
from heed.surveys.analysing.choices import Choice
from heed.surveys.models import Analysis
from heed.surveys.operations.analyses import (
    MOST_KEPT,
    MOST_WAITING,
    AnalysisFailed,
    TooManyWaiting,
    ask_for_analysis,
    make_analysis,
    prune_analyses,
)
from heed.surveys.queries.analyses import analysis_of, is_stale
from tests.faults.conftest import migrated, place, python, wait_until  # noqa: F401
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.surveys.analysis.answers import make_answered
from tests.surveys.factories import make_survey

CSAT = Choice("csat", "overall")


class Stranger:
    pk = 0

    def may(self, permission):
        return False


def ask(survey, actor, *, choice=CSAT, now=NOON):
    return ask_for_analysis(survey_id=survey.pk, choice=choice, actor=actor, now=now)


def be_ready(analysis, *, responses=0, now=NOON):
    analysis.state, analysis.responses, analysis.made_at = "ready", responses, now
    analysis.content = {"n": responses}
    analysis.save()


def orders():
    return Event.objects.filter(type="surveys.AnalysisAsked").count()


def test_what_nobody_asked_for_is_put_in_the_queue_once(manager, analyst):
    survey = make_survey(actor=manager)

    first, second = ask(survey, analyst), ask(survey, analyst, now=NOON + MINUTE)

    assert first == second == analysis_of(survey, CSAT)
    assert first.state == "waiting"
    assert orders() == 1
    waiting = Delivery.objects.filter(subscriber="surveys.make_analysis")
    assert waiting.count() == 1


def test_a_fresh_one_is_given_as_it_is(manager, analyst):
    survey = make_answered(actor=manager, many=2)
    be_ready(ask(survey, analyst), responses=2)

    found = ask(survey, analyst, now=NOON + HOUR)

    assert (found.state, orders()) == ("ready", 1)
    assert not is_stale(found, survey)


def test_after_new_answers_it_is_made_again_and_the_old_one_stays_to_be_seen(manager, analyst):
    survey = make_answered(actor=manager, many=2)
    be_ready(ask(survey, analyst), responses=1)

    found = ask(survey, analyst, now=NOON + HOUR)

    assert (found.state, found.content, orders()) == ("waiting", {"n": 1}, 2)


def test_an_order_nobody_carried_out_is_given_again(manager, analyst):
    survey = make_survey(actor=manager)
    ask(survey, analyst)

    ask(survey, analyst, now=NOON + HOUR)

    assert orders() == 2


def test_who_may_not_see_surveys_may_not_have_them_analysed(manager):
    survey = make_survey(actor=manager)

    with pytest.raises(NotPermitted):
        ask(survey, Stranger())

    assert not Analysis.objects.exists()


def test_no_more_than_so_many_wait_at_once(manager, analyst):
    survey = make_survey(actor=manager)
    Analysis.objects.bulk_create(
        Analysis(survey=survey, digest=str(number), choice={}, asked_at=NOON)
        for number in range(MOST_WAITING)
    )

    with pytest.raises(TooManyWaiting, match="200 analyses wait"):
        ask(survey, analyst)

    assert Analysis.objects.count() == MOST_WAITING


def test_what_nobody_asked_for_in_a_month_is_forgotten_and_so_are_the_oldest_of_very_many(manager):
    survey = make_survey(actor=manager)
    Analysis.objects.bulk_create(
        Analysis(
            survey=survey,
            digest=str(number),
            choice={},
            state="ready",
            made_at=NOON,
            asked_at=NOON - number * MINUTE,
        )
        for number in range(MOST_KEPT + 2)
    )
    Analysis.objects.filter(digest="3").update(asked_at=NOON - 31 * DAY)

    prune_analyses(survey_id=survey.pk, now=NOON)

    kept = set(Analysis.objects.values_list("digest", flat=True))
    assert kept == {str(number) for number in range(MOST_KEPT + 1)} - {"3"}


def test_one_that_is_there_already_is_not_made_again(manager, analyst):
    survey = make_survey(actor=manager)
    analysis = ask(survey, analyst)
    be_ready(analysis)

    make_analysis(analysis_id=analysis.pk, now=NOON + timedelta(days=1))

    analysis.refresh_from_db()
    assert analysis.made_at == NOON


def test_a_child_that_fails_leaves_it_waiting(manager, analyst, monkeypatch):
    survey = make_survey(actor=manager)
    analysis = ask(survey, analyst)
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at-all")

    with pytest.raises(AnalysisFailed, match="The analysis could not be made: "):
        make_analysis(analysis_id=analysis.pk, now=NOON)

    monkeypatch.undo()
    analysis.refresh_from_db()
    assert (analysis.state, analysis.made_at, analysis.content) == ("waiting", None, None)


ASKED = """
from datetime import UTC, datetime
from heed.accounts.models import User
from heed.surveys.analysing.choices import Choice
from heed.surveys.operations.analyses import ask_for_analysis
from tests.surveys.analysis.answers import make_answered
from django.utils import timezone
from heed.accounts.queries import system_user
survey = make_answered(actor=system_user(), many=40)
now = timezone.now()
ask_for_analysis(
    survey_id=survey.pk, choice=Choice("csat", "overall"), actor=system_user(), now=now
)
"""


WORK = """
from heed.config.subscriptions import register
from heed.core import jobs
register()
jobs.run_due()
"""


def test_a_child_that_is_killed_leaves_it_to_the_next_try(place):  # noqa: F811
    place.run(f"exec({ASKED!r})")
    worker = place.start(*python(f"exec({WORK!r})"))
    wait_until(lambda: children_of(worker.pid))

    os.kill(children_of(worker.pid)[0], signal.SIGKILL)
    worker.wait()

    assert made_in(place) == ("waiting", None)
    place.rows("UPDATE core_delivery SET due_at = '2020-01-01 00:00:00+00:00'")
    place.run(f"exec({WORK!r})")
    state, content = made_in(place)
    assert state == "ready"
    found = json.loads(content) if isinstance(content, str) else content
    assert set(found["shown"]) == {"en", "zh-hans"}


def children_of(parent):
    """The processes that a process started, by their numbers."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def made_in(place):  # noqa: F811
    return place.rows("SELECT state, content FROM surveys_analysis")[0]
