"""Which rules hold for the answer to a question of which type."""

from collections.abc import Callable, Iterator
from typing import Any

from heed.surveys.answering import file_rules, single_rules, table_rules
from heed.surveys.answering.asked import Asked
from heed.surveys.format import own_questions, questions

Rule = Callable[[Any, Asked, object], Iterator[str]]

RULES: dict[type[questions.Question], Rule] = {
    questions.OneOf: single_rules.selection,
    questions.Dropdown: single_rules.selection,
    questions.SeveralOf: single_rules.several,
    questions.Ranking: single_rules.order,
    questions.Rating: single_rules.point,
    questions.YesNo: single_rules.truth,
    questions.Line: single_rules.line,
    questions.Comment: single_rules.comment,
    questions.Files: file_rules.files,
    questions.Matrix: table_rules.matrix,
    own_questions.Paired: table_rules.paired,
    own_questions.Kano: table_rules.kano,
    own_questions.BestWorst: table_rules.best_worst,
    own_questions.Sum: table_rules.total,
}


def problems_with(asked: Asked) -> Iterator[str]:
    """One sentence for each thing that is wrong with the answer a question carries."""
    yield from RULES[type(asked.question)](asked.question, asked, asked.value)
