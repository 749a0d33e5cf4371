"""What is compared between two customers, and in which steps of agreement, as SQL conditions.

In a condition `l` and `r` are the two rows. Steps are tried from the first on; what none fits
differs. Each has what is believed before a file is seen: `same`, the share among pairs of one
person, and `chance`, the share among pairs of two.
"""

from dataclasses import dataclass

ABSENT = -1
DIFFERENT = 0


@dataclass(frozen=True)
class Step:
    """One degree of agreement."""

    name: str
    condition: str
    same: float
    chance: float


@dataclass(frozen=True)
class Comparison:
    """A field compared where `known` holds; `frequent` is a column whose common values say less."""

    field: str
    known: str
    steps: tuple[Step, ...]
    frequent: str = ""

    def value_of(self, step: int) -> str:
        """The name of a step by the number `sql` gives it."""
        return self.steps[len(self.steps) - step].name if step > 0 else "different"

    def sql(self) -> str:
        """An expression: -1 where one is unknown, 0 where both differ, else higher for closer."""
        count = len(self.steps)
        cases = " ".join(
            f"WHEN {step.condition} THEN {count - place}" for place, step in enumerate(self.steps)
        )
        return f"CAST(CASE WHEN NOT ({self.known}) THEN {ABSENT} {cases} ELSE 0 END AS TINYINT)"


def _both(column: str) -> str:
    return f"l.{column} IS NOT NULL AND r.{column} IS NOT NULL"


def _typed(column: str, most: int) -> str:
    """At most so many typing errors; counted only where the quicker measure leaves it possible.

    In very short words one letter is no typing error: Li and Lu are two surnames.
    """
    return (
        f"CASE WHEN least(length(l.{column}), length(r.{column})) < {most + 2} "
        f"OR NOT {_alike(column, 0.6)} THEN FALSE "
        f"ELSE damerau_levenshtein(l.{column}, r.{column}) <= {most} END"
    )


def _typed_day(most: int) -> str:
    """The same for dates, which all have ten characters."""
    return (
        f"CASE WHEN hamming(l.birth, r.birth) > {2 * most} THEN FALSE "
        f"ELSE damerau_levenshtein(l.birth, r.birth) <= {most} END"
    )


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity(l.{column}, r.{column}) >= {least}"


def _name(part: str, other: str) -> Comparison:
    key, other_key = f"{part}_key", f"{other}_key"
    swapped = (
        f"l.{key} = r.{other_key} AND coalesce(r.{key} = l.{other_key}, TRUE) "
        f"OR r.{key} = l.{other_key} AND coalesce(l.{key} = r.{other_key}, TRUE)"
    )
    initial = f"l.{key}[1] = r.{key}[1] AND least(length(l.{key}), length(r.{key})) = 1"
    return Comparison(
        part,
        _both(key),
        (
            Step("same", f"l.{part} = r.{part}", 0.72, 0.005),
            Step("same sound or short form", f"l.{key} = r.{key}", 0.03, 0.0005),
            Step("swapped", swapped, 0.03, 0.0005),
            Step("one typing error", f"{_typed(key, 1)} OR {_alike(key, 0.92)}", 0.12, 0.003),
            Step("similar", f"{_typed(key, 2)} OR {_alike(key, 0.8)}", 0.03, 0.015),
            Step("initial", initial, 0.01, 0.002),
        ),
        frequent=part,
    )


_YEAR, _MONTH, _DAY = "[1:4]", "[6:7]", "[9:10]"
_PARTS_AGREEING = " + ".join(
    f"CAST(l.birth{part} = r.birth{part} AS TINYINT)" for part in (_YEAR, _MONTH, _DAY)
)
_DAYS_APART = "abs(TRY_CAST(l.birth AS DATE) - TRY_CAST(r.birth AS DATE))"
BIRTH = Comparison(
    "birth",
    _both("birth"),
    (
        Step("same", "l.birth = r.birth", 0.8, 0.0001),
        Step("one typing error", _typed_day(1), 0.08, 0.002),
        Step(
            "day and month swapped, or two of day, month, year",
            f"({_PARTS_AGREEING}) >= 2 OR l.birth{_YEAR} = r.birth{_YEAR} AND "
            f"l.birth{_MONTH} = r.birth{_DAY} AND l.birth{_DAY} = r.birth{_MONTH}",
            0.04,
            0.004,
        ),
        Step("two months apart at most", f"{_DAYS_APART} <= 62", 0.02, 0.005),
        Step("two typing errors", _typed_day(2), 0.02, 0.02),
        Step("one of day, month, year", f"({_PARTS_AGREEING}) >= 1", 0.02, 0.12),
    ),
)
MAIL = Comparison(
    "mail",
    _both("mail"),
    (
        Step("same", "list_has_any(l.mails, r.mails)", 0.6, 0.00001),
        Step("two typing errors at most", _typed("mail", 2), 0.08, 0.0001),
        Step("five typing errors at most", _typed("mail", 5), 0.03, 0.002),
        Step(
            "same before the @",
            "split_part(l.mail, '@', 1) = split_part(r.mail, '@', 1)",
            0.05,
            0.0002,
        ),
        Step(
            "same after the @", "split_part(l.mail, '@', 2) = split_part(r.mail, '@', 2)", 0.09, 0.1
        ),
    ),
)


def _lacking(part: str) -> str:
    """Where the one with a mail address lacks a part of the name that the other, without, has."""
    return (
        f"(l.mail IS NOT NULL AND r.mail IS NULL AND l.{part} IS NULL AND r.{part} IS NOT NULL OR "
        f"r.mail IS NOT NULL AND l.mail IS NULL AND r.{part} IS NULL AND l.{part} IS NOT NULL)"
    )


def _found_in_mail(part: str) -> str:
    return (
        f"l.{part} IS NULL AND position(r.{part} IN l.mail) > 0 OR "
        f"r.{part} IS NULL AND position(l.{part} IN r.mail) > 0"
    )


NAME_IN_MAIL = Comparison(
    "name in mail",
    f"{_lacking('surname_key')} OR {_lacking('given_key')}",
    (
        Step("surname", _found_in_mail("surname_key"), 0.3, 0.01),
        Step("given name", _found_in_mail("given_key"), 0.2, 0.01),
        Step(
            "initial",
            "l.given_key IS NULL AND l.mail[1] = r.given_key[1] OR "
            "r.given_key IS NULL AND r.mail[1] = l.given_key[1]",
            0.2,
            0.03,
        ),
    ),
)
PHONE = Comparison(
    "phone",
    _both("phone"),
    (
        Step("same", "list_has_any(l.phones, r.phones)", 0.6, 0.00002),
        Step(
            "one typing error or other prefix",
            f"{_typed('phone', 1)} OR l.phone[-8:] = r.phone[-8:]",
            0.08,
            0.0001,
        ),
    ),
)
STREET = Comparison(
    "street",
    _both("street"),
    (
        Step("same", "l.street = r.street", 0.6, 0.0005),
        Step("nearly the same", _alike("street", 0.9), 0.15, 0.002),
        Step("similar", _alike("street", 0.8), 0.03, 0.01),
    ),
    frequent="street",
)
MORE = Comparison(
    "more",
    _both("more"),
    (
        Step("same", "l.more = r.more", 0.6, 0.002),
        Step("nearly the same", _alike("more", 0.88), 0.2, 0.003),
    ),
)
NUMBER = Comparison(
    "number",
    _both("number"),
    (
        Step("same", "l.number = r.number", 0.8, 0.015),
        Step("one typing error", _typed("number", 1), 0.06, 0.2),
    ),
)
TOWN = Comparison(
    "town",
    _both("town"),
    (
        Step("same", "l.town = r.town", 0.7, 0.02),
        Step("nearly the same", f"{_typed('town', 2)} OR {_alike('town', 0.9)}", 0.15, 0.01),
        Step("similar", _alike("town", 0.8), 0.02, 0.01),
    ),
    frequent="town",
)
POSTCODE = Comparison(
    "postcode",
    _both("postcode"),
    (
        Step("same", "l.postcode = r.postcode", 0.75, 0.002),
        Step("one typing error", _typed("postcode", 1), 0.1, 0.015),
    ),
)
REGION = Comparison("region", _both("region"), (Step("same", "l.region = r.region", 0.9, 0.15),))
CODE = Comparison(
    "code",
    _both("code"),
    (
        Step("same", "l.code = r.code", 0.85, 0.000005),
        Step("one typing error", _typed("code", 1), 0.08, 0.00005),
        Step("two typing errors", _typed("code", 2), 0.02, 0.001),
    ),
)
COMPARISONS = (
    _name("given", "surname"), _name("surname", "given"), BIRTH, MAIL, NAME_IN_MAIL, PHONE,
    STREET, MORE, NUMBER, TOWN, POSTCODE, REGION, CODE,
)  # fmt: skip
