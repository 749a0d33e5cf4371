"""How much an answer may be, found out before anything else is done with it."""

MOST_CHARACTERS = 10_000
MOST_IN_ALL = 1_000_000
MOST_PARTS = 20_000
MOST_DEPTH = 6


def is_too_large(answers: object) -> bool:
    """Whether answers have over a million characters in all, or too many or too deep parts."""
    left, parts = MOST_IN_ALL, MOST_PARTS
    waiting = [(answers, 0)]
    while waiting:
        value, depth = waiting.pop()
        parts -= 1
        if isinstance(value, str | bytes):
            left -= len(value)
        elif isinstance(value, dict):
            waiting.extend((each, depth + 1) for pair in value.items() for each in pair)
        elif isinstance(value, list | tuple):
            waiting.extend((each, depth + 1) for each in value)
        if left < 0 or parts < 0 or depth > MOST_DEPTH or len(waiting) > MOST_PARTS:
            return True
    return False
