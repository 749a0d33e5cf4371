"""What changes in the course of the eighteen months, so that the ledger has something to tell.

Delivery times are steered lower from a day on, and customers come to expect less of them. Answers
have come well before their time since a day, and customers come to expect more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from heed.cli.demo.dice import is_lucky

STEERED, STEERED_AGO = "delivery-time", timedelta(days=150)
EARLY, EARLY_AGO = "answer-time", timedelta(days=105)
SATISFACTION_ASKED_AGO = timedelta(days=185)
SATISFACTION_ANSWERED_SHARE = 0.93
USUALLY_PERCEIVED, USUALLY_EXPECTED = 5.0, 5.5
WEIGHT_OF_PERCEIVED, WEIGHT_OF_EXPECTED, NOISE = 0.85, -0.3, 0.6


def is_early(topic: str, at: datetime, now: datetime) -> bool:
    """Whether what is promised then on the topic is delivered long before it is due."""
    return topic == EARLY and at > now - EARLY_AGO


def voiced(lines: Sequence[str], topic: str, at: datetime, now: datetime, chance: Random) -> str:
    """One of the ways to put an expectation, leaning to what customers expect at that time."""
    said = chance.choice(lines)
    if topic == STEERED and at > now - STEERED_AGO:
        return max(said, chance.choice(lines), key=_value)
    if is_early(topic, at, now):
        return min(said, chance.choice(lines), key=_value)
    return said


def _value(line: str) -> int:
    """The expected value, the middle one of a zone of three."""
    return int(line.split("|")[1].split()[1])


def satisfaction(
    perceived: int, expected: int | None, at: datetime, now: datetime, chance: Random
) -> int | None:
    """The third answer (1 to 7), in the months in which it is asked; some leave it out.

    What was perceived weighs more than what was expected, so the gap alone does not tell it.
    """
    if at < now - SATISFACTION_ASKED_AGO or not is_lucky(chance, SATISFACTION_ANSWERED_SHARE):
        return None
    felt = USUALLY_PERCEIVED + WEIGHT_OF_PERCEIVED * (perceived - USUALLY_PERCEIVED)
    felt += WEIGHT_OF_EXPECTED * ((expected or USUALLY_EXPECTED) - USUALLY_EXPECTED)
    return min(7, max(1, round(felt + chance.gauss(0, NOISE))))
