"""The questionnaires that come with the program, in English and Chinese."""

import json
from functools import cache
from pathlib import Path

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.reading import questionnaire_from

FOLDER = Path(__file__).parent
KEYS = (
    *("transactional", "recovery", "servqual_short", "kano", "best_worst"),
    *("perceived_value", "exit_interview"),
)


def ready_keys() -> tuple[str, ...]:
    """The keys of all ready questionnaires, the shortest and most used first."""
    return KEYS


@cache
def ready_questionnaire(key: str) -> Questionnaire:
    """One ready questionnaire. Raises ValueError for a key there is none of."""
    if key not in KEYS:
        raise ValueError(f"expected one of {', '.join(KEYS)}, got {key!r}")
    return questionnaire_from(json.loads((FOLDER / f"{key}.json").read_text("utf-8")))
