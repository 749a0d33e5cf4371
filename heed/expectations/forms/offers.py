"""Forms of an offer: two to five options, added, copied and taken from what was offered before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heed.conversations.forms import new_token
from heed.core.currencies import decimals_of
from heed.expectations.forms.fields import OneOfSeveral, amount_field, moment_field, topic_field
from heed.expectations.forms.negotiations import minor, money_field
from heed.expectations.models import Concession, Negotiation, Offer, Option
from heed.expectations.operations.offer_answers import LONGEST_SAYING
from heed.expectations.operations.offers import FEWEST, MOST, Draft
from heed.expectations.queries.records import current_expectations

Row = dict[str, Any]
NAMES = ("wording", "due_at", "price", "cost", "topic", "value")


class OfferForm(forms.Form):
    """How the options are put, and until when they are good."""

    introduction = forms.CharField(
        label=_("What comes before the options"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mode = forms.ChoiceField(
        label=_("How do you put them?"), choices=Offer.Mode.choices, widget=forms.RadioSelect
    )
    expires_at = moment_field(_("Good until"))

    def __init__(self, *args: Any, steps: Sequence[Concession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tells"] = _steps_field(_("Told with this offer"), steps, required=False)


def _steps_field(
    label: Any, steps: Sequence[Concession], *, required: bool
) -> forms.TypedMultipleChoiceField:
    """The steps that were taken and not told yet."""
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=required,
        choices=[(step.pk, step.wording) for step in steps],
        widget=forms.CheckboxSelectMultiple,
    )


class OptionForm(forms.Form):
    """One option, as it is written."""

    wording = forms.CharField(
        label=_("What do we offer?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_at = moment_field(_("By when?"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        negotiation: Negotiation,
        number: int,
        initial: Row | None = None,
    ) -> None:
        super().__init__(data, prefix=f"o{number}", initial=initial)
        self.number, self.currency = number, negotiation.currency
        expectations = current_expectations(negotiation.customer)
        self.fields["price"] = money_field(_("Price"), self.currency)
        self.fields["cost"] = money_field(_("Cost to us"), self.currency)
        self.fields["fulfils"] = forms.ModelMultipleChoiceField(
            label=_("Which expectations does it fulfil?"),
            queryset=expectations,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["topic"] = topic_field(required=False)
        self.fields["value"] = amount_field(_("Value on the topic"))

    def draft(self) -> Draft:
        """The option as the operation takes it."""
        data = self.cleaned_data
        return Draft(
            wording=data["wording"],
            due_at=data["due_at"],
            price_minor=minor(data["price"], self.currency),
            cost_minor=minor(data["cost"], self.currency),
            topic=data["topic"],
            value=data["value"],
            fulfils=list(data["fulfils"]),
        )


def written_rows(data: QueryDict) -> list[Row]:
    """The options as they were typed, whether they make sense or not; never more than can be."""
    counted = data.get("count", "")
    count = int(counted) if counted.isascii() and counted.isdigit() and len(counted) < 3 else 0
    return [
        {name: data.get(f"o{number}-{name}", "") for name in NAMES}
        | {"fulfils": data.getlist(f"o{number}-fulfils")}
        for number in range(1, min(count, 2 * MOST) + 1)
    ]


def changed_rows(rows: Sequence[Row], change: str, taken: Row | None) -> list[Row]:
    """The options after a button was pressed: `add`, `copy-2`, `remove-2`, or one taken over."""
    action, _separator, number = change.partition("-")
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0
    changed = list(rows)
    if taken is not None:
        free = next((each for each in changed if not each["wording"].strip()), None)
        changed = [taken if each is free else each for each in changed]
        return changed if free else [*changed, taken]
    if action == "copy" and 0 < place <= len(changed):
        changed.insert(place, dict(changed[place - 1]))
    elif action == "remove" and 0 < place <= len(changed):
        del changed[place - 1]
    elif action == "add":
        due_at = changed[-1]["due_at"] if changed else ""
        changed.append(dict.fromkeys(NAMES, "") | {"due_at": due_at, "fulfils": []})
    return changed


def row_of(option: Option, currency: str) -> Row:
    """An option made before as a row to start from; its due time is for each to set anew."""
    decimals = decimals_of(currency)
    return {
        "wording": option.wording,
        "due_at": "",
        "price": f"{option.price_minor / 10**decimals:.{decimals}f}",
        "cost": f"{option.cost_minor / 10**decimals:.{decimals}f}",
        "topic": option.topic_id or "",
        "value": "" if option.value is None else option.value.normalize(),
        "fulfils": [],
    }


def option_forms(
    negotiation: Negotiation,
    *,
    rows: Sequence[Row] = (),
    data: QueryDict | None = None,
    due_at: datetime | None = None,
) -> list[OptionForm]:
    """A form for each option: bound to what was sent, or showing the rows; at least two.

    `due_at` is what an option that is still empty begins with.
    """
    blank: Row = {"due_at": timezone.localtime(due_at)} if due_at else {}
    shown = written_rows(data) if data is not None else [*rows, *[blank] * (FEWEST - len(rows))]
    made = [
        OptionForm(data, initial=row, negotiation=negotiation, number=number)
        for number, row in enumerate(shown, start=1)
    ]
    _read_choices_once(made)
    return made


def _read_choices_once(forms_of_options: Sequence[OptionForm]) -> None:
    """Topics and expectations are the same for every option, so they are asked for once."""
    for name in ("topic", "fulfils"):
        choices: list[Any] | None = None
        for each in forms_of_options:
            field: Any = each.fields[name]
            choices = list(field.choices) if choices is None else choices
            field.choices = choices


class WishForm(OneOfSeveral):
    mark = "wish"

    wish = forms.CharField(
        label=_("What does the customer wish instead?"), max_length=LONGEST_SAYING
    )


class NoForm(OneOfSeveral):
    mark = "no"

    because = forms.CharField(
        label=_("Why, if the customer said so?"), required=False, max_length=LONGEST_SAYING
    )


class LetterForm(forms.Form):
    """A letter about steps that were taken, to be read once more before it goes."""

    text = forms.CharField(label=_("Letter"), widget=forms.Textarea(attrs={"rows": 10}))
    token = forms.CharField(widget=forms.HiddenInput, initial=new_token, max_length=40)

    def __init__(self, *args: Any, steps: Sequence[Concession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"] = _steps_field(_("Steps it tells of"), steps, required=True)


class DecliningForm(forms.Form):
    """Five short parts that make one letter, and the letter itself, which may be changed."""

    willing = forms.CharField(
        label=_("We would have liked to"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    acknowledged = forms.CharField(
        label=_("The wish makes sense"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    because = forms.CharField(
        label=_("The true reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": ""}),
        help_text=_("In your own words. It is kept with the request and read on the ledger."),
    )
    instead = forms.CharField(
        label=_("What we do instead, or a goodwill gift"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    passed_on = forms.CharField(
        label=_("Passed on"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Letter"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    token = forms.CharField(
        widget=forms.HiddenInput, initial=new_token, max_length=40, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = topic_field(required=True)

    PARTS = ("willing", "acknowledged", "because", "instead", "passed_on")

    def parts(self) -> list[str]:
        """The five parts in their order, those left out too."""
        return [self.cleaned_data.get(name, "").strip() for name in self.PARTS]
