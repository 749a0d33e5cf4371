"""Whether a number is that of an identity card or of a bank card, by its check digit."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_identity_card(text: str) -> bool:
    """Return whether a text is the number of a Chinese identity card.

    Parameters
    ----------
    text : str
        18 places, the last a digit or X; blanks and hyphens do not count.

    Returns
    -------
    bool
        Whether the day of birth exists and the check digit is right.

    References
    ----------
    GB 11643-1999, Citizen identification number (check digit by ISO 7064, MOD 11-2).

    Examples
    --------
    >>> is_identity_card("11010519491231002X"), is_identity_card("110105194912310021")
    (True, False)
    """
    places = [each for each in text.upper() if each.isdigit() or each == "X"]
    if len(places) != 18 or "X" in places[:17]:
        return False
    digits = [int(each) for each in places[:17]]
    year, month, day = (
        int("".join(map(str, digits[a:b]))) for a, b in ((6, 10), (10, 12), (12, 14))
    )
    try:
        date(year, month, day)
    except ValueError:
        return False
    check = _CHECKS[sum(map(int.__mul__, digits, _WEIGHTS)) % 11]
    return str(int(places[17])) == check if places[17] != "X" else check == "X"


def is_bank_card(text: str) -> bool:
    """Return whether a text is, or holds between its blanks, the number of a bank card.

    Parameters
    ----------
    text : str
        Digits in groups apart by blanks or hyphens, or in one.

    Returns
    -------
    bool
        Whether 13 to 19 digits of neighbouring whole groups begin as cards do (22 to 69) and pass
        Luhn's check. One of ten other numbers of that form passes too.

    References
    ----------
    ISO/IEC 7812-1, Annex B (Luhn formula).

    Examples
    --------
    >>> is_bank_card("4111 1111 1111 1111"), is_bank_card("4111 1111 1111 1112")
    (True, False)
    """
    groups = text.replace("-", " ").split()
    return any(
        _passes([int(each) for each in "".join(groups[first:last])])
        for first in range(len(groups))
        for last in range(first + 1, len(groups) + 1)
    )


def _passes(digits: list[int]) -> bool:
    if not 13 <= len(digits) <= 19 or not 22 <= 10 * digits[0] + digits[1] < 70:
        return False
    doubled = [2 * each - 9 * (each > 4) for each in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
