from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heed.conversations.models import Conversation
from heed.core.business_hours import BusinessHours
from heed.customers.models import Customer
from heed.expectations import rules
from heed.expectations.forms.fields import (
    OneOfSeveral,
    amount_field,
    moment_field,
    topic_field,
)
from heed.expectations.models import Promise, Topic
from heed.expectations.queries.promises import contradicted_by


class PromiseForm(forms.Form):
    """What we promise and by when; `by` is the value of a button that names a due time."""

    wording = forms.CharField(
        label=_("What do you promise?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": "", "autocomplete": "off"}),
    )
    value = amount_field(_("Promised value"))
    due_at = moment_field(_("By when?"), required=False)
    by = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    is_separate = forms.BooleanField(label=_("It is another matter"), required=False)
    suggestions: list[datetime] = []
    contradicted: Promise | None = None

    def __init__(
        self,
        *args: Any,
        hours: BusinessHours,
        now: datetime,
        customer: Customer | None = None,
        conversation: Conversation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=False)
        self.now = now
        self.customer, self.conversation = customer, conversation
        self.suggestions = rules.due_suggestions(now, hours)
        if self.suggestions:
            self.fields["due_at"].initial = timezone.localtime(self.suggestions[-1])

    @property
    def topics(self) -> list[Topic]:
        """The topics to choose from, read once for the form and its page."""
        return list(self.fields["topic"].queryset)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        due_at = cleaned.pop("by", None) or cleaned.get("due_at")
        if not self.errors and due_at is None:
            self.add_error("due_at", _("Say by when. A promise needs a due time."))
        elif due_at and due_at <= self.now:
            self.add_error("due_at", _("This time has passed. Give one in the future."))
        cleaned |= {"due_at": due_at}
        if self.customer and not self.errors and not cleaned["is_separate"]:
            self._look_for_contradiction(cleaned)
        return cleaned

    def _look_for_contradiction(self, cleaned: dict[str, Any]) -> None:
        """Ask, where another promise on the matter is open, whether this is another matter."""
        said = {name: cleaned[name] for name in ("wording", "due_at", "topic", "value")}
        promise = Promise(customer=self.customer, conversation=self.conversation, **said)
        self.contradicted = contradicted_by(promise)
        if self.contradicted:
            self.add_error("is_separate", _("Say whether this is another matter."))


class FulfilForm(OneOfSeveral):
    mark = "fulfil"

    evidence = forms.CharField(
        label=_("How was it done?"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autofocus": ""}),
        help_text=_("A tracking number, a call, a message: what shows that it was done."),
    )
    delivered_value = amount_field(_("Delivered value"))
    delivered_at = moment_field(_("Delivered at, if not just now"), required=False)


class RenegotiateForm(OneOfSeveral):
    mark = "renegotiate"

    due_at = moment_field(_("New due time"))
    evidence = forms.CharField(label=_("How did the customer agree?"), max_length=1000)


class ProposeTimeForm(OneOfSeveral):
    mark = "propose"

    due_at = moment_field(_("New due time"))
    reason = forms.CharField(
        label=_("Why, as the customer reads it"),
        max_length=500,
        help_text=_("She or he agrees or not by a personal link, before the promise is due."),
    )


class WaiveForm(OneOfSeveral):
    mark = "waive"

    evidence = forms.CharField(label=_("How did the customer say so?"), max_length=1000)


class HandOverForm(forms.Form):
    owner = forms.IntegerField(label=_("Who sees to it now?"))
