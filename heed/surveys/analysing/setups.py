"""Which methods fit which questions."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from heed.surveys.analysing.batteries import batteries_of
from heed.surveys.analysing.commands import INVITED, RESULTS, Setup
from heed.surveys.analysing.influence import (
    driver_setups,
    importance_setups,
    penalty_setups,
    reliability_setups,
)
from heed.surveys.analysing.pairs import pair_setups
from heed.surveys.analysing.preferences import preference_setups
from heed.surveys.analysing.ratings import (
    headline_setups,
    index_setups,
    mode_setups,
    share_setups,
    trend_setups,
    value_setups,
)
from heed.surveys.format.questionnaire import Questionnaire

__all__ = ["Setup", "setup_for", "setups_of"]


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
    found = _every(questionnaire, language, is_anonymous=is_anonymous)
    has_modes = modes is None or len(modes) > 1
    return tuple(each for each in found if has_modes or each.method != "modes")


def _every(questionnaire: Questionnaire, language: str, *, is_anonymous: bool) -> Iterator[Setup]:
    headlines = headline_setups(questionnaire, language)
    batteries = batteries_of(questionnaire, language)
    yield Setup(RESULTS, "", _("Question by question"))
    yield from headlines
    yield from index_setups(questionnaire)
    yield from share_setups(questionnaire, language)
    yield from pair_setups(questionnaire, language)
    yield from preference_setups(questionnaire, language)
    yield from importance_setups(questionnaire, batteries, language)
    yield from driver_setups(questionnaire, batteries, language)
    yield from penalty_setups(questionnaire, batteries)
    yield from reliability_setups(batteries)
    yield from value_setups(questionnaire)
    day = "told_on" if is_anonymous else "handed_in_at"
    yield from trend_setups(questionnaire, headlines, day=day)
    if not is_anonymous:
        yield from mode_setups(questionnaire, headlines)
        yield _non_response(headlines)


def _non_response(headlines: Sequence[Setup]) -> Setup:
    late = ("--value", headlines[0].subject, "--after", "days_to_answer") if headlines else ()
    arguments = ("--outcome", "outcome", "--categories", "tier", "stage", *late)
    return Setup(
        "non_response", "", _("Those who were invited"), arguments, "non-response", INVITED
    )


def setup_for(setups: Sequence[Setup], *, method: str, subject: str) -> Setup | None:
    """The one a choice means, or None where the questionnaire has no such questions."""
    return next((each for each in setups if (each.method, each.subject) == (method, subject)), None)
