from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.loyalty.models import Departure
from heed.loyalty.operations.departures import Account

TYPED = tuple(
    (source.value, source.label) for source in (Departure.Source.AGENT, Departure.Source.INFERRED)
)


class DepartureForm(forms.Form):
    """What one of us knows of a leaving; how sure she is counts where she infers it."""

    left_on = forms.DateField(
        label=_("Left on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day it was told, or the last day with us."),
    )
    reason = forms.ChoiceField(
        label=_("Why?"), choices=Departure.Reason.choices, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label=_("How do we know?"),
        choices=TYPED,
        initial=Departure.Source.AGENT,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The customer’s own words, or what it is inferred from."),
    )
    percent = forms.IntegerField(
        label=_("How sure are we, in percent?"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Only where the reason is inferred."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") != Departure.Source.INFERRED:
            return cleaned
        if "evidence" not in self.errors and not cleaned.get("evidence"):
            self.add_error("evidence", _("Say what the reason is inferred from."))
        if "percent" not in self.errors and cleaned.get("percent") is None:
            self.add_error("percent", _("Say how sure you are, from 1 to 100 percent."))
        return cleaned

    def account(self) -> Account:
        given = dict(self.cleaned_data)
        percent = given.pop("percent")
        return Account(**given, confidence=percent / 100 if percent else None)


def initial_of(departure: Departure) -> dict[str, Any]:
    """An entry as the form shows it; what a survey said is corrected as told to one of us."""
    is_typed = departure.source in dict(TYPED)
    return {
        "left_on": departure.left_on,
        "reason": departure.reason,
        "source": departure.source if is_typed else Departure.Source.AGENT,
        "evidence": departure.evidence,
        "percent": round(departure.confidence * 100) if departure.confidence else None,
    }


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": ""}),
    )
