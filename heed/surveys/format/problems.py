"""What is wrong with a questionnaire, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A sentence in the active language about one place, such as `pages[1].elements[3].rateMax`."""

    path: str
    message: str


class QuestionnaireRefused(ValueError):
    """JSON that is no questionnaire of ours; carries all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{each.path}: {each.message}" for each in problems))
