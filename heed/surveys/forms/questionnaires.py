"""The forms in which a questionnaire is begun and what frames its questions is changed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from heed.surveys.format.problems import Problem
from heed.surveys.format.reading import MOST_CHARACTERS
from heed.surveys.forms.parts import Condition, LongText, Piece, Text, Tongues, cells_of, lines_of
from heed.surveys.forms.words import ORDERS

TOO_LARGE = _("The file is too large for a questionnaire.")


class NewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    file = forms.FileField(
        label=_("SurveyJS file"),
        required=False,
        help_text=_("A JSON file. Parts that Heed cannot ask are refused by name."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > 4 * MOST_CHARACTERS:
            raise forms.ValidationError(TOO_LARGE)
        return file


class PiecesForm(forms.Form):
    """Fields made from pieces of the JSON that is changed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, pieces: list[Piece], held: dict[str, Any], **kwargs: Any
    ) -> None:
        self.pieces, self.held = pieces, held
        initial = {key: each for piece in pieces for key, each in _initial(piece, held).items()}
        super().__init__(data, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        for each in pieces:
            self.fields.update(each.fields())

    def values(self) -> dict[str, Any]:
        """The JSON of the pieces; None where a key is to be left out."""
        return {
            each.key: each.value(self.cleaned_data, self.held.get(each.key)) for each in self.pieces
        }

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in each.fields()] for each in self.pieces]

    def take_problems(self, problems: Iterable[Problem], path: str = "") -> bool:
        """Show the problems beside their fields; whether any was about one of them."""
        is_mine = False
        for each in problems:
            if not each.path.startswith(path):
                continue
            key = each.path.removeprefix(path).partition(".")[0].partition("[")[0]
            if key in self.fields:
                is_mine = True
                self.add_error(key, each.message)
        return is_mine


def _initial(piece: Piece, held: dict[str, Any]) -> dict[str, object]:
    return piece.initial(held.get(piece.key))


class PageForm(PiecesForm):
    def __init__(self, data: Any, *, page: dict[str, Any], locale: str, **kwargs: Any) -> None:
        tongues = Tongues.of(locale)
        pieces = [
            Text("title", _("Heading"), "", tongues),
            LongText("description", _("Text below it"), "", tongues),
            Condition("visibleIf", _("Shown only if"), _("Such as {csat} <= 2"), tongues),
        ]
        super().__init__(data, pieces=pieces, held=page, **kwargs)
        self.fields["questionOrder"] = forms.ChoiceField(
            label=_("Order of the questions"),
            required=False,
            choices=(("", _("as everywhere")), *ORDERS),
            initial=page.get("questionOrder", ""),
        )

    def values(self) -> dict[str, Any]:
        return super().values() | {"questionOrder": self.cleaned_data["questionOrder"] or None}


class Quotas(Condition):
    """`name | condition | limit`, one a line."""

    def fields(self) -> dict[str, forms.Field]:
        widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
        return {self.key: forms.CharField(**self._usual(), max_length=20_000, widget=widget)}

    def initial(self, value: object) -> dict[str, object]:
        quotas = value if isinstance(value, list) else []
        lines = [f"{each['name']} | {each['expression']} | {each['limit']}" for each in quotas]
        return {self.key: "\n".join(lines)}

    def value(self, cleaned: Any, _before: object) -> object:
        return [self._quota(line) for line in lines_of(cleaned.get(self.key, ""))] or None

    def _quota(self, line: str) -> dict[str, Any]:
        name, expression, limit = (*cells_of(line), "", "", "")[:3]
        return {
            "name": name,
            "expression": expression,
            "limit": int(limit) if limit.isascii() and limit.isdigit() else limit,
        }


class FrameForm(PiecesForm):
    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, data: Any, *, draft: dict[str, Any], **kwargs: Any) -> None:
        tongues = Tongues.of(draft.get("locale", "en"))
        quota_hint = _("One a line: name | condition | how many at most")
        pieces = [
            Text("title", _("Heading"), "", tongues),
            LongText("description", _("Opening words"), "", tongues),
            LongText("completedHtml", _("Thanks at the end"), "", tongues),
            Quotas("heed_quotas", _("Quotas"), quota_hint, tongues),
        ]
        super().__init__(data, pieces=pieces, held=draft, **kwargs)
