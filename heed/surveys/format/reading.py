"""From JSON to a questionnaire, strictly."""

import json
from typing import Any

from django.utils.translation import gettext as _

from heed.surveys.format.objects import read_object
from heed.surveys.format.problems import Problem, QuestionnaireRefused
from heed.surveys.format.questionnaire import Questionnaire

MOST_CHARACTERS = 2_000_000
MOST_QUESTIONS = 500


def questionnaire_from(value: object) -> Questionnaire:
    """The questionnaire that JSON (an object, or its text) describes.

    Raises QuestionnaireRefused with all that is not supported or not well-formed. Whether it can
    be answered is another question: see `checks.problems_of`.
    """
    problems: list[Problem] = []
    found: Questionnaire | None = read_object(Questionnaire, _object(value), "", problems)
    if found is None or problems:
        raise QuestionnaireRefused(problems)
    if len(found.questions) > MOST_QUESTIONS:
        raise QuestionnaireRefused(
            [Problem("pages", _("A questionnaire may have 500 questions at most."))]
        )
    return found


def _object(value: object) -> object:
    parsed = _parsed(value) if isinstance(value, str | bytes) else value
    if isinstance(parsed, dict) and "elements" in parsed and "pages" not in parsed:
        rest: dict[str, Any] = {key: each for key, each in parsed.items() if key != "elements"}
        return {**rest, "pages": [{"name": "page1", "elements": parsed["elements"]}]}
    return parsed


def _parsed(text: str | bytes) -> object:
    if len(text) > MOST_CHARACTERS:
        raise QuestionnaireRefused([Problem("", _("The file is too large for a questionnaire."))])
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = _("This is not JSON: %(reason)s.") % {"reason": error}
        raise QuestionnaireRefused([Problem("", message)]) from error
