from django import forms
from django.utils.translation import gettext_lazy as _

from heed.expectations.models import Steering

LINES = {"rows": 4}


class SteeringForm(forms.Form):
    direction = forms.ChoiceField(
        label=_("What do we do?"), choices=Steering.Direction.choices, widget=forms.RadioSelect
    )
    wording = forms.CharField(
        label=_("Words in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=LINES | {"lang": "en"}),
    )
    wording_zh = forms.CharField(
        label=_("Words in Chinese"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=LINES | {"lang": "zh-hans"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        is_said = cleaned.get("wording") or cleaned.get("wording_zh")
        is_hold = cleaned.get("direction") == Steering.Direction.HOLD
        if cleaned.get("direction") and not (is_hold or is_said):
            self.add_error("wording", _("Say what customers are told, in English or Chinese."))
        return cleaned
