from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.expectations.forms.fields import OneOfSeveral, amount_field, topic_field
from heed.expectations.models import StandingPromise
from heed.expectations.rhythm import LAST_DAY, Rhythm

RHYTHMS = (
    ("day", _("every business day")),
    *((f"week-{number}", name) for number, name in WEEKDAYS.items()),
    ("month", _("every month")),
)
EVERYBODY = (("", _("Everybody")), *Customer.Tier.choices)


def _time_fields() -> tuple[forms.IntegerField, forms.ChoiceField]:
    return (
        forms.IntegerField(label=_("Within"), min_value=1, max_value=1000, initial=2),
        forms.ChoiceField(
            label=_("Unit of time"),
            choices=StandingPromise.Unit.choices,
            initial=StandingPromise.Unit.BUSINESS_DAYS,
        ),
    )


class ConditionalForm(OneOfSeveral):
    """If this, then that, within a time."""

    mark = "conditional"

    condition = forms.CharField(label=_("If …"), max_length=500)
    wording = forms.CharField(label=_("… then we promise"), max_length=500)
    within, within_unit = _time_fields()
    value = amount_field(_("Promised value"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=False)


class RepeatingForm(OneOfSeveral):
    """The same again every day, week or month."""

    mark = "repeating"

    wording = forms.CharField(label=_("What do you promise?"), max_length=500)
    every = forms.ChoiceField(label=_("How often?"), choices=RHYTHMS)
    day = forms.IntegerField(
        label=_("On which day of the month?"),
        required=False,
        min_value=1,
        max_value=LAST_DAY,
        help_text=_("For every month alone. 31 is always the last day."),
    )
    at = forms.TimeField(
        label=_("By what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Left empty: when that day closes."),
    )
    ends_on = forms.DateField(
        label=_("Until when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        every, _separator, weekday = cleaned.pop("every", "").partition("-")
        day, at = cleaned.pop("day", None), cleaned.pop("at", None)
        if every == "month" and day is None and not self.errors:
            self.add_error("day", _("Say on which day of the month, from 1 to 31."))
        return cleaned | {"rhythm": self._rhythm(every, weekday, day, at)}

    def _rhythm(self, every: str, weekday: str, day: int | None, at: time | None) -> Rhythm:
        if every == "week":
            return Rhythm(every, int(weekday), at)
        return Rhythm(every, day if every == "month" else None, at)


class GuaranteeForm(forms.Form):
    """What is promised to everybody in public."""

    wording = forms.CharField(label=_("What do we promise everybody?"), max_length=500)
    wording_zh = forms.CharField(label=_("The same in Chinese"), max_length=500, required=False)
    trigger = forms.ChoiceField(
        label=_("What makes it due?"),
        choices=StandingPromise.Trigger.choices,
        required=False,
        initial=StandingPromise.Trigger.CONVERSATION_OPENED,
    )
    condition = forms.CharField(
        label=_("In which case?"),
        max_length=500,
        required=False,
        help_text=_("Where a person says so, such as: a delivery comes late."),
    )
    within, within_unit = _time_fields()
    tier = forms.ChoiceField(label=_("For whom?"), choices=EVERYBODY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_hand = cleaned.get("trigger") == StandingPromise.Trigger.BY_HAND
        if by_hand and not cleaned.get("condition", "").strip() and not self.errors:
            self.add_error("condition", _("Say what makes a case of it."))
        return cleaned


class EndForm(forms.Form):
    because = forms.CharField(label=_("Why does it end?"), max_length=500)
