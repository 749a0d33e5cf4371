"""Why a row of a purchase file cannot be used."""

from enum import StrEnum


class Reason(StrEnum):
    """One word per reason; `heed.value.wordings` says it to people."""

    WRONG_WIDTH = "wrong_width"
    NO_CUSTOMER = "no_customer"
    NO_DATE = "no_date"
    NOT_A_DATE = "not_a_date"
    DATE_IN_FUTURE = "date_in_future"
    NO_AMOUNT = "no_amount"
    NOT_A_NUMBER = "not_a_number"
    OTHER_SIGN = "other_sign"
    TOO_LARGE = "too_large"
    UNKNOWN_CURRENCY = "unknown_currency"
    OPPOSITE_SIGNS = "opposite_signs"
    TOO_LONG = "too_long"


class Unusable(ValueError):
    """A value that cannot be used, with its reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
