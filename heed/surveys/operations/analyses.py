"""Analyses of a survey's answers: asked for by people, made in a child process, kept here."""

import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.surveys.analysing.choices import Choice, as_object
from heed.surveys.events import AnalysisAsked
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.analyses import is_stale

TIME_LIMIT_SECONDS = 240
LEASE = timedelta(seconds=TIME_LIMIT_SECONDS + 60)
MOST_WAITING = 200
MOST_KEPT = 300
KEPT_UNASKED = timedelta(days=30)
ASKED_AGAIN_AFTER = timedelta(minutes=15)
NOTED_EVERY = timedelta(days=1)


class TooManyWaiting(DomainError):
    code = "analysis.too_many_waiting"
    message = _("%(waiting)s analyses wait to be made already. Come back when they are ready.")


class AnalysisFailed(DomainError):
    code = "analysis.failed"
    message = _("The analysis could not be made: %(problem)s. It is tried again by itself.")


@transaction.atomic
def ask_for_analysis(*, survey_id: int, choice: Choice, actor: User, now: datetime) -> Analysis:
    """Give the snapshot of a choice; where there is none, or an old one, have it made.

    While a new one is made the old content stays. Publishes AnalysisAsked where something is to
    be made. Raises TooManyWaiting, NotPermitted.
    """
    access.require(actor, "surveys.view")
    survey = Survey.objects.get(pk=survey_id)
    held = Analysis.objects.filter(survey=survey, digest=choice.digest)
    analysis = held.select_for_update().first()
    if analysis and not _is_to_be_made(analysis, survey, now):
        if analysis.state != Analysis.State.WAITING and analysis.asked_at < now - NOTED_EVERY:
            analysis.asked_at = now
            analysis.save(update_fields=["asked_at"])
        return analysis
    _refuse_too_many()
    analysis, _is_new = Analysis.objects.update_or_create(
        survey=survey,
        digest=choice.digest,
        defaults={"choice": as_object(choice), "asked_at": now, "state": Analysis.State.WAITING},
    )
    asked = AnalysisAsked(analysis_id=analysis.pk, survey_id=survey.pk)
    events.publish(asked, actor=actor, at=now)
    return analysis


def _is_to_be_made(analysis: Analysis, survey: Survey, now: datetime) -> bool:
    """An order that nobody has carried out for long is given again."""
    if analysis.state == Analysis.State.WAITING:
        return analysis.asked_at < now - ASKED_AGAIN_AFTER
    return is_stale(analysis, survey)


def _refuse_too_many() -> None:
    waiting = Analysis.objects.filter(state=Analysis.State.WAITING).count()
    if waiting >= MOST_WAITING:
        raise TooManyWaiting(waiting=waiting)


def make_analysis(*, analysis_id: int, now: datetime) -> None:
    """Make a snapshot in a child process and keep it; nothing where it is there or gone.

    Call it outside a transaction. Raises AnalysisFailed, and leaves it waiting.
    """
    analysis = Analysis.objects.filter(pk=analysis_id).first()
    if analysis is None or analysis.state != Analysis.State.WAITING:
        return
    began = monotonic()
    made = _made_in_child(analysis)
    analysis.state = made["state"]
    analysis.content = made["content"]
    analysis.responses = made["responses"]
    analysis.made_at = now
    analysis.seconds = round(monotonic() - began, 2)
    analysis.save(update_fields=["state", "content", "responses", "made_at", "seconds"])
    prune_analyses(survey_id=analysis.survey_id, now=now)


def _made_in_child(analysis: Analysis) -> dict[str, Any]:
    database = str(connection.settings_dict["NAME"])
    request = json.dumps({"analysis": analysis.pk, "database": database})
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as told,
        tempfile.TemporaryFile("w+", encoding="utf-8") as complaints,
    ):
        try:
            subprocess.run(
                [sys.executable, "-P", "-m", "heed.surveys.analysis"],
                input=request,
                stdout=told,
                stderr=complaints,
                text=True,
                check=True,
                timeout=TIME_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired as problem:
            raise AnalysisFailed(problem=problem) from problem
        except subprocess.CalledProcessError as problem:
            complaints.seek(0)
            last = complaints.read().strip().rpartition("\n")[2] or str(problem)
            raise AnalysisFailed(problem=last) from problem
        told.seek(0)
        made: dict[str, Any] = json.load(told)
        return made


def prune_analyses(*, survey_id: int, now: datetime) -> None:
    """Forget what nobody asked for in a month, and the oldest where there are very many."""
    made = Analysis.objects.filter(survey_id=survey_id).exclude(state=Analysis.State.WAITING)
    made.filter(asked_at__lt=now - KEPT_UNASKED).delete()
    beyond = made.order_by("-asked_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:]
    Analysis.objects.filter(pk__in=list(beyond)).delete()
