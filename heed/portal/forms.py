from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
    """The two questions of D1.10; one answer is enough."""

    perceived = _scale(_("How was it for you?"), 1, 7)
    against_expectation = _scale(_("And against what you had expected?"), -3, 3)
    comment = forms.CharField(
        label=_("Is there anything you would like to tell us?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("perceived") is None and cleaned.get("against_expectation") is None:
            raise forms.ValidationError(_("Please answer at least one of the two questions."))
        return cleaned
