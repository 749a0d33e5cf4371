"""What a tablet takes along: the questionnaire with its logic, drawn as on every other page."""

from dataclasses import replace

from django.template.loader import render_to_string

from heed.surveys.answering.asked import Asked, AskedChoice, AskedPage
from heed.surveys.answering.asking import Asking
from heed.surveys.answering.piping import piped_html
from heed.surveys.answering.plans import Plan, plan_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Choosing, Computed, Files, Question
from heed.surveys.format.words import OTHER, Carried
from heed.surveys.forms.kiosk_texts import kiosk_texts
from heed.surveys.forms.shown import questions_context


def taken_along(questionnaire: Questionnaire, *, version: int, language: str) -> Plan:
    """The questionnaire in one language as JSON; the language of the frame is the active one.

    Questions for files are left out: a tablet has none to give.
    """
    sitting = Sitting(questionnaire, 0, language)
    thanks = sitting.text(questionnaire.completed)
    return {
        "version": version,
        "language": language,
        "title": sitting.text(questionnaire.title),
        "introduction": sitting.text(questionnaire.description),
        "thanks": piped_html(thanks, {}) if thanks else "",
        "texts": kiosk_texts(),
        "plan": plan_of(questionnaire, language),
        "html": _drawn(sitting),
    }


def _drawn(sitting: Sitting) -> dict[str, str]:
    """The HTML of each question by its name, with all it may ever offer."""
    page = AskedPage("", "", "", tuple(_in_full(sitting)))
    return {
        shown.name: render_to_string("surveys/questions.html", {"questions": [shown]}).strip()
        for shown in questions_context(page)["questions"]  # type: ignore[attr-defined]
    }


def _in_full(sitting: Sitting) -> list[Asked]:
    found: dict[str, Asked] = {}
    for question in sitting.questionnaire.questions:
        if not isinstance(question, Files):
            asking = Asking(sitting, {}, {}, found)
            found[question.name] = _whole(asking.ask(_unfiltered(question), {}), question)
    return list(found.values())


def _unfiltered(question: Question) -> Question:
    if isinstance(question, Choosing):
        return replace(question, choices_from_mode=Carried.ALL)
    return question


def _whole(asked: Asked, question: Question) -> Asked:
    """The question with room for what is worked out, and for words carried forward."""
    if isinstance(question, Computed):
        return replace(asked, value=f"{{{question.name}}}")
    if isinstance(question, Choosing) and question.choices_from_mode is Carried.CHOSEN:
        return replace(asked, choices=(AskedChoice(OTHER, ""), *asked.choices))
    return asked
