from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use
from heed.surveys.queries.item_topics import Item

NONE = ""


class ItemTopicsForm(forms.Form):
    """For each item the topic of the ledger that it asks about."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.topics: Mapping[str, Topic] = {str(each.pk): each for each in topics_in_use()}
        names = [(NONE, _("no topic")), *((pk, str(each)) for pk, each in self.topics.items())]
        for place, item in enumerate(items):
            self.fields[f"item-{place}"] = forms.ChoiceField(
                label=item.text,
                choices=names,
                required=False,
                initial=str(item.topic_id or item.proposed_id or NONE),
                help_text=_("Proposed, because it is called so.") if item.proposed_id else "",
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the title of their question."""
        found: dict[str, list[forms.BoundField]] = {}
        for place, item in enumerate(self.items):
            found.setdefault(item.question, []).append(self[f"item-{place}"])
        return list(found.items())

    def chosen(self) -> dict[str, Topic | None]:
        """What was chosen for each item."""
        return {
            item.name: self.topics.get(self.cleaned_data[f"item-{place}"])
            for place, item in enumerate(self.items)
        }
