"""The forms in which a survey is opened and customers are asked."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.core.instants import OUT_OF_RANGE, is_in_range
from heed.customers.models import Customer
from heed.surveys.models import Survey

MOST_PERCENT = 100


class PriorityField(forms.TypedChoiceField):
    """Which survey goes first where two want to ask the same people."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Priority"),
            choices=Survey.Priority.choices,
            coerce=int,
            initial=Survey.Priority.USUAL,
            required=False,
            help_text=_(
                "Who is in a round of invitations of a more urgent survey is kept for it and not "
                "asked by the others."
            ),
        )

    def clean(self, value: Any) -> Any:
        """The priority chosen; the usual one where none was sent."""
        return super().clean(value or str(Survey.Priority.USUAL.value))


class PriorityForm(forms.Form):
    priority = PriorityField()


class OpenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=Survey.Kind.choices,
        initial=Survey.Kind.RELATIONSHIP,
        widget=forms.RadioSelect,
    )
    priority = PriorityField()
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=_("Nothing leads from an answer to a customer; this cannot be changed later."),
    )
    has_open_link = forms.BooleanField(
        label=_("Anybody with the link may answer"), required=False, initial=True
    )
    closes_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Left out, it goes on until somebody ends it."),
    )

    def clean_closes_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["closes_at"]
        if at and not is_in_range(at):
            raise forms.ValidationError(OUT_OF_RANGE)
        return at


class InviteForm(forms.Form):
    tiers = forms.MultipleChoiceField(
        label=_("Tiers"),
        required=False,
        choices=Customer.Tier.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        required=False,
        choices=Customer.Stage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    percent = forms.IntegerField(
        label=_("Share to ask, in percent"),
        min_value=1,
        max_value=MOST_PERCENT,
        initial=MOST_PERCENT,
        help_text=_("Who is drawn is drawn by chance, and the same if this is repeated."),
    )

    def choice(self) -> dict[str, Any]:
        """Tiers, stages and share as operations and queries take them."""
        asked = self.cleaned_data
        return {
            "tiers": asked["tiers"],
            "stages": asked["stages"],
            "share": asked["percent"] / MOST_PERCENT,
        }


class PolicyForm(forms.Form):
    """A contact policy to try; nothing of it is saved."""

    gap_days = forms.IntegerField(
        label=_("Days between two questions to the same customer"), min_value=0, max_value=365
    )
    most_a_year = forms.IntegerField(
        label=_("Questions to the same customer in a year at most"), min_value=1, max_value=52
    )
