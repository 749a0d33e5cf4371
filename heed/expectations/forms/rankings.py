from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heed.expectations.models import Expectation, Ranking, RankingItem
from heed.expectations.queries.rankings import Sheet
from heed.expectations.ranking_rules import BEST_WORST, FEWEST, MOST, ORDER, PAIRS, Answer


class RankingForm(forms.Form):
    """Which expectations to ask about, and how."""

    method = forms.ChoiceField(
        label=_("How to ask"),
        choices=Ranking.Method.choices,
        initial=Ranking.Method.ORDER,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=_("By which way"), choices=Ranking.Mode.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, expectations: Sequence[Expectation], has_address: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.expectations = {str(each.pk): each for each in expectations}
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("What is compared"),
            choices=[(pk, str(each.topic)) for pk, each in self.expectations.items()],
            initial=list(self.expectations)[:MOST],
            widget=forms.CheckboxSelectMultiple,
        )
        mode = Ranking.Mode.LINK if has_address else Ranking.Mode.AGENT
        self.fields["mode"].initial = mode
        if not has_address:
            self.fields["mode"].help_text = _("No mail address is known, so no link can be sent.")

    def clean_items(self) -> list[Expectation]:
        chosen = self.cleaned_data["items"]
        if not FEWEST <= len(chosen) <= MOST:
            raise forms.ValidationError(
                _("Choose from %(fewest)s to %(most)s expectations; you chose %(count)s."),
                params={"fewest": FEWEST, "most": MOST, "count": len(chosen)},
            )
        return [self.expectations[pk] for pk in chosen]


class StepForm(forms.Form):
    """One question of a ranking as it is sent: answered, skipped, or with a line moved up or down.

    `then` says what the button meant: next, skip, keep (saved on the way), or finish.
    """

    def __init__(self, data: QueryDict | None, *, sheet: Sheet, number: int) -> None:
        super().__init__(data)
        self.sheet, self.number = sheet, number
        self.task = sheet.task(number)
        kept = sheet.answers.get(number)
        self.kept: Answer = kept if kept else {"task": number}

    @property
    def kind(self) -> str:
        """Which question it is: order, best_worst, pairs, or give_up."""
        return self.task.kind if self.task else "give_up"

    @property
    def then(self) -> str:
        return str(self.data.get("then", ""))

    @property
    def moved(self) -> int | None:
        """The item whose line is to move up or down."""
        number = str(self.data.get("move", "")).partition(" ")[2]
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return int(number) if is_number else None

    @property
    def is_skipped(self) -> bool:
        return self.then == "skip" and self.kind != ORDER

    @property
    def shown(self) -> list[RankingItem]:
        """The items of the question; an order as last given."""
        if self.task is None:
            return list(self.sheet.items.values())
        ids = self._numbers("order") if self.kind == ORDER and self.is_bound else []
        if set(ids) != set(self.task.offered) or len(ids) != len(self.task.offered):
            ids = self.kept.get("order") or list(self.task.offered)
        return [self.sheet.items[pk] for pk in ids]

    @property
    def offered(self) -> list[RankingItem]:
        """The items of a task, in the order they are to be shown."""
        return [self.sheet.items[pk] for pk in self.task.offered] if self.task else []

    @property
    def left_out_note(self) -> str:
        """What is said where questions have no answer."""
        count = self.sheet.left_out
        return ngettext(
            "%(count)s question has no answer yet. It may stay so: we use the others.",
            "%(count)s questions have no answer yet. They may stay so: we use the others.",
            count,
        ) % {"count": count}

    @property
    def given_up(self) -> list[int]:
        return [pk for pk in self._numbers("given_up") if pk in self.sheet.items]

    @property
    def best(self) -> int | None:
        return self._number("best") if self.is_bound else self.kept.get("best")

    @property
    def worst(self) -> int | None:
        return self._number("worst") if self.is_bound else self.kept.get("worst")

    @property
    def preferred(self) -> int | None:
        return self._number("preferred") if self.is_bound else self.kept.get("preferred")

    @property
    def answer(self) -> Answer:
        """What was said, with the line that was to be moved in its new place."""
        if self.kind == ORDER:
            return {"task": self.number, "order": self._order()}
        if self.kind == PAIRS:
            return {"task": self.number, "preferred": self.preferred or 0}
        return {"task": self.number, "best": self.best, "worst": self.worst}

    def clean(self) -> dict[str, Any]:
        if self.task is None and not self.sheet.answers:
            raise forms.ValidationError(_("Please answer at least one of the questions first."))
        if self.kind == BEST_WORST and not self.is_skipped:
            self._require_best_or_worst()
        if self.kind == PAIRS and not self.is_skipped and self.preferred not in self._offered():
            raise forms.ValidationError(_("Please choose one of the two, or leave this one out."))
        return super().clean() or {}

    def _require_best_or_worst(self) -> None:
        named = {each for each in (self.best, self.worst) if each is not None}
        if not named or named - self._offered():
            raise forms.ValidationError(
                _("Please choose what matters most or least, or leave this one out.")
            )
        if self.best == self.worst:
            raise forms.ValidationError(
                _("The same cannot matter most and least. Please choose two different ones.")
            )

    def _offered(self) -> set[int]:
        return set(self.task.offered) if self.task else set()

    def _order(self) -> list[int]:
        order = [item.expectation_id for item in self.shown]
        if self.moved not in order:
            return order
        at = order.index(self.moved)
        by = 1 if str(self.data["move"]).startswith("down") else -1
        order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
        return order

    def _numbers(self, name: str) -> list[int]:
        values = cast(QueryDict, self.data).getlist(name) if self.is_bound else []
        return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 19]

    def _number(self, name: str) -> int | None:
        return next(iter(self._numbers(name)), None)
