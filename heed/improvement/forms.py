from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import colleagues_of
from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use


class ImprovementForm(forms.Form):
    title = forms.CharField(
        label=_("What do we improve?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": ""}),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: forms.ModelChoiceField[Topic] = forms.ModelChoiceField(
            label=_("Topic"),
            queryset=topics_in_use(),
            required=False,
            empty_label=_("No topic"),
        )
        owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
            label=_("Who sees to it?"),
            queryset=colleagues_of(actor),
            empty_label=None,
            initial=actor.pk,
        )
        self.fields["topic"], self.fields["owner"] = topic, owner


class ResultForm(forms.Form):
    result = forms.CharField(
        label=_("What came of it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
