"""Customers are asked in surveys: by a link, on the telephone, in the shop."""

from datetime import datetime, timedelta
from operator import attrgetter
from random import Random
from statistics import fmean
from uuid import UUID

from heed.cli.demo.stage import Stage
from heed.customers.models import Customer
from heed.expectations.models import Perception
from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.answering.completion import cleaned, states_of
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.quality import Circumstances, fingerprint_of, quality_flags
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.own_questions import Paired
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Comment, Rating
from heed.surveys.format.words import Part
from heed.surveys.format.writing import json_of
from heed.surveys.models import Response, Survey
from heed.surveys.operations.analyses import ask_for_analysis
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import close_survey, open_survey
from heed.surveys.queries.analyses import setups_for
from heed.surveys.queries.versions import asked_in
from heed.surveys.ready.catalogue import ready_questionnaire

MODES = Response.Mode
# ready questionnaire, kind, anonymous, opened and ended so many days ago, responses
SURVEYS = (
    ("servqual_short", Survey.Kind.RELATIONSHIP, True, 95, 62, 180),
    ("transactional", Survey.Kind.TRANSACTIONAL, False, 40, None, 220),
    ("recovery", Survey.Kind.TRANSACTIONAL, False, 75, None, 180),
)
USUAL, SPREAD, LEAST_MOOD = 0.68, 0.2, 0.05
LEFT_SHARE = 0.12
KNOWN = {MODES.TELEPHONE, MODES.ON_SITE}
SECONDS = (70, 420)


def survey_customers(stage: Stage) -> None:
    """Put two questionnaires to people; most answer as satisfied as they are."""
    moods = _moods()
    for ready, kind, is_anonymous, opened, ended, count in SURVEYS:
        questionnaire, at = ready_questionnaire(ready), stage.ago(opened)
        name = named_in_both(questionnaire)
        made = create_questionnaire(
            name=name, definition=json_of(questionnaire), actor=stage.manager, now=at
        )
        survey = open_survey(
            questionnaire_id=made.pk,
            name=name,
            kind=kind,
            is_anonymous=is_anonymous,
            actor=stage.manager,
            now=at,
        )
        until = stage.ago(ended) if ended else stage.now
        _answer(stage, survey, moods, count, until)
        if ended:
            close_survey(survey_id=survey.pk, actor=stage.manager, now=until)
        else:
            _ask_for_analyses(stage, survey)


def named_in_both(questionnaire: Questionnaire) -> str:
    """Its title in the two languages that the company's people work in."""
    return " / ".join(questionnaire.title.in_language(each) for each in ("en", "zh-cn"))


def _ask_for_analyses(stage: Stage, survey: Survey) -> None:
    """The worker makes them after the start, so that they are there at the first look."""
    for setup in setups_for(survey, language="en"):
        choice = Choice(setup.method, setup.subject)
        ask_for_analysis(survey_id=survey.pk, choice=choice, actor=stage.manager, now=stage.now)


def _moods() -> list[tuple[Customer, float]]:
    """Customers with how content they were, from 0 to 1, those we heard most of late first."""
    felt: dict[int, list[int]] = {}
    rows = Perception.objects.filter(perceived__isnull=False).order_by("-answered_at", "pk")
    for customer_id, perceived in rows.values_list("customer_id", "perceived")[:2000]:
        if perceived is not None:
            felt.setdefault(customer_id, []).append(perceived)
    customers = Customer.objects.filter(erased_at=None).in_bulk(list(felt))
    return [(customers[pk], (fmean(felt[pk]) - 1) / 6) for pk in felt if pk in customers]


def _answer(
    stage: Stage, survey: Survey, moods: list[tuple[Customer, float]], count: int, until: datetime
) -> None:
    questionnaire = asked_in(survey.version)
    responses = []
    for number in range(count):
        chance = stage.chance("survey", survey.name, number)
        at = survey.opened_at + (until - survey.opened_at) * chance.random()
        customer, mood = moods[number % len(moods)] if moods else (None, USUAL)
        responses.append(_response(stage, survey, questionnaire, customer, mood, at, chance))
    if survey.is_anonymous:
        _tell(responses)
    Response.objects.bulk_create(sorted(responses, key=lambda each: each.started_at))


def _tell(responses: list[Response]) -> None:
    """Each five, as they were handed in, when the last was; those left over are not told."""
    complete = [each for each in responses if each.submitted_at]
    complete.sort(key=attrgetter("submitted_at"))
    for since in range(0, len(complete) - FEWEST + 1, FEWEST):
        group = complete[since : since + FEWEST]
        for response in group:
            response.told_at = group[-1].submitted_at


def _response(
    stage: Stage,
    survey: Survey,
    questionnaire: Questionnaire,
    customer: Customer | None,
    mood: float,
    at: datetime,
    chance: Random,
) -> Response:
    mode = chance.choice((MODES.LINK, MODES.LINK, MODES.QR, MODES.TELEPHONE, MODES.ON_SITE))
    is_named = customer is not None and mode in KNOWN and not survey.is_anonymous
    language = customer.language if customer and is_named else chance.choice(("en", "zh-hans"))
    sitting = Sitting(questionnaire, chance.getrandbits(40), language)
    answers = _in_the_mood(sitting, made_up_answers(sitting), mood, chance)
    response = Response(
        survey=survey,
        version=survey.version,
        customer=customer if is_named else None,
        key=UUID(int=chance.getrandbits(128), version=4),
        mode=mode,
        interviewer=stage.agent if mode in KNOWN else None,
        language=language,
        seed=sitting.seed,
        answers=answers,
        tier=customer.tier if customer and is_named else "",
        stage=customer.stage if customer and is_named else "",
        started_at=at,
        changed_at=at,
    )
    if chance.random() > LEFT_SHARE:
        _hand_in(response, sitting, at + timedelta(seconds=chance.randint(*SECONDS)))
    else:
        response.page = questionnaire.pages[chance.randrange(len(questionnaire.pages))].name
    return response


def _in_the_mood(
    sitting: Sitting, answers: dict[str, object], mood: float, chance: Random
) -> dict[str, object]:
    """The answers, with judgements drawn to how content the person is; no words are invented."""
    found = dict(answers)
    for question in sitting.questionnaire.questions:
        value = answers.get(question.name)
        if isinstance(question, Rating) and isinstance(value, int):
            found[question.name] = _point(question.lowest, question.highest, mood, chance)
        elif isinstance(question, Paired) and isinstance(value, dict):
            found[question.name] = {
                row: {part: _pair(question, part, mood, chance) for part in cells}
                for row, cells in value.items()
            }
        elif isinstance(question, Comment):
            found.pop(question.name, None)
    return found


def _pair(question: Paired, part: str, mood: float, chance: Random) -> int:
    wanted = mood if part == Part.PERCEIVED else max(mood, USUAL) + SPREAD / 2
    return _point(question.lowest, question.highest, wanted, chance)


def _point(lowest: int, highest: int, mood: float, chance: Random) -> int:
    place = min(max(chance.gauss(max(mood, LEAST_MOOD), SPREAD), 0.0), 1.0)
    return lowest + round((highest - lowest) * place)


def _hand_in(response: Response, sitting: Sitting, at: datetime) -> None:
    response.cleaned = cleaned(sitting, response.answers)
    response.states = states_of(sitting, response.answers)
    response.fingerprint = fingerprint_of(response.cleaned)
    seconds = (at - response.started_at).total_seconds()
    response.flags = [
        str(flag)
        for flag in quality_flags(sitting, response.answers, Circumstances(seconds=seconds))
    ]
    response.submitted_at = response.changed_at = at
    response.ending = Response.Ending.COMPLETE
