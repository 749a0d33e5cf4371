from django import forms
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer

PERIODS = (
    ("12", _("12 months")),
    ("3", _("3 months")),
    ("1", _("1 month")),
    ("all", _("All time")),
)
TIERS = (("", _("All tiers")), *Customer.Tier.choices)


class ScopeForm(forms.Form):
    """Filters of the ledger; what is not understood falls back to the first choice."""

    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, required=False)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    by = forms.ChoiceField(
        label=_("Show"),
        choices=(("", _("Topics")), ("tier", _("Topics by tier"))),
        required=False,
    )
