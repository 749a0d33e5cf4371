"""Personal data in short texts, masked before anything is kept or shown."""

import re
from collections.abc import Callable

from heed.measures.texts.name_patterns import CHINESE_NAME, ENGLISH_NAME
from heed.measures.texts.number_checks import is_bank_card, is_identity_card

MAIL, PHONE, IDENTITY, CARD, ORDER, NAME = (
    *("[email]", "[phone]", "[id card]", "[bank card]", "[order]", "[name]"),
)
_WIDE = str.maketrans("０１２３４５６７８９＋＠Ｘｘ", "0123456789+@Xx")
_MAIL = re.compile(
    r"[\w.+%'-]{1,64}@[^\W_](?:[\w-]{0,62}\.)(?:[\w-]{1,63}\.){0,4}[^\W\d_]{2,24}",
    re.ASCII,
)
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![\dA-Za-z])")
_CARD = re.compile(
    r"(?<!\d)(?:\d{13,19}|\d{4}([ -])\d{6}\1\d{5}|\d{4}(?:[ -]\d{4}){2,5}(?:[ -]\d{1,3})?)(?!\d)"
)
_PHONES = (
    # Chinese mobile numbers, with or without the country's.
    re.compile(r"(?<!\d)(?:\+?\s?(?:00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    # With the country's number.
    re.compile(r"(?:\+|(?<!\d)00)[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\d)"),
    # Chinese landlines and others that begin with 0, with extension.
    re.compile(r"(?<!\d)[(（]?0\d{2,4}[)）]?[ -]?\d{3,4}[ -]?\d{3,4}(?:-\d{1,5})?(?!\d)"),
    # North American.
    re.compile(r"(?<!\d)(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?!\d)"),
)
_ORDER = re.compile(
    r"((?:订单|訂單|运单|運單|快递|物流|单|單)(?:编号|編號|号码|號碼|号|號)"
    r"|\b(?:order|tracking|parcel|invoice)(?: (?:no\.?|number|id))?)"
    r"(\s{0,3}(?:[:：#是为為]|is)?\s{0,3}#?)(?=[A-Za-z-]{0,12}\d)[A-Za-z0-9-]{5,40}",
    re.IGNORECASE,
)


def masked(text: str, *, order_numbers: bool = False) -> str:
    """Return a text with the personal data found in it masked.

    Parameters
    ----------
    text : str
        Any text, in Chinese or English.
    order_numbers : bool, default False
        Whether numbers of orders and parcels are masked too, where the word stands before them.

    Returns
    -------
    str
        With mail addresses, phone numbers, Chinese identity cards (their check digit must be
        right), bank cards (by Luhn's check), and names beside 先生, 女士, Mr, Ms and the like
        replaced by what they were, in square brackets. Masking twice changes nothing more.

    Notes
    -----
    What is sure is masked; names without a title, addresses and account names are not found. So
    a masked text is safer, not anonymous. Dates, prices and times stay. Wide digits are written
    as plain ones.

    Examples
    --------
    >>> masked("我是王小明先生，电话138-0013-8000，邮箱 wang@example.com")
    '我是[name]先生，电话[phone]，邮箱 [email]'
    >>> masked("Ask Ms. Jane Smith, card 4111 1111 1111 1111, order no. A-12345.", order_numbers=True)
    'Ask Ms. [name], card [bank card], order no. [order].'
    """  # noqa: E501 - an example is one line
    again = _masked_once(text, order_numbers=order_numbers)
    while again != text:  # what is masked may free what stood beside it; each round masks more
        text, again = again, _masked_once(again, order_numbers=order_numbers)
    return text


def _masked_once(text: str, *, order_numbers: bool) -> str:
    text = _MAIL.sub(MAIL, text.translate(_WIDE))
    if order_numbers:
        text = _ORDER.sub(rf"\1\2{ORDER}", text)
    text = _IDENTITY.sub(_where(is_identity_card, IDENTITY), text)
    text = _CARD.sub(_where(is_bank_card, CARD), text)
    for phone in _PHONES:
        text = phone.sub(_where(_is_phone, PHONE), text)
    return ENGLISH_NAME.sub(rf"\1{NAME}", CHINESE_NAME.sub(NAME, text))


def _where(is_sure: Callable[[str], bool], name: str) -> Callable[[re.Match[str]], str]:
    return lambda match: name if is_sure(match[0]) else match[0]


def _is_phone(text: str) -> bool:
    return 9 <= sum(each.isdigit() for each in text) <= 18
