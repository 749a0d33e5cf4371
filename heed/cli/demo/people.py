"""Invented customers: who they are and how they are reached."""

from dataclasses import dataclass
from random import Random

from heed.cli.demo.dice import is_lucky
from heed.cli.demo.wordbook import words

CHINESE_SHARE = 0.35
ABROAD_SHARE = {"en": 0.22, "zh": 0.3}
# Ofcom, "Telephone numbers for use in TV and radio drama programmes".
UNITED_KINGDOM = (
    "7700 900", "7700 900", "20 7946 0", "113 496 0", "114 496 0", "115 496 0", "117 496 0",
    "118 496 0", "121 496 0", "131 496 0", "141 496 0", "151 496 0", "161 496 0",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A customer before there is a row of her or him; `language` is "en" or "zh"."""

    number: int
    language: str
    name: str
    first_name: str
    latin_name: str
    address_form: str
    country: str
    time_zone: str
    town: str
    email: str
    phone: str


def invent_person(number: int, chance: Random, taken: set[str]) -> Person:
    """Make up the customer of this number, with a mail address nobody has taken."""
    language = "zh" if is_lucky(chance, CHINESE_SHARE) else "en"
    is_woman = is_lucky(chance, 0.62)
    named = _chinese_name if language == "zh" else _english_name
    name, first_name, latin_name, address_form = named(chance, is_woman=is_woman)
    country, time_zone, town = _home(chance, language)
    return Person(
        number=number,
        language=language,
        name=name,
        first_name=first_name,
        latin_name=latin_name,
        address_form=address_form,
        country=country,
        time_zone=time_zone,
        town=town,
        email=_address(chance, latin_name, language, number, taken),
        phone=_phone(chance, country, number, taken),
    )


def _english_name(chance: Random, *, is_woman: bool) -> tuple[str, str, str, str]:
    known = words("en/people")
    first = chance.choice(" ".join(known["women" if is_woman else "men"]).split())
    family = chance.choice(" ".join(known["families"]).split())
    title = chance.choice(("Ms", "Ms", "Mrs", "Dr")) if is_woman else "Mr"
    address = first if is_lucky(chance, 0.4) else f"{title} {family}"
    return f"{first} {family}", first, f"{first} {family}", address


def _chinese_name(chance: Random, *, is_woman: bool) -> tuple[str, str, str, str]:
    known = words("zh/people")
    family, family_latin = chance.choice(known["families"]).split()
    first, first_latin = chance.choice(known["women" if is_woman else "men"]).split()
    title = "老师" if is_lucky(chance, 0.08) else "女士" if is_woman else "先生"
    return f"{family}{first}", first, f"{first_latin} {family_latin}", f"{family}{title}"


def _home(chance: Random, language: str) -> tuple[str, str, str]:
    known = words(f"{language}/people")
    if is_lucky(chance, ABROAD_SHARE[language]):
        country, time_zone, town = chance.choice(known["abroad"]).split("|")
        return country, time_zone, town
    town = chance.choice(known["towns"])
    home = ("China", "Asia/Shanghai") if language == "zh" else ("United Kingdom", "Europe/London")
    return *home, town


def _address(chance: Random, latin_name: str, language: str, number: int, taken: set[str]) -> str:
    first, family = latin_name.lower().split(" ", 1)
    family = family.replace(" ", "")
    local = chance.choice(
        (f"{first}.{family}", f"{first[0]}{family}", f"{family}{first}", f"{first}_{family}")
    )
    if is_lucky(chance, 0.3):
        local += str(chance.randint(61, 99))
    host = chance.choice(words(f"{language}/people")["mail"])
    address = f"{local}@{host}" if f"{local}@{host}" not in taken else f"{local}.{number}@{host}"
    taken.add(address)
    return address


def _phone(chance: Random, country: str, number: int, taken: set[str]) -> str:
    """A number nobody has: of the ranges kept for invented ones, where there are such ranges."""
    for _try in range(20):
        phone = _any_phone(chance, country)
        if phone not in taken:
            taken.add(phone)
            return phone
    return f"+999 {number:07}"


def _any_phone(chance: Random, country: str) -> str:
    if country == "China":
        return (
            f"+86 1{chance.choice('358')}{chance.randint(0, 9)} 0000 {chance.randint(0, 9999):04}"
        )
    if country == "United Kingdom":
        return f"+44 {chance.choice(UNITED_KINGDOM)}{chance.randint(0, 999):03}"
    code = {"Ireland": 353, "Germany": 49, "Netherlands": 31, "France": 33, "Belgium": 32}[country]
    return f"+{code} 20 000 {chance.randint(0, 9999):04}"
