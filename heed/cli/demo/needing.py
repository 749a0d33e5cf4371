"""Customers tell what they need: Kano questions, tied to topics, whose levels are dated."""

from datetime import timedelta
from random import Random
from uuid import UUID

from heed.cli.demo.stage import Stage
from heed.cli.demo.surveying import named_in_both
from heed.expectations.models import Level, Topic
from heed.expectations.operations.levels import set_topic_level
from heed.surveys.analysing.choices import Choice
from heed.surveys.answering.completion import cleaned, states_of
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.quality import fingerprint_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.writing import json_of
from heed.surveys.models import Response, Survey
from heed.surveys.operations.analyses import ask_for_analysis
from heed.surveys.operations.item_topics import link_item_topics
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import open_survey
from heed.surveys.queries.versions import asked_in
from heed.surveys.ready.catalogue import ready_questionnaire

OPENED, COUNT = 21, 96
SECONDS = (90, 400)
# By feature: its topic, and how people mostly answer with it and without it.
FEATURES = {
    "answer_day": ("answer-time", (1, 5)),
    "keeps_time": ("delivery-time", (2, 5)),
    "tells_first": ("being-listened-to", (1, 3)),
    "named_person": ("courtesy", (3, 3)),
}
STRAYING = 0.3
FORMER = ("answer-time", Level.DESIRED, 400)


def ask_what_is_needed(stage: Stage) -> None:
    """Put the Kano questionnaire to people, tie its features, and date one level by hand."""
    asked, at = ready_questionnaire("kano"), stage.ago(OPENED)
    made = create_questionnaire(
        name=named_in_both(asked), definition=json_of(asked), actor=stage.manager, now=at
    )
    topics = {topic.key: topic for topic in Topic.objects.all()}
    tied = {f"features.{row}": topics[key] for row, (key, _way) in FEATURES.items()}
    link_item_topics(questionnaire_id=made.pk, topics=tied, actor=stage.manager, now=at)
    survey = open_survey(questionnaire_id=made.pk, name=made.name, actor=stage.manager, now=at)
    Response.objects.bulk_create(_response(stage, survey, number) for number in range(COUNT))
    kano = Choice("kano", "features")
    ask_for_analysis(survey_id=survey.pk, choice=kano, actor=stage.manager, now=stage.now)
    key, level, days = FORMER
    since = stage.ago(days)
    set_topic_level(
        topic=topics[key], level=level, valid_from=since.date(), actor=stage.manager, now=since,
        ground="Asked for in eleven of thirty interviews / 三十次访谈中有十一次提出",
    )  # fmt: skip


def _response(stage: Stage, survey: Survey, number: int) -> Response:
    chance = stage.chance("needs", number)
    questionnaire = asked_in(survey.version)
    sitting = Sitting(questionnaire, chance.getrandbits(40), chance.choice(("en", "zh-hans")))
    answers = made_up_answers(sitting)
    answers["features"] = {row: _judged(way, chance) for row, (_key, way) in FEATURES.items()}
    answers["weight"] = {row: _weight(way, chance) for row, (_key, way) in FEATURES.items()}
    begun = survey.opened_at + (stage.now - survey.opened_at) * chance.random()
    ended = min(begun + timedelta(seconds=chance.randint(*SECONDS)), stage.now)
    counted = cleaned(sitting, answers)
    return Response(
        survey=survey,
        version=survey.version,
        key=UUID(int=chance.getrandbits(128), version=4),
        mode=chance.choice((Response.Mode.LINK, Response.Mode.QR)),
        language=sitting.language,
        seed=sitting.seed,
        answers=answers,
        cleaned=counted,
        states=states_of(sitting, answers),
        fingerprint=fingerprint_of(counted),
        started_at=begun,
        changed_at=ended,
        submitted_at=ended,
        ending=Response.Ending.COMPLETE,
    )


def _judged(way: tuple[int, int], chance: Random) -> dict[str, int]:
    """With the feature and without it: mostly as people do, sometimes otherwise."""
    there, missing = (
        chance.randint(1, 4) if chance.random() < STRAYING else point for point in way
    )
    return {"functional": there, "dysfunctional": max(missing, there)}


def _weight(way: tuple[int, int], chance: Random) -> int:
    """Features that people miss matter more to them; from 1 to 5."""
    return min(max(round(chance.gauss(way[1] - 0.5, 0.8)), 1), 5)
