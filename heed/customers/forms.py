from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.customers.models import ContactPoint, Fact

HEAD_FIELDS = ("name", "address_form", "language", "country", "named_agent")


class FactForm(forms.Form):
    text = forms.CharField(label=_("Worth remembering"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=Fact.Kind.choices, initial=Fact.Kind.OTHER)
    source = forms.CharField(
        label=_("Known from"), max_length=200, help_text=_("Such as: her mail of 3 March.")
    )


class CustomerForm(forms.Form):
    """The head of a customer: what she is called, and who serves her."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address_form = forms.CharField(label=_("How to address"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    country = forms.CharField(label=_("Country"), max_length=60, required=False)

    def __init__(self, *args: Any, agents: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named_agent"] = forms.ModelChoiceField(
            label=_("Named agent"), queryset=agents, required=False
        )


class ContactPointForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(label=_("Address or number"), max_length=320)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ContactPoint.Kind.EMAIL and cleaned.get("value"):
            forms.EmailField().clean(cleaned["value"])
        return cleaned


class EraseForm(forms.Form):
    """Asks to type the name, so that nobody is erased by a slip of the hand."""

    name = forms.CharField(label=_("Type the name to confirm"), max_length=200)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() != self.expected.strip().casefold():
            raise forms.ValidationError(
                _("This is not the name. Type it as it is written: %(name)s."),
                params={"name": self.expected},
            )
        return name


class NewCustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
