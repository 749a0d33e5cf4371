"""Forms of a negotiation: what is asked for, how it pauses, and steps of the ladder."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import colleagues_of
from heed.core.currencies import decimals_of
from heed.customers.models import Customer
from heed.expectations.forms.fields import OneOfSeveral, moment_field, topic_field
from heed.expectations.models import Concession, Expectation
from heed.expectations.queries.negotiations import approvers_for
from heed.expectations.queries.records import current_expectations

LARGEST_AMOUNT = Decimal(10**12)


def money_field(label: Any, currency: str, *, help_text: Any = "") -> forms.DecimalField:
    """An amount in whole units of the currency, left out where it is nothing."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=LARGEST_AMOUNT,
        decimal_places=decimals_of(currency),
        help_text=help_text,
    )


def minor(amount: Decimal | None, currency: str) -> int:
    """The amount in minor units; nothing is 0."""
    return int((amount or Decimal(0)).scaleb(decimals_of(currency)))


class NegotiationForm(forms.Form):
    """What the customer asks for; the budget is that of the tier where it is left out."""

    request = forms.CharField(
        label=_("What does the customer ask for?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": "", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, customer: Customer, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["expectation"] = _expectation_field(customer)
        self.fields["topic"] = topic_field(required=False)
        self.fields["budget"] = money_field(
            _("What may it cost us?"),
            currency,
            help_text=_("Left out, it is what the customer’s tier allows."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        budget = cleaned.pop("budget", None)
        return cleaned | {
            "budget_minor": None if budget is None else minor(budget, self.currency),
            "currency": self.currency,
        }


def _expectation_field(customer: Customer) -> "forms.ModelChoiceField[Expectation]":
    return forms.ModelChoiceField(
        label=_("Which expectation is it about?"),
        queryset=current_expectations(customer),
        required=False,
        empty_label=_("None that is recorded"),
    )


class StepForm(forms.Form):
    """A step of the ladder, planned: what we would give, and who is asked."""

    use_required_attribute = False  # which fields are needed follows from who decides

    kind = forms.ChoiceField(
        label=_("Who decides it?"), choices=Concession.Kind.choices, widget=forms.RadioSelect
    )
    wording = forms.CharField(
        label=_("What would we give?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": "", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: User, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        approvers = [each.pk for each in approvers_for(actor)]
        self.fields["cost"] = money_field(_("What does it cost us?"), currency)
        self.fields["colleague"] = _person_field(
            _("Which colleague, if it is one who uses Heed?"), actor, required=False
        )
        self.fields["supervisor"] = forms.ModelChoiceField(
            label=_("Which supervisor?"),
            queryset=colleagues_of(actor).filter(pk__in=approvers),
            required=self.data.get("kind", Concession.Kind.SUPERVISOR)
            == Concession.Kind.SUPERVISOR,
            empty_label=_("Choose somebody"),
            error_messages={"required": _("Say which supervisor is to decide this step.")},
        )
        self.order_fields(["wording", "kind", "supervisor", "colleague", "cost"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        colleague, supervisor = cleaned.pop("colleague", None), cleaned.pop("supervisor", None)
        is_supervised = cleaned.get("kind") == Concession.Kind.SUPERVISOR
        return cleaned | {
            "asked_of": supervisor if is_supervised else colleague,
            "cost_minor": minor(cleaned.pop("cost", None), self.currency),
        }


def _person_field(label: Any, actor: User, *, required: bool) -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(
        label=label,
        queryset=colleagues_of(actor).exclude(pk=actor.pk),
        required=required,
        empty_label=_("Choose somebody"),
    )


class StepAnswerForm(forms.Form):
    """Yes or no to a step, and in whose words; `is_granted` is the value of a button."""

    is_granted = forms.TypedChoiceField(
        choices=(("yes", _("Granted")), ("no", _("Refused"))),
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )
    answer = forms.CharField(
        label=_("The answer, and whose it is"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": "", "autocomplete": "off"}),
    )


class DeferForm(OneOfSeveral):
    mark = "defer"

    until = moment_field(_("Until when?"))
    because = forms.CharField(label=_("Why?"), max_length=1000)


class EscalateForm(OneOfSeveral):
    mark = "escalate"

    because = forms.CharField(label=_("Why?"), max_length=1000)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _person_field(_("To whom?"), actor, required=True)
        self.order_fields(["to", "because"])
