from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from heed.accounts import rules
from heed.accounts.models import Organisation, User

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


class AbsenceForm(forms.Form):
    """Who is away from when until when, and who stands in."""

    since = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"})
    )
    back_on = forms.DateField(label=_("Back on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, now: datetime, people: "QuerySet[User]", colleagues: "QuerySet[User]",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["user"] = forms.ModelChoiceField(
            label=_("Who is away?"), queryset=people, empty_label=None
        )
        self.fields["stand_in"] = forms.ModelChoiceField(
            label=_("Who stands in?"),
            queryset=colleagues,
            required=False,
            empty_label=_("Nobody yet"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, back_on = cleaned.pop("since", None), cleaned.pop("back_on", None)
        if since and back_on and back_on <= since:
            self.add_error("back_on", _("This is not after the first day away."))
        if since and back_on:
            cleaned |= {"since": max(_midnight(since), self.now), "until": _midnight(back_on)}
        if back_on and _midnight(back_on) <= self.now:
            self.add_error("back_on", _("This day has passed or is today."))
        return cleaned


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


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


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the company decides for everybody."""

    class Meta:
        model = Organisation
        fields = (
            "announces_answer_time",
            "asks_satisfaction",
            "invitation_gap_days",
            "invitations_a_year",
            "escalation_business_hours",
        )
        labels = {
            "announces_answer_time": _(
                "Answer a first letter at once, with the time of our answer"
            ),
            "asks_satisfaction": _("Ask a third question: how satisfied all in all"),
            "invitation_gap_days": _("Days between two questions to the same customer"),
            "invitations_a_year": _("Questions to the same customer in a year at most"),
            "escalation_business_hours": _("Business hours until an overdue promise goes further"),
        }
        help_texts = {
            "announces_answer_time": _(
                "One automatic letter for each new conversation; it names a time only where "
                "enough is known to keep it."
            ),
            "asks_satisfaction": _(
                "With it the ledger can say whether satisfaction really follows the gap."
            ),
            "escalation_business_hours": _("The managers of the team are told then."),
        }
