from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.loyalty.models import Departure
from heed.loyalty.queries.priors import PriorInForce
from heed.loyalty.rules.following import ALL_TIME
from heed.loyalty.rules.priors import LEAST_CASES, MOST_CASES
from heed.loyalty.rules.reasons import UNKNOWN

PERIODS = (("12", _("12 months")), ("24", _("Two years")), (ALL_TIME, _("All time")))


class LeavingForm(forms.Form):
    """Filters of the page; what is not understood falls back to the first choice."""

    tier = forms.ChoiceField(
        label=_("Tier"), choices=(("", _("All tiers")), *Customer.Tier.choices), required=False
    )
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)


class PriorForm(forms.Form):
    """What is believed of each reason, in percent; with weight and source."""

    def __init__(self, *args: Any, prior: PriorInForce, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason in Departure.Reason:
            if reason != UNKNOWN:
                self.fields[reason.value] = forms.FloatField(
                    label=reason.label, min_value=0, max_value=100,
                    initial=prior.values[reason.value],
                )  # fmt: skip
        self.fields["cases"] = forms.FloatField(
            label=_("How many own cases is this worth?"),
            min_value=LEAST_CASES,
            max_value=MOST_CASES,
            initial=prior.cases,
            help_text=_("With as many own cases it weighs half; keep it light."),
        )
        self.fields["source"] = forms.CharField(
            label=_("Where do the shares come from?"),
            max_length=300,
            initial="" if prior.is_folklore else prior.source,
        )

    @property
    def reasons(self) -> list[forms.BoundField]:
        return [self[each] for each in Departure.Reason.values if each != UNKNOWN]

    @property
    def shares(self) -> dict[str, float]:
        return {bound.name: self.cleaned_data[bound.name] for bound in self.reasons}
