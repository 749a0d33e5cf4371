"""How the figures of a purchase file are read: exactly, or not at all."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from heed.core.currencies import SIGNS, decimals_of, is_currency
from heed.value.rules.reasons import Reason, Unusable

MOST_MINOR = 10**15
MOST_QUANTITY = 10**11
LONGEST = 60
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_GROUPED = re.compile(
    r"[1-9]\d{0,2}(?P<mark>[., '_])(\d{3}(?P=mark))*\d{3}|[1-9]\d?(,\d{2})+,\d{3}"
)
_BODY = re.compile(r"[\d.,]*")
_THOUSANDTHS = Decimal("0.001")


@dataclass(frozen=True)
class Figures:
    """The figures of one line, read: whole minor units, and the quantity to the thousandth."""

    amount_minor: int
    discount_minor: int
    quantity: Decimal | None
    currency: str


def _plain(text: str) -> str:
    """The text with one kind of each character: ASCII digits, spaces, apostrophe and minus."""
    simple = unicodedata.normalize("NFKC", text).strip()
    return simple.translate({0x2212: "-", 0x2013: "-", 0x2019: "'"})


def marks_shown(texts: Iterable[str]) -> tuple[set[str], str]:
    """Which decimal marks the figures prove, and the first figure that can be read both ways."""
    proven: set[str] = set()
    unclear = ""
    for text in texts:
        mark = _mark_proven(text)
        if mark == "?":
            unclear = unclear or text
        elif mark:
            proven.add(mark)
    return proven, unclear


def _mark_proven(text: str) -> str:
    """`.` or `,` where the figure shows that this is its decimal mark, `?` where it could be."""
    body = "".join(_BODY.findall(_plain(text)))
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        last = max(body.rfind("."), body.rfind(","))
        return body[last] if body.count(body[last]) == 1 else ""
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, after = body.split(mark)
    could_group = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"
    return "?" if could_group else mark


def read_number(text: str, *, mark: str = ".", currency: str = "") -> Decimal:
    """Read a figure exactly as written, in which `mark` is the decimal mark.

    Thousands separators must stand where they belong; a currency's sign or code must be that of
    `currency`. Raises Unusable.
    """
    plain = _plain(text)
    if not plain or len(plain) > LONGEST:
        raise Unusable(Reason.NOT_A_NUMBER)
    is_negative, body = _without_sign(_without_currency(plain, currency))
    try:
        number = Decimal(_ungrouped(body, mark))
    except InvalidOperation as problem:
        raise Unusable(Reason.NOT_A_NUMBER) from problem
    return -number if is_negative else number


def _without_currency(text: str, currency: str) -> str:
    signs = [sign for sign in SIGNS if sign in text]
    if any(currency not in SIGNS[sign] for sign in signs) or len(signs) > 1:
        raise Unusable(Reason.OTHER_SIGN)
    for sign in (*signs, currency):
        text = text.replace(sign, "", 1) if sign else text
    return text.strip()


def _without_sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.endswith("-"):
        return True, text[:-1].strip()
    return text.startswith("-"), text[1:].strip() if text[:1] in {"-", "+"} else text


def _ungrouped(body: str, mark: str) -> str:
    """The figure with a point and no thousands separators, or a text that is no number."""
    if mark == "." and _SCIENTIFIC.fullmatch(body):
        return body
    whole, point, decimals = body.partition(mark)
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[., '_]", "", whole)
    digits = whole + decimals
    return f"{whole}{'.' if point else ''}{decimals}" if digits.isdecimal() else ""


def minor_units(amount: Decimal, decimals: int) -> int:
    """The amount in whole minor units; half a unit goes away from zero. Raises Unusable."""
    if amount.adjusted() > 20:
        raise Unusable(Reason.TOO_LARGE)
    with localcontext(prec=200):
        minor = int(amount.scaleb(decimals).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if abs(minor) > MOST_MINOR:
        raise Unusable(Reason.TOO_LARGE)
    return minor


@dataclass(frozen=True)
class Written:
    """The figures of one line as the file writes them; empty where it says nothing."""

    quantity: str = ""
    unit_price: str = ""
    amount: str = ""
    discount: str = ""
    currency: str = ""


def read_figures(written: Written, *, marks: dict[str, str], currency: str) -> Figures:
    """Read a line's figures; `currency` counts where the line names none. Raises Unusable."""
    unit = _plain(written.currency).upper() or currency
    if not is_currency(unit):
        raise Unusable(Reason.UNKNOWN_CURRENCY)
    decimals = decimals_of(unit)
    quantity = _quantity(written.quantity, marks.get("quantity", "."))
    amount = _amount(written, quantity, marks, unit)
    discount = Decimal(0)
    if written.discount:
        mark = marks.get("discount", ".")
        discount = read_number(written.discount, mark=mark, currency=unit)
    return Figures(
        amount_minor=minor_units(amount, decimals),
        discount_minor=minor_units(discount, decimals),
        quantity=_kept(quantity),
        currency=unit,
    )


def _quantity(text: str, mark: str) -> Decimal | None:
    if not text:
        return None
    quantity = read_number(text, mark=mark)
    if abs(quantity) >= MOST_QUANTITY:
        raise Unusable(Reason.TOO_LARGE)
    return quantity


def _kept(quantity: Decimal | None) -> Decimal | None:
    return None if quantity is None else quantity.quantize(_THOUSANDTHS, rounding=ROUND_HALF_UP)


def _amount(
    written: Written, quantity: Decimal | None, marks: dict[str, str], unit: str
) -> Decimal:
    if written.amount:
        amount = read_number(written.amount, mark=marks.get("amount", "."), currency=unit)
        if quantity is not None and quantity * amount < 0:
            raise Unusable(Reason.OPPOSITE_SIGNS)
        return amount
    if quantity is None or not written.unit_price:
        raise Unusable(Reason.NO_AMOUNT)
    price = read_number(written.unit_price, mark=marks.get("unit_price", "."), currency=unit)
    with localcontext(prec=200):
        return quantity * price
