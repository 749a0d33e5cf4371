"""How the questions and answers of a questionnaire are called in sentences about its conditions."""

from heed.core.expressions.sentences import Words
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Choosing, Matrix, Question, Rating, YesNo
from heed.surveys.format.texts import Texts
from heed.surveys.format.wording import MISSING_TEXTS, NO, NONE_TEXT, OTHER_TEXT, YES
from heed.surveys.format.words import NONE, OTHER


def words_of(questionnaire: Questionnaire, language: str) -> Words:
    """Titles for names and labels for values: “Overall satisfaction is at most 3”."""

    def question(name: str) -> str:
        whole, _stop, row = name.partition(".")
        found = questionnaire.question(whole)
        if found is None:
            return name
        return found.shown(language) if not row else f"{found.shown(language)} – {row}"

    def value(name: str, answer: object) -> str:
        found = questionnaire.question(name.partition(".")[0])
        label = _label(found, answer).in_language(language) if found else ""
        return f"“{label}”" if label else Words().value(name, answer)

    return Words(question=question, value=value)


def _label(question: Question, answer: object) -> Texts:
    if isinstance(question, YesNo):
        return (question.yes or YES) if answer is True else (question.no or NO)
    known: dict[object, Texts] = {OTHER: OTHER_TEXT, NONE: NONE_TEXT}
    known |= {code.value: text for code, text in MISSING_TEXTS.items()}
    known |= {each.value: each.text for each in _choices(question)}
    return known.get(answer, Texts())


def _choices(question: Question) -> tuple[Choice, ...]:
    match question:
        case Choosing() | BestWorst():
            return question.choices
        case Matrix():
            return question.columns
        case Rating():
            return question.labels
    return ()
