"""Signs that answers may not say what somebody thinks. They are flagged, never deleted."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from heed.surveys.answering.completion import cleaned
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.values import tidied
from heed.surveys.format.own_questions import Kano, Paired
from heed.surveys.format.questions import Matrix
from heed.surveys.format.words import Role

FEWEST_ROWS = 5  # fewer rows answered alike say nothing
SPEEDING = 1 / 3  # of the time half of the people take
MOST_QUESTIONABLE = 1 / 4  # of the features of a Kano question
FEWEST_TO_COMPARE = 8  # fewer answers are often the same by chance
QUESTIONABLE = {(1, 1), (5, 5)}


class QualityFlag(StrEnum):
    STRAIGHT_LINING = "straight_lining"
    SPEEDING = "speeding"
    QUESTIONABLE_KANO = "questionable_kano"
    DUPLICATE = "duplicate"
    ROBOT = "robot"


@dataclass(frozen=True)
class Circumstances:
    """What is known beside the answers: own seconds, the median of others, who answered before."""

    seconds: float | None = None
    median_seconds: float | None = None
    device: str = ""
    devices_seen: Collection[str] = ()
    fingerprints_seen: Collection[str] = ()


def quality_flags(
    sitting: Sitting, answers: Mapping[str, object], circumstances: Circumstances
) -> tuple[QualityFlag, ...]:
    """What is conspicuous about these answers, raw as they came."""
    counted = cleaned(sitting, answers)
    found = {
        QualityFlag.STRAIGHT_LINING: any(_straight_lines(sitting, counted)),
        QualityFlag.SPEEDING: _is_speeding(circumstances),
        QualityFlag.QUESTIONABLE_KANO: _is_questionable(sitting, counted),
        QualityFlag.DUPLICATE: _is_duplicate(counted, circumstances),
        QualityFlag.ROBOT: _fell_into_a_trap(sitting, answers),
    }
    return tuple(flag for flag, is_so in found.items() if is_so)


def fingerprint_of(answers: Mapping[str, object]) -> str:
    """The same for the same answers, whatever their order."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _straight_lines(sitting: Sitting, answers: Mapping[str, object]) -> Iterator[bool]:
    for question in sitting.questionnaire.questions:
        rows = answers.get(question.name)
        if not isinstance(rows, Mapping) or len(rows) < FEWEST_ROWS:
            continue
        if isinstance(question, Matrix):
            yield len({str(each) for each in rows.values()}) == 1
        elif isinstance(question, Paired | Kano):
            # Alike in every cell: somebody can rightly expect the same of every row.
            yield len({str(each) for row in rows.values() for each in row.values()}) == 1


def _is_speeding(circumstances: Circumstances) -> bool:
    seconds, median = circumstances.seconds, circumstances.median_seconds
    return seconds is not None and median is not None and seconds < median * SPEEDING


def _is_questionable(sitting: Sitting, answers: Mapping[str, object]) -> bool:
    pairs = [
        (row["functional"], row["dysfunctional"])
        for question in sitting.questionnaire.questions
        if isinstance(question, Kano) and isinstance(rows := answers.get(question.name), Mapping)
        for row in rows.values()
    ]
    questionable = sum(pair in QUESTIONABLE for pair in pairs)
    return bool(pairs) and questionable / len(pairs) > MOST_QUESTIONABLE


def _is_duplicate(answers: Mapping[str, object], circumstances: Circumstances) -> bool:
    if circumstances.device and circumstances.device in circumstances.devices_seen:
        return True
    return (
        len(answers) >= FEWEST_TO_COMPARE
        and fingerprint_of(answers) in circumstances.fingerprints_seen
    )


def _fell_into_a_trap(sitting: Sitting, answers: Mapping[str, object]) -> bool:
    traps = [each for each in sitting.questionnaire.questions if each.role is Role.TRAP]
    return any(tidied(answers.get(each.name)) is not None for each in traps)
