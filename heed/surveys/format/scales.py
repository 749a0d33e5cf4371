"""The points of a scale."""

from heed.surveys.format.own_questions import Paired
from heed.surveys.format.questions import Rating

MOST_POINTS = 101


def points_of(question: Rating | Paired) -> range:
    """The points from the lowest to the highest; never more than a scale may have."""
    return range(question.lowest, min(question.highest + 1, question.lowest + MOST_POINTS))
