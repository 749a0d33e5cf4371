"""What the advisor answers: a time that can be promised, or why none can."""

from dataclasses import dataclass

from heed.measures.advisor.walking import Reason


@dataclass(frozen=True)
class Ground:
    """What an answer rests on.

    Parameters
    ----------
    cases, finished : int
        Cases that had begun, and those of them that had finished.
    followed : int
        Cases that began at least as long ago as the time promised.
    alike : int or None
        Cases that share the rarest name of this one; None where it has no names.
    span_hours : float
        Between the first and the last start.
    effective_cases : float
        What the recent past weighs, in whole cases.

    Examples
    --------
    >>> Ground(100, 90, 80, 12, 700.0, 85.0).alike
    12
    """

    cases: int
    finished: int
    followed: int
    alike: int | None
    span_hours: float
    effective_cases: float


@dataclass(frozen=True)
class Advised:
    """What can be promised.

    Parameters
    ----------
    hours : float
        From the start of the case, on the clock of the history; rounded up to a second.
    coverage : float
        The probability of being kept that was asked for.
    achieved, achieved_lower, achieved_upper : float
        Share kept of past promises made in this way, with its 95 % Wilson interval; nan where
        there is no past of its own yet.
    achieved_cases : int
        Past promises whose outcome is known.
    ground : Ground
        What the answer rests on.

    Examples
    --------
    >>> Advised(4.0, 0.95, 0.948, 0.93, 0.96, 800, Ground(900, 850, 800, 90, 900.0, 800.0)).hours
    4.0
    """

    hours: float
    coverage: float
    achieved: float
    achieved_lower: float
    achieved_upper: float
    achieved_cases: int
    ground: Ground


@dataclass(frozen=True)
class Refusal:
    """Why nothing can be promised.

    Parameters
    ----------
    reason : Reason
        The rule that forbids it.
    coverage : float
        The probability of being kept that was asked for.
    needed : int
        Cases needed for it.
    hours : float
        What would have been promised; inf where no time seen is enough.
    reached : float
        The share of such cases that finished within the longest time seen.
    ground : Ground
        What is there.

    Examples
    --------
    >>> ground = Ground(12, 9, 0, 3, 20.0, 9.0)
    >>> print(Refusal(Reason.TOO_FEW_FINISHED, 0.95, 59, float("inf"), 0.0, ground).reason)
    too_few_finished
    """

    reason: Reason
    coverage: float
    needed: int
    hours: float
    reached: float
    ground: Ground
