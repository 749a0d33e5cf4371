"""Which texts are to be shown, and what a reviewer says of one."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use
from heed.surveys.models import Survey, TextReading
from heed.surveys.queries.texts import Choice

PERIODS = (("30", _("30 days")), ("90", _("90 days")), ("365", _("12 months")))
USUAL_DAYS = 90
SOURCES = (("", _("All")), ("surveys", _("Surveys")), ("messages", _("Letters")))
LANGUAGES = (("", _("All")), ("en", _("English")), ("zh", _("Chinese")))
OF_PERSONS = ("tier", "language")


class ChoiceForm(forms.Form):
    """What a page of texts is asked to show; what cannot be read counts as not asked."""

    days = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    source = forms.ChoiceField(label=_("Source"), choices=SOURCES, required=False)
    survey = forms.ModelChoiceField(
        label=_("Survey"), queryset=Survey.objects.none(), required=False, empty_label=_("All")
    )
    tier = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All")), *Customer.Tier.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, surveys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = surveys  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["data-autosubmit"] = ""

    def choice(self, *, now: datetime, survey: Survey | None = None, question: str = "") -> Choice:
        """What was asked for; in an anonymous survey nothing tells whose texts."""
        self.is_valid()
        asked = self.cleaned_data
        chosen = survey or asked.get("survey")
        if chosen and chosen.is_anonymous:
            for name in OF_PERSONS:
                self.fields.pop(name, None)
                asked.pop(name, None)
        days = int(asked.get("days") or USUAL_DAYS)
        return Choice(
            since=now - timedelta(days=days),
            until=now,
            source=asked.get("source") or "",
            survey=chosen,
            question=question,
            tier=asked.get("tier") or "",
            language=asked.get("language") or "",
        )


class ReviewForm(forms.Form):
    topic = forms.ModelChoiceField(queryset=Topic.objects.none(), required=False)
    sentiment = forms.ChoiceField(choices=TextReading.Sentiment.choices)
    is_drawn = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics_in_use()  # type: ignore[attr-defined]
