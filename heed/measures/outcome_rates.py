"""What became of invitations: response rates from outcome codes (AAPOR)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from heed.measures.estimates import Estimate, require_confidence
from heed.measures.shares import share_estimate


class Outcome(StrEnum):
    """What became of one customer who was to be asked, in the terms of AAPOR."""

    COMPLETE = "complete"  # I: answered in full
    PARTIAL = "partial"  # P: answered in part, enough to be used
    REFUSAL = "refusal"  # R: refused, opted out or broke off
    NON_CONTACT = "non_contact"  # NC: eligible, never reached
    OTHER = "other"  # O: eligible, not able to answer
    UNKNOWN = "unknown"  # UH, UO: not known whether eligible: no sign, or returned as undelivered
    NOT_ELIGIBLE = "not_eligible"  # does not belong to those asked


@dataclass(frozen=True)
class OutcomeRates:
    """Rates of response, contact, cooperation and refusal.

    Parameters
    ----------
    counts : dict
        Invitations by outcome.
    invited : int
        All but those not eligible.
    rr1, rr2 : Estimate
        Response rates 1 and 2: complete answers, and complete or partial ones, of all invited,
        those of unknown eligibility included.
    contact, cooperation, refusal : Estimate
        CON1: reached, of all invited. COOP2: answered at least in part, of those reached. REF1:
        refused, of all invited.

    Examples
    --------
    >>> outcome_rates({"complete": 30, "unknown": 70}).rr1.value
    0.3
    """

    counts: dict[Outcome, int]
    invited: int
    rr1: Estimate
    rr2: Estimate
    contact: Estimate
    cooperation: Estimate
    refusal: Estimate


def outcome_rates(counts: Mapping[str, int], *, confidence: float = 0.95) -> OutcomeRates:
    """Return the rates that tell how many of those invited answered.

    Parameters
    ----------
    counts : mapping from Outcome (or its value) to int
        How many invitations came to each outcome; outcomes left out count 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    OutcomeRates
        Each rate in 0..1 with its Wilson interval; without value where nobody was invited.

    Raises
    ------
    ValueError
        If a code is not an outcome or a count is negative.

    Notes
    -----
    RR1 = I / (I + P + R + NC + O + U); RR2 has I + P above the line. Both take every unknown case
    as eligible, so they are the lowest of the family and need no guess. A low rate is not bias by
    itself, a high one no proof of the contrary: compare those who answered with those who did not.
    Report rates for each channel; rates of invitations by mail and by telephone do not compare.

    References
    ----------
    The American Association for Public Opinion Research (2023). Standard definitions: final
    dispositions of case codes and outcome rates for surveys (10th ed.). AAPOR.

    Groves, R. M., & Peytcheva, E. (2008). The impact of nonresponse rates on nonresponse bias: a
    meta-analysis. Public Opinion Quarterly, 72(2), 167-189.

    Examples
    --------
    >>> counts = {"complete": 250, "partial": 20, "refusal": 60, "unknown": 670, "not_eligible": 15}
    >>> found = outcome_rates(counts)
    >>> found.invited, found.rr1.value, found.rr2.value
    (1000, 0.25, 0.27)
    >>> round(found.cooperation.value, 3)
    0.818
    """
    require_confidence(confidence)
    codes = [outcome.value for outcome in Outcome]
    unknown = [code for code in counts if code not in codes]
    if unknown or any(count < 0 for count in counts.values()):
        raise ValueError(
            f"Expected counts of at least 0 of the outcomes {codes!r}, got {dict(counts)!r}."
        )
    of = {outcome: int(counts.get(outcome, 0)) for outcome in Outcome}
    invited = sum(of.values()) - of[Outcome.NOT_ELIGIBLE]
    answered = of[Outcome.COMPLETE] + of[Outcome.PARTIAL]
    reached = answered + of[Outcome.REFUSAL] + of[Outcome.OTHER]

    def rate(cases: int, total: int) -> Estimate:
        return share_estimate(cases, total, confidence=confidence)

    return OutcomeRates(
        of,
        invited,
        rate(of[Outcome.COMPLETE], invited),
        rate(answered, invited),
        rate(reached, invited),
        rate(answered, reached),
        rate(of[Outcome.REFUSAL], invited),
    )
