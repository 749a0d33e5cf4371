"""Where the order of a questionnaire and the draw of a sample come from."""

from random import Random
from uuid import UUID

LARGEST = 2**53  # what JSON and JavaScript keep exactly


def seed_of(key: UUID) -> int:
    """The seed of a response: the same key gives the same order, on every visit."""
    return key.int % LARGEST


def draw_of(survey_id: int, customer_id: int, *, seed: int = 0) -> float:
    """The lot of a customer in a survey, even in 0..1: always the same one."""
    return Random(f"{seed} {survey_id} {customer_id}").random()  # noqa: S311 - a sample, no secret
