"""One analysis, from the rows in the database to what its page shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.measuring.catalogue import method_named
from heed.measuring.layout import AnswerTable, answer_table
from heed.measuring.objects import plain_object
from heed.measuring.parsers import options_of
from heed.measuring.refusals import Misuse, NotMeasurable
from heed.measuring.report import Report, as_object, measured
from heed.surveys.analysing.choices import Choice, choice_from
from heed.surveys.analysing.commands import RESULTS, Setup
from heed.surveys.analysing.setups import setup_for, setups_of
from heed.surveys.analysis.guarding import Guarded, TellsOfFew, guarded, left_out_said
from heed.surveys.analysis.labels import labels_of
from heed.surveys.analysis.telling import told
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.analyses import told_count
from heed.surveys.queries.chosen import narrowed_to_topic, robots_among
from heed.surveys.queries.other_tables import table_of
from heed.surveys.queries.results import counted
from heed.surveys.queries.versions import asked_in

Object = dict[str, Any]
ENGLISH = "en"


class NothingToMeasure(DomainError):
    code = "analysis.nothing_to_measure"
    message = _("No question of this survey fits this analysis, or none is about this topic.")


class NobodyAnswered(DomainError):
    code = "analysis.nobody_answered"
    message = _("Nobody has answered yet, or nobody of those chosen. Choose more, or wait.")


class TakesNoWeights(DomainError):
    code = "analysis.takes_no_weights"
    message = _("This method cannot weigh answers. Choose it without weights.")


@dataclass(frozen=True)
class Prepared:
    """What an analysis is made of, read once for all languages."""

    questionnaire: Questionnaire
    setup: Setup
    table: AnswerTable
    arguments: tuple[str, ...]

    def report(self) -> Report:
        """Raises DomainError where it cannot be measured, in the language of the moment."""
        method = method_named(self.setup.command)
        try:
            options = options_of(self.setup.command, method, self.arguments)
            return measured(self.setup.command, method, self.table, options)
        except Misuse as problem:
            raise NotMeasurable(why=problem) from problem


def made(analysis_id: int, *, database: str) -> Object:
    """State, content and responses of an analysis, worked out now.

    What a method cannot take is a state of its own, with the reason in each language.
    """
    connection.settings_dict["NAME"] = database
    analysis = Analysis.objects.select_related("survey__version").get(pk=analysis_id)
    survey, choice = analysis.survey, choice_from(analysis.choice)
    responses = told_count(survey)
    state, content = _made(survey, choice)
    return {"state": state, "content": content, "responses": responses}


def _made(survey: Survey, choice: Choice) -> tuple[str, Object]:
    asked = asked_in(survey.version)
    try:
        if choice.method == RESULTS:
            return Analysis.State.READY, _results(survey, asked, choice)
        prepared = prepared_for(survey, asked, choice)
    except DomainError as problem:
        refusal = problem
        return Analysis.State.REFUSED, {"refusal": _in_each_language(lambda _code: str(refusal))}
    try:
        return Analysis.State.READY, _content(survey, choice, prepared)
    except TellsOfFew as problem:
        few = problem
        return Analysis.State.REFUSED, {"refusal": _in_each_language(lambda _code: str(few))}
    except DomainError:
        return Analysis.State.REFUSED, {"refusal": _in_each_language(lambda _code: _why(prepared))}


def _results(survey: Survey, asked: Questionnaire, choice: Choice) -> Object:
    if choice.weight:
        raise TakesNoWeights
    found = counted(survey, asked, choice.filters)
    shown = _in_each_language(lambda code: {"results": plain_object(found.results(code))})
    return {
        "object": shown[ENGLISH]["results"],
        "n": found.n,
        "rows": found.n,
        "left_out": {"robots": found.left_out},
        "command": "",
        "shown": shown,
    }


def prepared_for(survey: Survey, asked: Questionnaire, choice: Choice) -> Prepared:
    """Read the answers of a choice. Raises DomainError where they cannot be had or measured."""
    questionnaire = narrowed_to_topic(survey, asked, choice.filters.topic)
    setups = setups_of(questionnaire, language=ENGLISH, is_anonymous=survey.is_anonymous)
    setup = setup_for(setups, method=choice.method, subject=choice.subject)
    if setup is None:
        raise NothingToMeasure
    if choice.weight and not setup.takes_weights:
        raise TakesNoWeights
    written = _written(table_of(survey, questionnaire, choice, setup, is_whole=False))
    if len(written) < 2:
        raise NobodyAnswered
    table = answer_table(setup.file, written, read_as=[], is_comma_decimal=False)
    arguments = setup.arguments_for(answers=len(table.rows), is_weighted=bool(choice.weight))
    return Prepared(questionnaire, setup, table, arguments)


def _written(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """As a file has them; the same text is kept once."""
    return [[intern(str(cell)) for cell in row] for row in rows]


def _content(survey: Survey, choice: Choice, prepared: Prepared) -> Object:
    with translation.override(ENGLISH):
        report = prepared.report()
        left = guarded(report) if survey.is_anonymous else Guarded(report)
        found = as_object(left.report)
    return {
        "object": found,
        "n": len(report.answers),
        "rows": report.answers.reading.table.total,
        "left_out": {"robots": robots_among(survey, choice.filters)},
        "command": prepared.setup.command_line(
            answers=len(prepared.table.rows), is_weighted=bool(choice.weight)
        ),
        "shown": _in_each_language(
            lambda code: _shown(left, labels_of(prepared.questionnaire, code))
        ),
    }


def _shown(left: Guarded, labels: dict[str, str]) -> Object:
    shown = told(left.report, labels, is_drawn=left.has_chart)
    if not left.is_whole:
        shown["reading"].append(left_out_said())
    return shown


def _why(prepared: Prepared) -> str:
    """The reason in the language of the moment: what it names may be words too."""
    try:
        prepared.report()
    except DomainError as refusal:
        return str(refusal)
    return ""


def _in_each_language(tell: Callable[[str], Any]) -> Object:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = tell(code)
    return found
