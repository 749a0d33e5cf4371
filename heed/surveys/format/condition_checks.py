"""Whether conditions name what is known when they are asked, and can ever be true."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heed.core.expressions.checking import is_condition, kind_problems, names_in
from heed.core.expressions.tree import Expression
from heed.surveys.format.domains import is_never_met
from heed.surveys.format.kinds import known_kinds, names_of
from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Computed, Question


def condition_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Problems of all conditions, each told what has been asked before it."""
    everything = known_kinds(questionnaire)
    known = set(questionnaire.given)
    for path, condition, before, must_be_condition in _conditions(questionnaire):
        known |= before
        found = [*_unknown(path, condition, known, set(everything))]
        found += [Problem(path, sentence) for sentence in kind_problems(condition, everything)]
        if must_be_condition and not is_condition(condition):
            message = _("This is a value; a condition, such as {q1} = 3, was expected.")
            found.append(Problem(path, message))
        elif must_be_condition and not found and is_never_met(condition, questionnaire):
            found.append(Problem(path, _("This condition is never met by any answers.")))
        yield from found


def _conditions(
    questionnaire: Questionnaire,
) -> Iterator[tuple[str, Expression, set[str], bool]]:
    """Each expression in the order it is reached, with the names that have become known since."""
    fresh: set[str] = set()
    for number, page in enumerate(questionnaire.pages):
        if page.visible_if:
            yield f"pages[{number}].visibleIf", page.visible_if, fresh, True
        for place, question in enumerate(page.questions):
            path = f"pages[{number}].elements[{place}]"
            for key, condition, is_one in _of_question(question):
                yield f"{path}.{key}", condition, fresh, is_one
            fresh = fresh | set(names_of(question))
    for number, quota in enumerate(questionnaire.quotas):
        yield f"heed_quotas[{number}].expression", quota.expression, fresh, True


def _of_question(question: Question) -> Iterator[tuple[str, Expression, bool]]:
    if question.visible_if:
        yield "visibleIf", question.visible_if, True
    if question.required_if:
        yield "requiredIf", question.required_if, True
    if isinstance(question, Computed):
        yield "expression", question.expression, False


def _unknown(
    path: str, condition: Expression, known: set[str], everything: set[str]
) -> Iterator[Problem]:
    for name in sorted(names_in(condition) - known):
        if name in everything:
            message = _("“%(name)s” is not asked before this; name an earlier question.")
        elif name.partition(".")[0] in everything:
            message = _("“%(name)s” is not a row of that question.")
        else:
            message = _("There is no question “%(name)s”.")
        yield Problem(path, message % {"name": name})
