"""The pages one person sees, as far as the answers so far decide it."""

from collections.abc import Mapping

from heed.surveys.answering.asked import Asked, AskedChoice, AskedPage, AskedSet
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.walk import walk

__all__ = ["Asked", "AskedChoice", "AskedPage", "AskedSet", "pages_of"]


def pages_of(sitting: Sitting, answers: Mapping[str, object]) -> tuple[AskedPage, ...]:
    """The visible pages with their visible questions, in order. A page without any is left out."""
    return tuple(walk(sitting, answers).pages)
