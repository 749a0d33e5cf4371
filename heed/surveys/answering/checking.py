"""Whether answers can be taken as they are, said in the language that is active."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from heed.surveys.answering.answer_rules import problems_with
from heed.surveys.answering.asked import Asked, AskedPage
from heed.surveys.answering.limits import MOST_CHARACTERS
from heed.surveys.answering.values import tidied
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.questions import Block, Computed, Matrix, YesNo
from heed.surveys.format.words import OTHER, Role


def check_page(page: AskedPage, answers: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """What is wrong with the answers to a page, by question; empty if one may go on."""
    found = {}
    for each in page.questions:
        comment = tidied(answers.get(each.comment_name))
        asked = replace(
            each,
            value=tidied(answers.get(each.name)),
            comment=comment if isinstance(comment, str) else "",
        )
        if problems := tuple(_problems(asked)):
            found[each.name] = problems
    return found


def is_allowed(asked: Asked) -> bool:
    """Whether the answer a question carries can be taken."""
    return next(_problems(asked), None) is None


def _problems(asked: Asked) -> Iterator[str]:
    question = asked.question
    if isinstance(question, Block | Computed) or question.role is Role.TRAP:
        return
    needs_consent = isinstance(question, YesNo) and question.is_consent
    if asked.value is None and asked.is_required:
        yield _("Please answer this question.")
    elif asked.value is None or asked.value in list(question.missing):
        if needs_consent:
            yield _("You can go on only if you agree.")
    else:
        yield from problems_with(asked)
        yield from _comment_problems(asked)
        yield from _unfilled(asked)
        if needs_consent and asked.value is False:
            yield _("You can go on only if you agree.")


def _comment_problems(asked: Asked) -> Iterator[str]:
    chosen = asked.value if isinstance(asked.value, list) else [asked.value]
    if OTHER in chosen and any(each.value == OTHER for each in asked.choices) and not asked.comment:
        yield _("Please say in your own words what “other” is.")
    if len(asked.comment) > MOST_CHARACTERS:
        yield _("Please use %(most)s characters at most.") % {"most": f"{MOST_CHARACTERS:,}"}


def _unfilled(asked: Asked) -> Iterator[str]:
    """A table that has to be filled in must be so in every row."""
    question = asked.question
    is_table = isinstance(question, Matrix | Paired | Kano | BestWorst)
    needs_all = asked.is_required or (isinstance(question, Matrix) and question.each_row_required)
    if not (is_table and needs_all and isinstance(asked.value, dict)):
        return
    keys = [each.key for each in asked.sets] or [str(each.value) for each in asked.rows]
    if any(key not in asked.value for key in keys):
        yield _("Please answer every row.")
