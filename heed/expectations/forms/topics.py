from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.expectations.forms.fields import OneOfSeveral
from heed.expectations.models import Level, Topic
from heed.expectations.queries.topics import topics_in_use

ALL_TIERS = (("", _("All tiers")), *Customer.Tier.choices)


def _topic_field(label: Any, *, empty: Any = None) -> "forms.ModelChoiceField[Topic]":
    return forms.ModelChoiceField(
        label=label, queryset=topics_in_use(), required=empty is None, empty_label=empty
    )


def _value_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=3)


def _day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=widget)


class TopicForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autofocus": ""})
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("How it is told"),
        choices=Topic.Kind.choices,
        initial=Topic.Kind.FELT,
        widget=forms.RadioSelect,
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=30,
        required=False,
        help_text=_("Such as hours or days; for what is measured."),
    )
    unit_zh = forms.CharField(label=_("Unit in Chinese"), max_length=30, required=False)
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=Topic.Direction.choices,
        initial=Topic.Direction.MORE,
        widget=forms.RadioSelect,
    )
    grace_business_days = forms.IntegerField(
        label=_("Grace in business days"),
        min_value=0,
        max_value=365,
        initial=3,
        help_text=_("So long after its due time an undelivered promise counts as broken."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _topic_field(_("Stands under"), empty=_("nothing"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Topic.Kind.MEASURED and not cleaned.get("unit"):
            self.add_error("unit", _("Say in which unit it is measured, such as hours."))
        return cleaned


class StandardForm(OneOfSeveral):
    mark = "standard"

    value = _value_field(_("Norm of the trade"))
    valid_from = _day_field(_("Valid from"))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who says so, and when: a study, an association, a rival’s public offer."),
    )
    source_url = forms.URLField(
        label=_("Where to read it"), max_length=500, required=False, assume_scheme="https"
    )


class TierOfferForm(OneOfSeveral):
    mark = "offer"

    tier = forms.ChoiceField(label=_("Tier"), choices=ALL_TIERS, required=False)
    value = _value_field(_("What we offer"))
    valid_from = _day_field(_("Valid from"))


class LevelForm(OneOfSeveral):
    mark = "level"

    level = forms.ChoiceField(
        label=_("Need level"),
        choices=Level.choices,
        initial=Level.EXPECTED,
        widget=forms.RadioSelect,
    )
    valid_from = _day_field(_("Valid from"))
    ground = forms.CharField(
        label=_("What it rests on"),
        max_length=300,
        required=False,
        help_text=_("Such as: eleven customers named it last month without being asked."),
    )


class ExclusionForm(OneOfSeveral):
    mark = "exclusion"

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = _topic_field(_("Cannot be fulfilled together with"))
        others.queryset = topics_in_use().exclude(pk=topic.pk)
        self.fields["other"] = others
        self.order_fields(["other", "reason"])
