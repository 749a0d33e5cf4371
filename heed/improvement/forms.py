from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.accounts.queries import people_near
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use
from heed.improvement.models import Improvement
from heed.improvement.operations.improvements import (
    LEAST_WINDOW,
    MOST_SETTLING,
    MOST_WINDOW,
    SETTLING_DAYS,
    WINDOW_DAYS,
    Plan,
)
from heed.improvement.queries.effects import OTHER_TIERS, OTHER_TOPIC
from heed.improvement.queries.figures import figure_choices, figure_named
from heed.improvement.rules.figures import Kind, key_from
from heed.improvement.rules.places import LONGEST_PLACE, is_inside

LINES = {"rows": 3}
MOST_PICKED = 32_767


def _words(label: Any, lines: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines})
    return forms.CharField(label=label, max_length=1000, required=False, widget=widget)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class ImprovementForm(forms.Form):
    """What can be said of an improvement; expected shares are given in percent."""

    title = forms.CharField(
        label=_("What do we improve?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": ""}),
    )
    reason = _words(_("What was found?"))
    cause = _words(_("What causes it?"), 2)
    action = _words(_("What do we do about it?"), 2)
    due_on = _day(_("Done by"))
    tier = forms.ChoiceField(
        label=_("Tier"), choices=(("", _("All tiers")), *Customer.Tier.choices), required=False
    )
    figure_name = forms.CharField(
        label=_("What is counted by hand?"), max_length=200, required=False
    )
    expected_from = forms.FloatField(label=_("Expected to go from"), required=False)
    expected_to = forms.FloatField(label=_("Expected to reach"), required=False)
    settling_days = forms.IntegerField(
        label=_("Days to settle"), min_value=0, max_value=MOST_SETTLING, initial=SETTLING_DAYS
    )
    window_days = forms.IntegerField(
        label=_("Days to measure, before and after"),
        min_value=LEAST_WINDOW,
        max_value=MOST_WINDOW,
        initial=WINDOW_DAYS,
    )
    place = forms.CharField(max_length=LONGEST_PLACE, required=False, widget=forms.HiddenInput())
    picked_of = forms.IntegerField(
        min_value=1, max_value=MOST_PICKED, required=False, widget=forms.HiddenInput()
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = list(topics_in_use())
        self.fields["settling_days"].required = self.fields["window_days"].required = False
        self.fields["topic"] = forms.ModelChoiceField(
            label=_("Topic"), queryset=topics_in_use(), required=False, empty_label=_("No topic")
        )
        seers = people_near(actor).filter(is_active=True).exclude(role=User.Role.SYSTEM)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who sees to it?"), queryset=seers, empty_label=None, initial=actor.pk
        )
        self.fields["team"] = forms.ModelChoiceField(
            label=_("Team"),
            queryset=Team.objects.order_by("name"),
            required=False,
            empty_label=_("All teams"),
        )
        self.fields["figure"] = forms.ChoiceField(
            label=_("Which figure should move?"),
            choices=[("", _("No figure yet")), *figure_choices(actor), *self._asked_for()],
            required=False,
        )
        others = [(f"{OTHER_TOPIC}{topic.pk}", str(topic)) for topic in topics]
        self.fields["comparison"] = forms.ChoiceField(
            label=_("Compared with"),
            choices=[
                ("", _("Nothing")),
                (OTHER_TIERS, _("The other tiers")),
                (_("Another topic"), others),
            ],
            required=False,
        )

    def _asked_for(self) -> list[tuple[str, str]]:
        """A figure the list does not offer, such as a row of a matrix of an old questionnaire."""
        key = key_from(str(self.initial.get("figure") or self.data.get("figure") or ""))
        if key is None or key.kind is not Kind.SURVEY:
            return []
        figure = figure_named(key.head)
        return [(key.head, figure.name)] if figure else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_aim = cleaned.get("expected_to") is not None
        if cleaned.get("figure") and not has_aim and "expected_to" not in self.errors:
            self.add_error("expected_to", _("Say where it is expected to go."))
        if has_aim and not cleaned.get("figure") and "figure" not in self.errors:
            self.add_error("figure", _("Choose the figure that is expected to move."))
        if cleaned.get("comparison") == OTHER_TIERS and not cleaned.get("tier"):
            self.add_error("tier", _("Choose the tier whose others are compared with it."))
        if not is_inside(cleaned.get("place") or "/"):
            cleaned["place"] = ""
        return cleaned

    @property
    def figure(self) -> str:
        """The key of the figure chosen, with tier and team."""
        given = self.cleaned_data
        key = key_from(given.get("figure") or "")
        if key is None or key.kind is Kind.OWN:
            return str(key) if key else ""
        team = given.get("team")
        return str(replace(key, tier=given.get("tier") or "", team=team.pk if team else None))

    def end(self, name: str) -> float | None:
        """An end of the expected effect as it is kept: of a share 0 to 1."""
        value: float | None = self.cleaned_data.get(name)
        figure = figure_named(self.figure) if self.figure else None
        is_in_hundreds = figure is not None and figure.is_in_hundreds
        return value / 100 if value is not None and is_in_hundreds else value

    def days(self, name: str, usual: int) -> int:
        given = self.cleaned_data.get(name)
        return usual if given is None else given

    def plan(self) -> Plan:
        """What was said, with the figure as one key and shares as 0 to 1."""
        apart = {"figure", "tier", "team"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return Plan(
            **given
            | {
                "figure": self.figure,
                "expected_from": self.end("expected_from"),
                "expected_to": self.end("expected_to"),
                "settling_days": self.days("settling_days", SETTLING_DAYS),
                "window_days": self.days("window_days", WINDOW_DAYS),
            }
        )


def initial_of(improvement: Improvement) -> dict[str, Any]:
    """An improvement as the form shows it."""
    key = key_from(improvement.figure)
    figure = figure_named(improvement.figure) if key else None
    hundred = 100 if figure and figure.is_in_hundreds else 1
    names = (
        "title", "reason", "cause", "action", "due_on", "figure_name", "comparison", "place",
        "picked_of", "settling_days", "window_days",
    )  # fmt: skip
    ends = {
        name: None if (end := getattr(improvement, name)) is None else round(end * hundred, 6)
        for name in ("expected_from", "expected_to")
    }
    return (
        {name: getattr(improvement, name) for name in names}
        | ends
        | {
            "topic": improvement.topic_id,
            "owner": improvement.owner_id,
            "figure": key.head if key else "",
            "tier": key.tier if key else "",
            "team": key.team if key else None,
        }
    )


class ResultForm(forms.Form):
    result = forms.CharField(
        label=_("What came of it?"), max_length=1000, widget=forms.Textarea(attrs=LINES)
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class InForceForm(forms.Form):
    effective_on = _day(_("In force since"))


class CountsForm(forms.Form):
    """A share counted by hand, before and after."""

    before_some = forms.IntegerField(label=_("Before: how many"), min_value=0, max_value=10**9)
    before_n = forms.IntegerField(label=_("of how many"), min_value=1, max_value=10**9)
    after_some = forms.IntegerField(label=_("After: how many"), min_value=0, max_value=10**9)
    after_n = forms.IntegerField(label=_("of how many"), min_value=1, max_value=10**9)


class BoardForm(forms.Form):
    """Filters of the board; what is not understood is left out."""

    state = forms.ChoiceField(
        choices=[("", ""), *Improvement.State.choices], required=False, label=_("State")
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Owner"), queryset=owners, required=False, empty_label=_("Everybody")
        )
        self.fields["topic"] = forms.ModelChoiceField(
            label=_("Topic"),
            queryset=Topic.objects.order_by("position", "pk"),
            required=False,
            empty_label=_("All topics"),
        )
        for name in ("owner", "topic"):
            self.fields[name].widget.attrs["data-autosubmit"] = ""
