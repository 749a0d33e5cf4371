"""Customers of a file: what a row says, whom it means, and what is new in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import available_timezones

HEAD = ("name", "address_form", "language", "time_zone", "country")
LONGEST = {"name": 200, "address_form": 200, "country": 60}
LONGEST_REFERENCE, LONGEST_FACT, LONGEST_SOURCE = 100, 500, 200
_PARTS = re.compile(r"[;,\n\r|]+")
_LINES = re.compile(r"[\n\r|]+")
_NOTHING = {"nan", "null", "none", "n/a", "#n/a", "nat", "<na>", "\\n", "undefined"}
_YES = set("yes y true 1 x agreed granted optin 是 同意 愿意 接受".split())  # noqa: SIM905
_NO = set("no n false 0 declined refused optout 否 不 不同意 拒绝 不愿意 不接受".split())  # noqa: SIM905
_LANGUAGES = {
    "en": "en english eng 英语 英文".split(),  # noqa: SIM905
    "zh-hans": "zh zhcn zhhans cn chinese chi zho mandarin 中文 汉语 简体中文 普通话".split(),  # noqa: SIM905
}
_ZONES = {zone.casefold(): zone for zone in available_timezones()}


class PeopleReason(StrEnum):
    """Why a row of a customer file cannot be used; `heed.value.wordings` says it to people."""

    WRONG_WIDTH = "wrong_width"
    NOBODY = "nobody"
    TOO_LONG = "too_long"
    NO_ADDRESS = "no_address"
    NO_PHONE = "no_phone"
    NO_TIME_ZONE = "no_time_zone"
    NO_CONSENT = "no_consent"
    ADDRESS_OF_OTHER = "address_of_other"
    ADDRESS_OF_OTHER_NUMBER = "address_of_other_number"
    DIFFERENT_CUSTOMERS = "different_customers"


class UnusablePerson(ValueError):
    """A row that cannot be used, with its reason."""

    def __init__(self, reason: PeopleReason) -> None:
        super().__init__(reason)
        self.reason = reason


class PersonRow(NamedTuple):
    """What one row says; empty where it says nothing. `head` holds fields of the customer."""

    reference: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    head: Mapping[str, str]
    facts: tuple[str, ...]
    fact_source: str
    is_declined: bool

    @property
    def points(self) -> list[tuple[str, str]]:
        """Kind and value of each way to reach or recognise the customer."""
        references = [self.reference] if self.reference else []
        ways = {"reference": references, "email": self.emails, "phone": self.phones}
        return [(kind, value) for kind, values in ways.items() for value in values]


def read_person(cells: Mapping[str, str], *, is_address: Callable[[str], bool]) -> PersonRow:
    """What the cells of a row say. Raises UnusablePerson."""
    said = {name: _plain(text) for name, text in cells.items()}
    emails, phones = _parts(said.get("email", "")), _parts(said.get("phone", ""))
    reference = said.get("reference", "")
    if not (reference or emails or phones):
        raise UnusablePerson(PeopleReason.NOBODY)
    if len(reference) > LONGEST_REFERENCE:
        raise UnusablePerson(PeopleReason.TOO_LONG)
    if not all(map(is_address, emails)):
        raise UnusablePerson(PeopleReason.NO_ADDRESS)
    if not all(3 <= sum(map(str.isdigit, phone)) <= 20 for phone in phones):
        raise UnusablePerson(PeopleReason.NO_PHONE)
    head = {name: said.get(name, "")[: LONGEST.get(name)] for name in HEAD}
    head["language"] = _language(head["language"])
    head["time_zone"] = _time_zone(head["time_zone"])
    return PersonRow(
        reference=reference,
        emails=emails,
        phones=phones,
        head={name: text for name, text in head.items() if text},
        facts=tuple(
            fact.strip()[:LONGEST_FACT]
            for fact in _LINES.split(said.get("fact", ""))
            if fact.strip()
        ),
        fact_source=said.get("fact_source", "")[:LONGEST_SOURCE],
        is_declined=_is_declined(said.get("survey_consent", "")),
    )


def _plain(text: str) -> str:
    plain = text.replace("\0", "").strip()
    return "" if plain.casefold() in _NOTHING else plain


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))


def _language(text: str) -> str:
    """The language Heed writes in that is meant; empty for another one."""
    plain = re.sub(r"[\s_\-]", "", text).casefold()
    found = [code for code, names in _LANGUAGES.items() if plain in names]
    regional = re.split(r"[_\-]", text.casefold())[0]
    return found[0] if found else {"en": "en", "zh": "zh-hans"}.get(regional, "")


def _time_zone(text: str) -> str:
    if text and text.casefold() not in _ZONES:
        raise UnusablePerson(PeopleReason.NO_TIME_ZONE)
    return _ZONES[text.casefold()] if text else ""


def _is_declined(text: str) -> bool:
    plain = re.sub(r"[\s\-]", "", text).casefold()
    if plain and plain not in _YES | _NO:
        raise UnusablePerson(PeopleReason.NO_CONSENT)
    return plain in _NO


@dataclass(eq=False)
class Standing:
    """What is known of a customer; `key` is below zero where she or he is not stored yet."""

    key: int
    head: dict[str, str] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    has_reference: bool = False
    has_address: bool = False
    is_declined: bool = False
    facts: set[str] = field(default_factory=set)


@dataclass
class Plan:
    """What a row adds to a customer."""

    standing: Standing
    is_new: bool
    head: dict[str, str]
    points: list[tuple[str, str, str]]
    facts: list[str]
    fact_source: str
    declines: bool

    @property
    def is_empty(self) -> bool:
        return not (self.is_new or self.head or self.points or self.facts or self.declines)


class Directory:
    """Who is known by which contact point, and how rows change that one after the other."""

    def __init__(self, compared_as: Callable[[str, str], str]) -> None:
        self.owners: dict[tuple[str, str], Standing] = {}
        self.stored: dict[int, Standing] = {}
        self._compared_as = compared_as
        self._created = 0

    def plan(self, row: PersonRow) -> Plan:
        """What the row adds, which is from now on known. Raises UnusablePerson."""
        found = self._meant(row)
        standing = found or self._newcomer()
        said = row.head
        if found is None:
            said = {"name": row.points[0][1], **said}
        head = _completed(standing, said, is_new=found is None)
        points = self._free(row)
        facts = [fact for fact in dict.fromkeys(row.facts) if fact not in standing.facts]
        declines = row.is_declined and not standing.is_declined
        standing.head |= head
        standing.facts |= set(facts)
        standing.is_declined |= declines
        for kind, value, key in points:
            self.owners[kind, key] = standing
            standing.values.add(value)
            standing.has_address |= kind == "email"
            standing.has_reference |= kind == "reference"
        source = row.fact_source
        return Plan(standing, found is None, head, points, facts, source, declines)

    def _newcomer(self) -> Standing:
        self._created += 1
        return Standing(-self._created)

    def _owners(self, kind: str, values: Sequence[str]) -> list[Standing]:
        """The owners of these contact points, each once."""
        keys = [(kind, self._compared_as(kind, value)) for value in values]
        return list(dict.fromkeys(self.owners[key] for key in keys if key in self.owners))

    def _meant(self, row: PersonRow) -> Standing | None:
        """Whom the row means: by reference, then mail address, then phone; None for a new one."""
        numbered = self._owners("reference", [row.reference] if row.reference else [])
        addressed = self._owners("email", row.emails)
        if len(addressed) > 1:
            raise UnusablePerson(PeopleReason.DIFFERENT_CUSTOMERS)
        if numbered:
            if addressed and addressed != numbered:
                raise UnusablePerson(PeopleReason.ADDRESS_OF_OTHER)
            return numbered[0]
        if addressed:
            if row.reference and addressed[0].has_reference:
                raise UnusablePerson(PeopleReason.ADDRESS_OF_OTHER_NUMBER)
            return addressed[0]
        return self._called(row)

    def _called(self, row: PersonRow) -> Standing | None:
        """Whom the phone means, where neither number nor address says it is somebody else."""
        called = self._owners("phone", row.phones)
        if len(called) != 1:
            if called and not (row.reference or row.emails):
                raise UnusablePerson(PeopleReason.DIFFERENT_CUSTOMERS)
            return None
        known = called[0]
        is_other = (row.reference and known.has_reference) or (row.emails and known.has_address)
        return None if is_other else known

    def _free(self, row: PersonRow) -> list[tuple[str, str, str]]:
        """Contact points that nobody has; a phone of somebody else stays there."""
        keyed = [(kind, value, self._compared_as(kind, value)) for kind, value in row.points]
        free = {(kind, key): value for kind, value, key in keyed if (kind, key) not in self.owners}
        return [(kind, value, key) for (kind, key), value in free.items()]


def _completed(standing: Standing, head: Mapping[str, str], *, is_new: bool) -> dict[str, str]:
    """What the row tells that was not known: nothing known is overwritten, save the language.

    Everybody has a language from the start, so the one a file names counts; a name that is but
    the customer's number or address is none.
    """
    wanted = {}
    for name, text in head.items():
        known = standing.head.get(name, "")
        is_open = is_new or not known or (name == "name" and known in standing.values)
        if text != known and (is_open or name == "language"):
            wanted[name] = text
    return wanted
