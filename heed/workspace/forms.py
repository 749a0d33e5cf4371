from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team
from heed.customers.models import Customer
from heed.expectations.models import Announcement, Topic
from heed.expectations.queries.announcements import BINS, bin_of

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


class BoardForm(forms.Form):
    """Filters of the promise board; what is not understood is left out."""

    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, required=False)
    by = forms.ChoiceField(choices=(("", ""), ("owner", "")), required=False)
    lane = forms.ChoiceField(
        choices=[(lane, lane) for lane in ("overdue", "today", "week", "later")], required=False
    )
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def __init__(
        self, *args: Any, teams: "QuerySet[Team]", topics: "QuerySet[Topic]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"] = forms.ModelChoiceField(
            label=_("Team"), queryset=teams, required=False, empty_label=_("All teams")
        )
        self.fields["topic"] = forms.ModelChoiceField(
            label=_("Topic"), queryset=topics, required=False, empty_label=_("All topics")
        )
        for name in ("team", "topic", "tier"):
            self.fields[name].widget.attrs["data-autosubmit"] = ""


class AnnouncedForm(forms.Form):
    """Which announced times: of a place, a range of announced shares, a month; scored or not."""

    place = forms.ChoiceField(
        choices=(("", _("All places")), *Announcement.Place.choices), required=False
    )
    range = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(len(BINS) - 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    is_open = forms.BooleanField(required=False)

    def choose(self, rows: "QuerySet[Announcement]") -> "QuerySet[Announcement]":
        """The rows that pass."""
        chosen = self.cleaned_data
        if chosen["place"]:
            rows = rows.filter(place=chosen["place"])
        if chosen["range"] is not None:
            rows = rows.filter(bin_of(chosen["range"]))
        if chosen["month"]:
            rows = rows.filter(
                announced_at__year=chosen["month"].year, announced_at__month=chosen["month"].month
            )
        if chosen["is_open"]:
            return rows.filter(settled_at=None)
        return rows.filter(is_kept__isnull=False)
