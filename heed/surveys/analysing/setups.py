"""Which methods fit which questions, each as the command line over the export that it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.surveys.format.questionnaire import Questionnaire

ANSWERS, TASKS, INVITED = "answers.csv", "best-worst.csv", "invitations.csv"


@dataclass(frozen=True)
class Setup:
    """One analysis that a questionnaire allows.

    `method` and `subject` are those of a choice. `command` is the method of `heed measure`,
    `arguments` what stands behind the file, and `file` which table of the survey that is.
    """

    method: str
    subject: str
    title: str
    arguments: tuple[str, ...] = ()
    command: str = ""
    file: str = ANSWERS


def setups_of(
    questionnaire: Questionnaire,
    *,
    language: str,
    is_anonymous: bool,
    modes: Sequence[str] | None = None,
) -> tuple[Setup, ...]:
    """The analyses a questionnaire allows, in the order of the page; titles in the language.

    `modes` are the ways of asking that occur; None takes several for granted.
    """
    return ()


def setup_for(setups: Sequence[Setup], *, method: str, subject: str) -> Setup | None:
    """The one a choice means, or None where the questionnaire has no such questions."""
    return next((each for each in setups if (each.method, each.subject) == (method, subject)), None)
