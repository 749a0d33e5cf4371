"""Public holidays of a country, and the weekend days worked to make up for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import holidays

# The State Council decrees long holidays and make-up workdays late in the year before.
DECREED_YEARLY = frozenset({"CN"})


class HolidayName(NamedTuple):
    en: str
    zh: str


class PublicHolidays(NamedTuple):
    """Dates closed, by date, and weekend dates worked instead."""

    closed: Mapping[date, HolidayName]
    workdays: frozenset[date]


def public_holidays(country: str, years: Iterable[int]) -> PublicHolidays:
    """Return the closed dates of these years with their names, and the make-up workdays.

    `country` is an ISO 3166 code such as CN. A name unknown in Chinese is given in English, one
    unknown in English in the country's own language. A weekend between holidays is not listed.
    For `unannounced_years` only the days fixed by law are known, and no make-up workday.
    Raises ValueError for a country without a known calendar.
    """
    wanted = set(years)
    english = _calendar(country, wanted, language="en")
    chinese = _calendar(country, wanted, language="zh")
    closed = {
        day: HolidayName(en=name, zh=chinese.get(day, name))
        for day, name in sorted(english.items())
    }
    # The source lists make-up workdays of some earlier years whatever the years asked for.
    workdays = frozenset(day for day in english.weekend_workdays if day.year in wanted)
    return PublicHolidays(closed, workdays)


def unannounced_years(country: str, years: Iterable[int]) -> tuple[int, ...]:
    """Return those of the years whose long holidays and make-up workdays are not known yet.

    Empty where all holidays follow from the law. Raises ValueError for a country without a known
    calendar.
    """
    calendar = _calendar(country, set(), language="en")
    if country.upper() not in DECREED_YEARLY:
        return ()
    announced: Mapping[int, object] = getattr(calendar, "special_public_holidays", {})
    return tuple(sorted(set(years) - set(announced)))


def _calendar(country: str, years: set[int], *, language: str) -> holidays.HolidayBase:
    try:
        supported = holidays.country_holidays(country.upper()).supported_languages
    except NotImplementedError as error:
        raise ValueError(
            f"No public holidays are known for {country!r}; give a two-letter ISO 3166 country "
            "code such as CN or DE."
        ) from error
    return holidays.country_holidays(
        country.upper(), years=years, expand=False, language=_variant(supported, language)
    )


def _variant(supported: Iterable[str], language: str) -> str | None:
    """Return the first of the preferred variants that is supported, such as zh_CN for zh."""
    preferred = {"en": ("en_US", "en_GB", "en"), "zh": ("zh_CN",)}[language]
    known = set(supported)
    others = sorted(code for code in known if code.split("_")[0] == language)
    return next((code for code in (*preferred, *others) if code in known), None)
