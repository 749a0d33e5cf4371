import re
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from heed.core.currencies import decimals_of

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "INR": "₹", "KRW": "₩", "CNY": "CN¥", "JPY": "¥"}
_SIGNS_IN_CHINESE = _SIGNS | {"CNY": "¥", "JPY": "JP¥", "USD": "US$"}

NOTHING = "–"
MINUS = "−"
_HYPHEN = re.compile(r"(?<!\S)-(?=[\d.])")


def spell(value: float | Decimal, decimals: int = 0, *, is_signed: bool = False) -> str:
    """Return the figure in groups of three, with a true minus; `is_signed` also shows the plus."""
    text = f"{abs(value):,.{decimals}f}"
    if not any(digit in "123456789" for digit in text):
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if is_signed else text


def true_minus(figures: str) -> str:
    """Return figures that are written for programs too with the minus that people read."""
    return _HYPHEN.sub(MINUS, figures)


def spell_money(minor: int, currency: str) -> str:
    signs = _SIGNS_IN_CHINESE if (get_language() or "").startswith("zh") else _SIGNS
    decimals = decimals_of(currency)
    figure = spell(Decimal(abs(minor)).scaleb(-decimals), decimals)
    sign = signs.get(currency, f"{currency}\N{NO-BREAK SPACE}")
    return f"{MINUS if minor < 0 else ''}{sign}{figure}"


def money(minor: int | None, currency: str) -> SafeString:
    """Show an amount given in minor units: `{% money 129900 "EUR" %}` is €1,299.00."""
    if minor is None:
        return format_html('<span class="soft">{}</span>', NOTHING)
    return format_html('<span class="num nowrap">{}</span>', spell_money(minor, currency))


def number(
    value: float | Decimal | None, decimals: int = 0, unit: str = "", signed: str = ""
) -> SafeString:
    """Show a figure; `signed="yes"` shows the plus of a gain."""
    if value is None:
        return format_html('<span class="soft">{}</span>', NOTHING)
    text = spell(value, decimals, is_signed=bool(signed))
    return format_html('<span class="num nowrap">{}</span>', with_unit(text, unit))


def with_unit(figure: str, unit: object) -> str:
    return f"{figure}\N{NARROW NO-BREAK SPACE}{unit}" if unit else figure


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share of 0..1 as a percentage."""
    return NOTHING if share is None else f"{spell(share * 100, decimals)}%"
