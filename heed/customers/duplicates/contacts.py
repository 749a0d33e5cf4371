"""Phones, mail addresses and dates as they are compared."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from heed.customers.duplicates.names import fold

_APART = re.compile(r"\s*[;|\n]\s*|,\s*(?=\S+@)|\s+/\s+")
_PHONES_APART = re.compile(r"\s*[;|/\n,、，；]\s*")
_NOT_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?:ext\.?|x|转|分机)\s*\d+\s*$", re.IGNORECASE)
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
COUNTRY_CODES = ("86", "44", "61", "49", "33", "34", "39", "31", "1")


def mails_of(text: str) -> list[str]:
    """The mail addresses in a cell, as compared: case and what stands after a plus do not count.

    Dots do not count where the provider ignores them.

    Examples
    --------
    >>> mails_of("A.Smith+shop@GoogleMail.com; wei@qq.com")
    ['asmith@gmail.com', 'wei@qq.com']
    """
    found = []
    for part in _APART.split(text.strip()):
        mail = part.strip().strip("<>").casefold().removeprefix("mailto:").replace(" ", "")
        local, at, domain = mail.rpartition("@")
        if not at:
            if len(mail) >= 5 and any(each.isalpha() for each in mail):
                found.append(mail)
            continue
        local = local.split("+", 1)[0] or local
        if domain in DOTLESS:
            local, domain = local.replace(".", ""), "gmail.com"
        if local:
            found.append(f"{local}@{domain}")
    return list(dict.fromkeys(found))


def phones_of(text: str) -> list[str]:
    """The telephone numbers in a cell, without country code, trunk zero and punctuation.

    Examples
    --------
    >>> phones_of("+86 138-0013-8000 / 0086 13800138000"), phones_of("(020) 7946 0958")
    (['13800138000'], ['2079460958'])
    """
    found = []
    for part in _PHONES_APART.split(unicodedata.normalize("NFKC", text).strip()):
        bare = _EXTENSION.sub("", part)
        digits = _NOT_DIGIT.sub("", bare)
        is_abroad = "+" in bare or digits.startswith("00")
        digits = digits.lstrip("0")
        if is_abroad or (len(digits) == 13 and digits.startswith("861")):
            code = next((code for code in COUNTRY_CODES if digits.startswith(code)), "")
            digits = digits.removeprefix(code).lstrip("0")
        if len(digits) >= 6 and len(set(digits)) > 1:
            found.append(digits)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=200_000)
def day_of(text: str, *, is_day_first: bool = True) -> str:
    """A date as YYYY-MM-DD where one is written, in any usual order; else nothing.

    A mistyped one, of which there is no such day, is kept as it is: parts of it can still agree.

    Examples
    --------
    >>> day_of("19081209"), day_of("1985年2月7日"), day_of("07/02/1985"), day_of("2000-13-45")
    ('1908-12-09', '1985-02-07', '1985-02-07', '2000-13-45')
    """
    parts = re.findall(r"\d+", text.partition("T")[0])
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) < 3:
        return ""
    first, second, third = (int(part) for part in parts[:3])
    if len(parts[0]) == 4:
        orders = [(first, second, third), (first, third, second)]
    elif len(parts[2]) == 4:
        orders = [(third, second, first), (third, first, second)]
        orders = orders if is_day_first else orders[::-1]
    else:
        return ""
    for year, month, day in orders:
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    year, month, day = orders[0]
    return f"{year:04}-{month:02}-{day:02}" if day <= 99 and month <= 99 else ""


def code_of(text: str) -> str:
    """A number of a person or a place as compared: letters and digits, in one case.

    Examples
    --------
    >>> code_of(" 11010519491231002x "), code_of("SW1A 2AA")
    ('11010519491231002x', 'sw1a2aa')
    """
    return fold(text).replace(" ", "")
