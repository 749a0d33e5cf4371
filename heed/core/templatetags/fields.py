from typing import Any

from django import forms
from django.forms import BoundField


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "plain"


def field(bound: BoundField, hint: str = "", row: str = "") -> dict[str, Any]:
    """Show a form field with label, hint and error tied to it; `row` puts choices side by side."""
    return {
        "bound": bound,
        "kind": _kind(bound),
        "hint": hint or bound.help_text,
        "is_row": bool(row),
        "is_optional": not bound.field.required,
    }


def scale(
    bound: BoundField,
    low: str = "",
    high: str = "",
    middle: str = "",
    balance: str = "",
    large: str = "",
) -> dict[str, Any]:
    """Show a choice field as a row of steps, 1..7, or −3..+3 with `balance="yes"`."""
    return {
        "bound": bound,
        "low": low,
        "high": high,
        "middle": middle,
        "is_balance": bool(balance),
        "is_large": bool(large),
    }


def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """List a form's errors above it, each a link to its field; nothing without errors."""
    return {"form": form, "bound_fields": [bound for bound in form if bound.errors]}
