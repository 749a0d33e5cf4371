"""What the list of a survey's analyses shows of each: its first sentence, its n, its date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.fields.json import KT

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup
from heed.surveys.models import Analysis, Survey


@dataclass(frozen=True)
class Card:
    """One analysis that the questionnaire allows; without a state nobody asked for it yet."""

    setup: Setup
    state: str = ""
    reading: str = ""
    n: int | None = None
    made_at: datetime | None = None
    responses: int = 0


def cards_of(survey: Survey, setups: Sequence[Setup], language: str) -> list[Card]:
    """The analyses of all answers, in their order; one statement, and no pictures read."""
    digests = {Choice(each.method, each.subject).digest: each for each in setups}
    rows = Analysis.objects.filter(survey=survey, digest__in=digests).annotate(
        reading=KT(f"content__shown__{language}__reading__0"),
        refusal=KT(f"content__refusal__{language}"),
        n=KT("content__n"),
    )
    made = {row["digest"]: row for row in rows.values(*FIELDS)}
    return [_card(setup, made.get(digest)) for digest, setup in digests.items()]


FIELDS = ("digest", "state", "made_at", "responses", "reading", "refusal", "n")


def _card(setup: Setup, row: Mapping[str, object] | None) -> Card:
    if row is None:
        return Card(setup)
    n, made_at = row["n"], row["made_at"]
    return Card(
        setup,
        state=str(row["state"]),
        reading=str(row["reading"] or row["refusal"] or ""),
        n=int(str(n)) if n is not None else None,
        made_at=made_at if isinstance(made_at, datetime) else None,
        responses=int(str(row["responses"])),
    )
