"""The forms in which tiers are proposed and approved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heed.value.conditions import DEFAULT_HIGH, DEFAULT_MARGIN, DEFAULT_MEDIUM, problems_of

MOST_MARGIN = 50
LINES = {"rows": 2, "spellcheck": "false", "class": "mono"}


def _usable(text: str) -> None:
    problems = problems_of(text)
    if problems:
        raise ValidationError(problems)


def _condition(label: Any, initial: str) -> forms.CharField:
    widget = forms.Textarea(attrs=LINES)
    return forms.CharField(
        label=label, initial=initial, max_length=500, widget=widget, validators=[_usable]
    )


class PolicyForm(forms.Form):
    """The conditions of a policy."""

    high = _condition(_("High is who meets"), DEFAULT_HIGH)
    medium = _condition(_("Of the others, medium is who meets"), DEFAULT_MEDIUM)
    margin_percent = forms.IntegerField(
        label=_("Margin in percent"), initial=DEFAULT_MARGIN, min_value=0, max_value=MOST_MARGIN
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ApprovalForm(forms.Form):
    """From which day a policy decides."""

    valid_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
