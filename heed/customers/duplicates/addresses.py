"""Addresses as they are compared: the usual words short, numbers apart from the rest."""

import re

from heed.customers.duplicates.names import fold, is_chinese

SHORT = {
    "street": "st", "road": "rd", "avenue": "ave", "place": "pl", "court": "ct", "crescent": "cres",
    "drive": "dr", "lane": "ln", "close": "cl", "square": "sq", "circuit": "cct", "parade": "pde",
    "terrace": "tce", "boulevard": "blvd", "highway": "hwy", "apartment": "apt", "flat": "apt",
    "unit": "apt", "floor": "fl", "building": "bldg", "village": "vlge", "mount": "mt",
    "saint": "st", "north": "n", "south": "s", "east": "e", "west": "w", "suite": "ste",
    "strasse": "str", "straße": "str",
}  # fmt: skip
_NUMBERS = re.compile(r"\d+")
_PLACE_WORDS = re.compile(r"省|市|区|縣|县|街道|镇|乡|村")


def address_of(text: str) -> str:
    """An address folded, with the words everybody shortens made short.

    Examples
    --------
    >>> address_of("12 Harbour Street, Flat 3"), address_of("北京市朝阳区建国路８８号")
    ('12 harbour st apt 3', '北京朝阳建国路88号')
    """
    folded = fold(text)
    if is_chinese(folded):
        return _PLACE_WORDS.sub("", folded).replace(" ", "")
    return " ".join(SHORT.get(word, word) for word in folded.split(" "))


def place_of(text: str) -> str:
    """A town, suburb or region: folded, without the word that says which of them it is.

    Examples
    --------
    >>> place_of("上海市"), place_of("Kingston-upon-Hull")
    ('上海', 'kingston upon hull')
    """
    folded = fold(text)
    if is_chinese(folded) and len(folded) > 2:
        return re.sub(r"(省|市|区|县|縣|镇)$", "", folded)
    return folded


def numbers_in(text: str) -> str:
    """The numbers of an address in order, which tell houses apart.

    Examples
    --------
    >>> numbers_in("2/98 Latchford Barracks")
    '2 98'
    """
    return " ".join(_NUMBERS.findall(text))
