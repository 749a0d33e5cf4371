"""Answers to an anonymous survey are told in groups, so that nobody is found out by comparing."""

from datetime import datetime

from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.models import Survey
from heed.surveys.queries.responses import waiting_responses


def tell_full_group(survey: Survey, *, at: datetime) -> int:
    """Tell the answers that wait, once five people gave them; returns how many are told.

    Robots are told with the group they came in, and make it no fuller. Call it in the transaction
    that takes an answer in: one after the other, so that two groups never share an answer.
    """
    if not survey.is_anonymous:
        return 0
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    waiting = waiting_responses(survey)
    found = list(waiting.values_list("flags", flat=True))
    people = sum(QualityFlag.ROBOT not in flags for flags in found)
    return waiting.update(told_at=at) if people >= FEWEST else 0
