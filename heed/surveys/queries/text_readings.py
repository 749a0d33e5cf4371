"""Readings with the texts they are about, masked."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Comment, Line, Selecting
from heed.surveys.format.words import Input, Purpose, Role
from heed.surveys.models import Response, TextReading
from heed.surveys.rules.texts import readable


def with_texts(rows: QuerySet[TextReading]) -> Iterator[tuple[TextReading, str]]:
    """Each reading with its text, masked; one statement."""
    for reading in rows.select_related("response", "message", "customer"):
        yield reading, text_of(reading)


def text_of(reading: TextReading) -> str:
    """The text a reading is about, masked; empty where it was erased."""
    name = reading.customer.name if reading.customer else ""
    if reading.message:
        return readable(reading.message.text, name=name)
    answers = (reading.response.cleaned or {}) if reading.response else {}
    return readable(answers.get(reading.question), name=name)


def answer_texts(response: Response, asked: Questionnaire) -> dict[str, str]:
    """The text answers of a response, masked, by the name they are kept under."""
    answers = response.cleaned or {}
    person = response.customer.name if response.customer else ""
    found = {each: readable(answers.get(each), name=person) for each in _names(asked, answers)}
    return {each: text for each, text in found.items() if text}


def _names(asked: Questionnaire, answers: dict[str, object]) -> Iterable[str]:
    for question in asked.questions:
        is_about_oneself = question.purpose is Purpose.CLASSIFICATION
        is_code = answers.get(question.name) in list(question.missing)
        if question.role is Role.TRAP or is_about_oneself or is_code:
            continue
        is_line = isinstance(question, Line) and question.input is Input.TEXT
        if isinstance(question, Comment) or is_line:
            yield question.name
        elif isinstance(question, Selecting):
            yield f"{question.name}-Comment"
