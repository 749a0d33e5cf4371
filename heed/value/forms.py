"""Files of an import and how they are read, as people enter it on a page."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.core.currencies import is_currency
from heed.value.models import ImportRun
from heed.value.rules.columns import FIELDS
from heed.value.rules.people_columns import PEOPLE_FIELDS

LABELS = {
    "customer_id": _("Customer number"),
    "purchased_at": _("Date of purchase"),
    "amount": _("Amount"),
    "quantity": _("Quantity"),
    "unit_price": _("Unit price"),
    "order_id": _("Order number"),
    "line_id": _("Line number"),
    "product": _("Product"),
    "discount": _("Discount"),
    "currency": _("Currency"),
    "customer_name": _("Customer's name"),
    "customer_email": _("Mail address"),
    "customer_phone": _("Phone"),
    "country": _("Country"),
    "reference": _("Customer number"),
    "name": _("Name"),
    "email": _("Mail address"),
    "phone": _("Phone"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "address_form": _("How to address her or him"),
    "fact": _("Fact"),
    "fact_source": _("Source of the fact"),
    "survey_consent": _("Consent to surveys"),
}
ORDERS = (
    ("", _("As the dates show")),
    ("dmy", _("Day, month, year")),
    ("mdy", _("Month, day, year")),
    ("ymd", _("Year, month, day")),
)
MARKS = (("", _("As the figures show")), (".", _("Point")), (",", _("Comma")))


class UploadForm(forms.Form):
    """A file to be looked at."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or Parquet; 100 MB at most. It is looked at first."),
    )
    kind = forms.ChoiceField(label=_("What is in it"), choices=ImportRun.Kind)
    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        help_text=_(
            "The system the file is from, such as shop. Its mapping is kept for next time."
        ),
    )


class ReadingForm(forms.Form):
    """Which column holds which field, and how dates and figures are written."""

    def __init__(
        self,
        data: Any,
        *,
        kind: str,
        columns: Sequence[str],
        recognised: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self._kind = kind
        named = [(name, name) for name in dict.fromkeys(columns)]
        for name in self._mapped:
            found = _("As recognised: %(column)s") % {"column": recognised.get(name, "–")}
            self.fields[f"of_{name}"] = forms.ChoiceField(
                label=LABELS[name], choices=[("", found), *named], required=False
            )
        if kind == ImportRun.Kind.PURCHASES:
            self.fields["currency"] = forms.CharField(label=_("Currency where none is named"))
            self.fields["time_zone"] = forms.CharField(label=_("Time zone of the dates"))
            self.fields["date_order"] = forms.ChoiceField(
                label=_("Order of the dates"), choices=ORDERS, required=False
            )
            self.fields["decimal_mark"] = forms.ChoiceField(
                label=_("Mark before decimals"), choices=MARKS, required=False
            )
        self.fields["sheet"] = forms.CharField(
            label=_("Sheet"), required=False, help_text=_("Of an XLSX file; the first if empty.")
        )

    @property
    def _mapped(self) -> Mapping[str, str]:
        return FIELDS if self._kind == ImportRun.Kind.PURCHASES else PEOPLE_FIELDS

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise forms.ValidationError(
                _("There is no currency %(code)s. Use an ISO 4217 code such as EUR or CNY."),
                params={"code": code},
            )
        return code

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"])
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("There is no time zone %(zone)s. Use a name such as Europe/London."),
                params={"zone": zone},
            )
        return zone

    @property
    def mapping_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("of_")]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("of_")]

    @property
    def changes(self) -> dict[str, object]:
        """What to change in the settings of the file."""
        given = self.cleaned_data
        mapping = {
            name.removeprefix("of_"): value
            for name, value in given.items()
            if name.startswith("of_") and value
        }
        other = {name: value for name, value in given.items() if not name.startswith("of_")}
        return {"mapping": mapping, **other}
