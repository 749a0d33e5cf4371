from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from heed.accounts import rules

LIFETIMES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("No end")))


class SignInForm(AuthenticationForm):
    """Mail address and password; the refusal does not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": _("Mail address and password do not belong together. Try again."),
        "inactive": _("This account may no longer sign in. Ask an administrator."),
    }


class LongSelect(forms.Select):
    """A select of hundreds of choices, written without a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        marks = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", marks, options)


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser")), *settings.LANGUAGES],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=[
            ("", _("As the company")),
            *((name, name) for name in sorted(available_timezones())),
        ],
        widget=LongSelect(attrs={"data-combobox": ""}),
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What the token is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, scope) for scope in rules.SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    lifetime = forms.ChoiceField(
        label=_("Valid for"), choices=LIFETIMES, required=False, initial="90"
    )

    def clean_lifetime(self) -> timedelta | None:
        days = self.cleaned_data["lifetime"]
        return timedelta(days=int(days)) if days else None
