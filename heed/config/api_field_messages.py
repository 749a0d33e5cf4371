"""What is wrong with a value, in sentences; the keys are pydantic's names of errors."""

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.core.instants import OUT_OF_RANGE

_NUMBER = _("Give a number with at most 11 digits before the point and 3 after it.")
_WHOLE = _("Give a whole number.")
_YES_OR_NO = _("Give true or false.")
_TIME = _("Give a date and time such as 2026-03-02T12:00:00Z.")
_NUL = _("Leave out NUL characters, and do not send it blank.")

MESSAGES: dict[str, LazyText] = {
    "missing": _("This value is needed."),
    "extra_forbidden": _("There is no such field here. Check its name."),
    "string_type": _("Give text."),
    "string_too_long": _("Give at most %(max_length)s characters."),
    "string_too_short": _("Give at least one character."),
    "string_pattern_mismatch": _NUL,
    "text_blank": _NUL,
    "literal_error": _("Give one of these: %(expected)s."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "decimal_parsing": _NUMBER,
    "decimal_range": _("Give at most 11 digits before the point."),
    "greater_than_equal": _("Give at least %(ge)s."),
    "less_than_equal": _("Give at most %(le)s."),
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": _("Say in which time zone: end it with Z or an offset such as +08:00."),
    "datetime_range": OUT_OF_RANGE,
    "list_type": _("Give a list."),
    "model_attributes_type": _("Give an object with the fields described."),
    "model_type": _("Give an object with the fields described."),
    "dict_type": _("Give an object with the fields described."),
}
OTHERWISE = _("This value cannot be used.")


def field_message(error: str, values: dict[str, Any]) -> str:
    """Return the sentence for an error, with the limits it names."""
    return str(MESSAGES.get(error, OTHERWISE)) % values
