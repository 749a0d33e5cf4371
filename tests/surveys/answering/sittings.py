"""Sittings of questionnaires given as JSON."""

from heed.surveys.answering.asked import Asked
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.reading import questionnaire_from


def sitting_of(value, *, seed=1, language="en", **given) -> Sitting:
    return Sitting(questionnaire_from(value), seed=seed, language=language, given=given)


def names(sitting, answers) -> list[list[str]]:
    """The names of the questions shown, page by page."""
    return [[each.name for each in page.questions] for page in pages_of(sitting, answers)]


def asked(sitting, answers, name) -> Asked:
    questions = [each for page in pages_of(sitting, answers) for each in page.questions]
    return next(each for each in questions if each.name == name)
