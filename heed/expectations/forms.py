from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heed.core.business_hours import BusinessHours
from heed.expectations import rules
from heed.expectations.models import Expectation, Level, Topic
from heed.expectations.queries.records import topics

ONE_TO_SEVEN = [(number, str(number)) for number in range(1, 8)]


class TopicSelect(forms.Select):
    """Each choice says of which kind its topic is, so that the page shows the fields it needs."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        topic = getattr(option["value"], "instance", None)
        if topic:
            option["attrs"]["data-kind"] = topic.kind
        return option


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f%z"]
    return forms.DateTimeField(
        label=label, required=required, widget=Moment(), input_formats=formats
    )


def _topic(*, required: bool) -> "forms.ModelChoiceField[Topic]":
    """The topics as they are now, read when the form is made."""
    return forms.ModelChoiceField(
        label=_("Topic"),
        queryset=topics(),
        required=required,
        widget=TopicSelect,
        empty_label=None if required else _("No topic"),
    )


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=14, decimal_places=3)


class PromiseForm(forms.Form):
    """What we promise and by when; `by` is the value of a button that names a due time."""

    wording = forms.CharField(
        label=_("What do you promise?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": "", "autocomplete": "off"}),
    )
    value = _amount(_("Promised value"))
    due_at = _moment(_("By when?"), required=False)
    by = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    suggestions: list[datetime] = []

    def __init__(self, *args: Any, hours: BusinessHours, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = _topic(required=False)
        self.now = now
        self.suggestions = rules.due_suggestions(now, hours)
        if self.suggestions:
            self.fields["due_at"].initial = timezone.localtime(self.suggestions[-1])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        due_at = cleaned.pop("by", None) or cleaned.get("due_at")
        if not self.errors and due_at is None:
            self.add_error("due_at", _("Say by when. A promise needs a due time."))
        elif due_at and due_at <= self.now:
            self.add_error("due_at", _("This time has passed. Give one in the future."))
        return cleaned | {"due_at": due_at}


class ExpectationForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Level"),
        choices=Level.choices,
        initial=Level.EXPECTED,
        widget=forms.RadioSelect,
    )
    felt = forms.TypedChoiceField(
        label=_("What is expected, from 1 to 7"),
        choices=ONE_TO_SEVEN,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    value = _amount(_("Expected value"))
    desired = _amount(_("Desired value"))
    adequate = _amount(_("Adequate value"))
    is_must_have = forms.BooleanField(label=_("Must have"), required=False)
    wording = forms.CharField(
        label=_("In the customer’s own words"), required=False, max_length=500
    )
    source = forms.ChoiceField(
        label=_("How we know"), choices=Expectation.Source.choices, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = _topic(required=True)
        self.fields["topic"].widget.attrs["autofocus"] = ""

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Expectation.Source.MESSAGE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        topic = cleaned.get("topic")
        if topic is None:
            return cleaned
        if topic.kind == Topic.Kind.FELT:
            return self._felt(cleaned)
        return self._measured(cleaned, topic)

    def _felt(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        if cleaned.get("felt") is None:
            self.add_error("felt", _("Choose what the customer expects, from 1 to 7."))
        return cleaned | {"value": None, "desired": None, "adequate": None}

    def _measured(self, cleaned: dict[str, Any], topic: Topic) -> dict[str, Any]:
        if cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Enter the value the customer expects."))
        if not rules.is_zone_ordered(
            cleaned.get("desired"), cleaned.get("adequate"), topic.direction
        ):
            self.add_error("desired", _("Desired is worse than adequate. Swap the two values."))
        return cleaned


class OneOfSeveral(forms.Form):
    """A form that stands on a page with others of the same fields; its mark keeps ids apart."""

    mark = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.mark}_%s"} | kwargs)


class FulfilForm(OneOfSeveral):
    mark = "fulfil"

    evidence = forms.CharField(
        label=_("How was it done?"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autofocus": ""}),
        help_text=_("A tracking number, a call, a message: what shows that it was done."),
    )
    delivered_value = _amount(_("Delivered value"))
    delivered_at = _moment(_("Delivered at, if not just now"), required=False)


class RenegotiateForm(OneOfSeveral):
    mark = "renegotiate"

    due_at = _moment(_("New due time"))
    evidence = forms.CharField(label=_("How did the customer agree?"), max_length=1000)


class WaiveForm(OneOfSeveral):
    mark = "waive"

    evidence = forms.CharField(label=_("How did the customer say so?"), max_length=1000)


class HandOverForm(forms.Form):
    owner = forms.IntegerField(label=_("Who sees to it now?"))
