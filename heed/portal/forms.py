from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.expectations.operations.offer_answers import LONGEST_SAYING


def _scale(label: Any, low: int, high: int) -> forms.TypedChoiceField:
    choices = [
        (number, f"{number:+d}".replace("-", "−") if low < 0 and number else str(number))
        for number in range(low, high + 1)
    ]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class TwoQuestionsForm(forms.Form):
    """The two questions of D1.10, and a third where the company asks it; one answer is enough."""

    perceived = _scale(_("How was it for you?"), 1, 7)
    against_expectation = _scale(_("And against what you had expected?"), -3, 3)
    satisfaction = _scale(_("All in all, how satisfied are you with us?"), 1, 7)
    comment = forms.CharField(
        label=_("Is there anything you would like to tell us?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks_satisfaction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_satisfaction:
            del self.fields["satisfaction"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("perceived") is None and cleaned.get("against_expectation") is None:
            raise forms.ValidationError(_("Please answer at least one of the two questions."))
        return cleaned


TOO_LONG = _(
    "That has %(show_value)d characters; at most %(limit_value)d can be taken. Please say it "
    "shorter."
)


class ChoiceForm(forms.Form):
    """The confirmation of one option."""

    option = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class WishForm(forms.Form):
    """What the customer wishes instead."""

    wish = forms.CharField(
        label=_("What would you wish for instead?"),
        max_length=LONGEST_SAYING,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def shortened(self) -> "WishForm":
        """The form to be shown again, without more text than can be taken."""
        self.data = {"wish": self.data.get("wish", "")[:LONGEST_SAYING]}
        return self


class DeclineForm(forms.Form):
    """No to all options, with a reason or without."""

    because = forms.CharField(
        label=_("Would you like to tell us why?"),
        required=False,
        max_length=LONGEST_SAYING,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
