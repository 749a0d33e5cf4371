"""What can be asked of a survey's answers, and what each way of looking at them tells."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heed.customers.models import Customer
from heed.surveys.analysing.choices import Choice, Filters, Weight
from heed.surveys.models import Response, Survey

Words = str | Promise
# By method: what it is called, and which question it answers.
METHODS: dict[str, tuple[Words, Words]] = {
    "results": (_("Results"), _("Who answered what?")),
    "nps": (_("NPS"), _("Who would recommend us?")),
    "csat": (_("CSAT"), _("How many are satisfied?")),
    "ces": (_("CES"), _("How easy was it?")),
    "acsi": (_("Satisfaction index"), _("How satisfied are they in all, from 0 to 100?")),
    "share": (_("Shares"), _("How many said so?")),
    "gap": (_("Gaps"), _("Where do we fall short of what was expected?")),
    "zot": (_("Zone of tolerance"), _("Do we stand between adequate and desired?")),
    "servqual": (_("SERVQUAL"), _("In which dimension of service is the gap?")),
    "disconfirmation": (_("Gap model"), _("Does the gap explain satisfaction?")),
    "kano": (_("Kano"), _("Which feature must be there, and which one delights?")),
    "maxdiff": (_("Best–worst"), _("What matters most?")),
    "ranking": (_("Order of preference"), _("What is put first?")),
    "ipa": (_("Importance and performance"), _("What to improve first?")),
    "drivers": (_("Key drivers"), _("What does satisfaction come from?")),
    "penalty_reward": (_("Penalties and rewards"), _("What costs, and what gains, satisfaction?")),
    "reliability": (_("Reliability"), _("Do these questions measure one thing?")),
    "value": (_("Perceived value"), _("What is got for what is given?")),
    "trend": (_("Over time"), _("Does it rise or fall, more than by chance?")),
    "modes": (_("Ways of asking"), _("Does the way of asking change the answers?")),
    "non_response": (_("Who did not answer"), _("Do those who answered differ from the rest?")),
}
MONTHS_BACK = {"month": 0, "quarter": 2, "year": 11}
PERIODS = (
    ("", _("all the time")),
    ("month", _("this month")),
    ("before", _("last month")),
    ("quarter", _("three months")),
    ("year", _("twelve months")),
    ("own", _("from … to …")),
)
WEIGHTS = (
    (Weight.NONE, pgettext_lazy("weights", "none")),
    (Weight.SAMPLING, _("by the chance of being asked")),
    (Weight.CUSTOMERS, _("as the tiers of all customers")),
)
ALL = ("", _("all"))


def method_name(method: str) -> Words:
    return METHODS[method][0] if method in METHODS else method


def method_question(method: str) -> Words:
    return METHODS[method][1] if method in METHODS else ""


def month_before(day: date, back: int) -> date:
    """The first of the month so many months before the day."""
    place = day.year * 12 + day.month - 1 - back
    return date(place // 12, place % 12 + 1, 1)


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


class ChoiceForm(forms.Form):
    """Whose answers, from when, weighted how. An anonymous survey offers what it may."""

    def __init__(
        self,
        *args: Any,
        survey: Survey,
        today: date,
        modes: Sequence[str] = (),
        topics: Mapping[str, str] | None = None,
        takes_weights: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.is_anonymous = today, survey.is_anonymous
        if not survey.is_anonymous:
            self.fields["tier"] = _choice(_("Tier"), [ALL, *Customer.Tier.choices])
            self.fields["stage"] = _choice(_("Stage"), [ALL, *Customer.Stage.choices])
        if topics:
            self.fields["topic"] = _choice(_("Topic"), [ALL, *topics.items()])
        if len(modes) > 1 and not survey.is_anonymous:
            named = [(mode, Response.Mode(mode).label) for mode in modes]
            self.fields["mode"] = _choice(_("Way of asking"), [ALL, *named])
        if not survey.is_anonymous:
            self.fields["language"] = _choice(_("Language"), [ALL, *settings.LANGUAGES])
        self.fields["period"] = _choice(_("Period"), self._periods(survey))
        if not survey.is_anonymous:
            self.fields["since"], self.fields["until"] = _day(_("From")), _day(_("Before"))
        if takes_weights and not survey.is_anonymous:
            self.fields["weight"] = _choice(_("Weights"), WEIGHTS)

    def _periods(self, survey: Survey) -> Sequence[tuple[str, Any]]:
        """An anonymous survey can be looked at month by month."""
        if not survey.is_anonymous:
            return PERIODS
        months = [month_before(self.today, back) for back in range(24)]
        begun = survey.opened_at.date().replace(day=1)
        named = [(f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")) for day in months]
        return [PERIODS[0], *named[: sum(day >= begun for day in months)]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = self._days(cleaned)
        if since and until and until <= since:
            self.add_error("until", _("The period ends before it begins. Change one of the days."))
        return cleaned | {"since": since, "until": until}

    def _days(self, cleaned: Mapping[str, Any]) -> tuple[date | None, date | None]:
        period = cleaned.get("period") or ""
        if self.is_anonymous:
            since = date.fromisoformat(f"{period}-01") if period else None
            return since, month_before(since, -1) if since else None
        if period == "before":
            return month_before(self.today, 1), month_before(self.today, 0)
        if period in MONTHS_BACK:
            return month_before(self.today, MONTHS_BACK[period]), None
        return cleaned.get("since"), cleaned.get("until")

    def filters(self) -> Filters:
        """The filters chosen; what cannot be read is left out."""
        known = self.cleaned_data if self.is_bound else {}
        one = {name: tuple(filter(None, [known.get(name)])) for name in ("tier", "stage", "mode")}
        language = known.get("language")
        return Filters(
            tiers=one["tier"],
            stages=one["stage"],
            modes=one["mode"],
            languages=(language,) if language else (),
            topic=known.get("topic") or "",
            since=known.get("since"),
            until=known.get("until"),
        )

    def choice(self, method: str, subject: str) -> Choice:
        weight = self.cleaned_data.get("weight") if self.is_bound else ""
        return Choice(method, subject, self.filters(), Weight(weight or ""))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but everybody, always and unweighted was chosen."""
        return bool(self.filters()) or bool(self.is_bound and self.cleaned_data.get("weight"))
