from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heed.expectations.models import Level, Topic
from heed.expectations.operations.levels import Measured
from heed.measures.kano_levels import Advice, placement
from heed.measures.kano_tables import Category

Words = str | Promise
CATEGORIES: dict[Category, Words] = {
    Category.MUST_BE: _("must-be"),
    Category.ONE_DIMENSIONAL: _("one-dimensional"),
    Category.ATTRACTIVE: _("attractive"),
    Category.INDIFFERENT: _("indifferent"),
    Category.REVERSE: _("reverse"),
    Category.QUESTIONABLE: _("questionable"),
}
# What must be known beside the answers, by the level that follows from it.
GROUNDS: dict[tuple[Category, str], Words] = {
    (Category.MUST_BE, Level.BASIC): _("Basic: without it customers do not buy"),
    (Category.MUST_BE, Level.EXPECTED): _("Expected: they buy all the same, and are displeased"),
    (Category.ONE_DIMENSIONAL, Level.EXPECTED): _("Expected: the more the better"),
    (Category.ATTRACTIVE, Level.DESIRED): _("Desired: customers ask for it of themselves"),
    (Category.ATTRACTIVE, Level.UNEXPECTED): _("Unexpected: nobody asks for it"),
}
ADVICE: dict[Advice, Words] = {
    Advice.NO_LEVEL: _("It makes no difference to most: no level follows."),
    Advice.DO_NOT_OFFER: _("Most would rather not have it: do not offer it."),
    Advice.ASK_AGAIN: _("The answers contradict each other: ask again."),
}
LEFT = ("", _("Do not date it"))


@dataclass(frozen=True)
class Feature:
    """A feature tied to a topic, and the category its answers gave it."""

    item: str
    text: str
    topic: Topic
    category: Category
    n: int

    @property
    def category_name(self) -> Words:
        return CATEGORIES[self.category]

    @property
    def levels(self) -> list[str]:
        """The need levels it may be on, by what the company knows beside the answers."""
        found = [
            placement(self.category, stops_purchase=known, is_voiced=known).level
            for known in (True, False)
        ]
        return list(dict.fromkeys(str(level) for level in found if level))

    @property
    def advice(self) -> Words:
        """What follows where it is on no level."""
        placed = placement(self.category, stops_purchase=False, is_voiced=False)
        return ADVICE.get(placed.advice, "")


class LevelsForm(forms.Form):
    """The level of each feature's topic, asked where answers alone do not tell it."""

    def __init__(self, *args: Any, features: Sequence[Feature], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.features = [each for each in features if each.levels]
        for place, feature in enumerate(self.features):
            levels = feature.levels
            named = [(level, GROUNDS[feature.category, level]) for level in levels]
            self.fields[f"level-{place}"] = forms.ChoiceField(
                label=feature.text,
                choices=[*named, LEFT],
                widget=forms.RadioSelect,
                required=False,
                initial=levels[0] if len(levels) == 1 else "",
            )
        self.fields["valid_from"] = forms.DateField(
            label=_("Valid from"),
            initial=today,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )

    def lines(self) -> list[tuple[Feature, forms.BoundField]]:
        return [(each, self[f"level-{at}"]) for at, each in enumerate(self.features)]

    def measured(self, survey: str) -> list[Measured]:
        """The levels chosen, one for each topic; of two features on a topic the first counts."""
        found: dict[int, Measured] = {}
        for place, feature in enumerate(self.features):
            level = self.cleaned_data[f"level-{place}"]
            if level:
                ground = f"{survey}: {feature.text} – {feature.category_name} ({feature.category})"
                row = Measured(feature.topic, level, feature.n, ground)
                found.setdefault(feature.topic.pk, row)
        return list(found.values())
