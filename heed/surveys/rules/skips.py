"""Why somebody is not asked."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons kept with an invitation that was not sent."""

    ASKED_RECENTLY = "asked_recently"
    ASKED_TODAY = "asked_today"
    ASKED_OFTEN = "asked_often"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"
    NOTHING_DELIVERED = "not_delivered"
    NOT_SAMPLED = "not_sampled"
    NO_NUMBER = "no_number"
    MORE_URGENT = "more_urgent"
