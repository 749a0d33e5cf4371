"""Where a questionnaire lacks words in one of its languages."""

from django.utils.translation import gettext as _

from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.texts import DEFAULT, texts_in


def missing_translations(questionnaire: Questionnaire) -> list[Problem]:
    """The texts that do not stand in every language the questionnaire speaks."""
    own, *others = questionnaire.languages
    problems = []
    for path, text in texts_in(questionnaire):
        by_language = dict(text.texts)
        lacking = [name for name in others if name not in by_language]
        if DEFAULT not in by_language and own not in by_language:
            lacking.insert(0, own)
        message = _("The text is missing in %(language)s.")
        problems += [Problem(path, message % {"language": name}) for name in lacking]
    return problems
