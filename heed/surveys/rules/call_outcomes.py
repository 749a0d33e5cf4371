"""What came of a call, and what that makes of the customer in the terms of AAPOR.

After the American Association for Public Opinion Research (2023), Standard definitions, 10th ed.:
telephone surveys of named persons.
"""

from collections.abc import Iterable
from enum import StrEnum

HALF = 0.5  # from here on a broken-off interview is a partial one, by AAPOR's common choice


class Outcome(StrEnum):
    """What came of one try, as it is kept with the attempt."""

    COMPLETE = "complete"
    BROKEN_OFF = "broken_off"
    REFUSED = "refused"
    REFUSED_SOFTLY = "refused_softly"
    CALL_BACK = "call_back"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    NOT_IN_SERVICE = "not_in_service"
    OTHER_LANGUAGE = "other_language"
    UNABLE = "unable"


class Ending(StrEnum):
    """How a line of a call list ends."""

    COMPLETE = "complete"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    NOT_ASKABLE = "not_askable"


UNREACHED = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL})
SPOKEN = frozenset(
    {
        *(Outcome.COMPLETE, Outcome.BROKEN_OFF, Outcome.REFUSED, Outcome.REFUSED_SOFTLY),
        *(Outcome.CALL_BACK, Outcome.OTHER_LANGUAGE, Outcome.UNABLE),
    }
)
REFUSALS = frozenset({Outcome.REFUSED, Outcome.REFUSED_SOFTLY, Outcome.BROKEN_OFF})
ENDINGS = {
    Outcome.COMPLETE: Ending.COMPLETE,
    Outcome.REFUSED: Ending.REFUSED,
    Outcome.REFUSED_SOFTLY: Ending.REFUSED,
    Outcome.BROKEN_OFF: Ending.REFUSED,
    Outcome.WRONG_NUMBER: Ending.NOT_ASKABLE,
    Outcome.NOT_IN_SERVICE: Ending.NOT_ASKABLE,
    Outcome.OTHER_LANGUAGE: Ending.NOT_ASKABLE,
    Outcome.UNABLE: Ending.NOT_ASKABLE,
}


def ending_after(outcome: str) -> Ending:
    """How a line ends with an attempt after which nobody calls again."""
    return ENDINGS.get(Outcome(outcome), Ending.NOT_REACHED)


def disposition(
    outcomes: Iterable[str],
    *,
    ending: str = "",
    answered_share: float = 0.0,
    is_extra: bool = False,
) -> str:
    """What became of a customer, as `heed.measures.outcome_rates` names it.

    Who was spoken to at all counts as reached, whatever the other tries. Somebody with whom a later
    call is agreed has neither refused nor answered: “other”. Who refused softly has refused until
    she answers. A wrong or dead number says nothing of
    the customer, and neither does a line nobody has called yet: “unknown”. `is_extra` is an answer
    above what a quota asks for, which does not belong to the survey.
    """
    found = set(outcomes)
    if is_extra:
        return "not_eligible"
    if ending == Ending.COMPLETE or Outcome.COMPLETE in found:
        return "complete"
    if Outcome.BROKEN_OFF in found and answered_share >= HALF:
        return "partial"
    if ending == Ending.REFUSED or found & REFUSALS:
        return "refusal"
    if found & SPOKEN:
        return "other"
    return "non_contact" if found & UNREACHED else "unknown"
