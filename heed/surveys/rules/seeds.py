"""Where the order of a questionnaire comes from."""

from uuid import UUID

LARGEST = 2**53  # what JSON and JavaScript keep exactly


def seed_of(key: UUID) -> int:
    """The seed of a response: the same key gives the same order, on every visit."""
    return key.int % LARGEST
