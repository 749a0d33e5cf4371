from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.expectations.forms.fields import topic_field
from heed.expectations.forms.negotiations import minor, money_field
from heed.expectations.models import Exceeding, Promise


class ExceedingForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind?"),
        choices=Exceeding.Kind.choices,
        initial=Exceeding.Kind.SERVICE,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("What did we give?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": ""}),
        help_text=_("Beyond what was promised: unasked, and not promised for next time."),
    )

    def __init__(self, *args: Any, customer: Customer, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["cost"] = money_field(_("What did it cost us?"), currency, help_text=currency)
        self.fields["topic"] = topic_field(required=False)
        promise: forms.ModelChoiceField[Promise] = forms.ModelChoiceField(
            label=_("For which promise"),
            queryset=customer.promises.order_by("-made_at", "-pk"),
            required=False,
            empty_label=_("No promise"),
        )
        self.fields["promise"] = promise

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        return cleaned | {"cost_minor": minor(cleaned.pop("cost", None), self.currency)}
