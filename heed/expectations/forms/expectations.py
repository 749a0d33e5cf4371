from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.expectations import rules
from heed.expectations.forms.fields import amount_field, topic_field
from heed.expectations.models import Expectation, Level, Topic

ONE_TO_SEVEN = [(number, str(number)) for number in range(1, 8)]
SURE = ((Expectation.Knowledge.YES, _("Yes")), (Expectation.Knowledge.NO, _("No")))
UNSURE = (Expectation.Knowledge.UNKNOWN, _("Not known"))


def _is_yes(value: Any) -> bool:
    return str(value) == "yes"


class ExpectationForm(forms.Form):
    """One entry of the ledger, made to be filled in by keyboard within seconds."""

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
    value = amount_field(_("Expected value"))
    desired = amount_field(_("Desired value"))
    adequate = amount_field(_("Adequate value"))
    is_must_have = forms.TypedChoiceField(
        label=_("Could the customer do without it?"),
        choices=(("yes", _("No, it is a must")), ("no", _("Yes, it can be given up"))),
        coerce=_is_yes,
        initial="no",
        widget=forms.RadioSelect,
    )
    knows_norm = forms.ChoiceField(
        label=_("Does the customer know what is usual in our trade?"),
        choices=(UNSURE, *SURE),
        required=False,
        widget=forms.RadioSelect,
    )
    wording = forms.CharField(
        label=_("In the customer’s own words"), required=False, max_length=500
    )

    def __init__(
        self,
        *args: Any,
        sources: Sequence[str] = Expectation.Source.values,
        levels: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`levels` are those the topics are on now; choosing a topic proposes its level."""
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=True, is_chosen=False)
        widget = self.fields["topic"].widget
        widget.attrs |= {"autofocus": "", "data-combobox": "", "data-proposes": "level"}
        widget.levels = levels or {}
        names = dict(Expectation.Source.choices)
        self.fields["source"] = forms.ChoiceField(
            label=_("How we know"),
            choices=[(each, names[each]) for each in sources],
            widget=forms.RadioSelect,
        )

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
