"""How a survey goes: who began, who ended it, by which way, where people gave up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import Invitation, Response, Survey


@dataclass(frozen=True)
class ModeCount:
    mode: str
    begun: int
    complete: int


@dataclass(frozen=True)
class PageStop:
    """`stopped` people begun and not ended saw this page last."""

    name: str
    title: str
    stopped: int


@dataclass(frozen=True)
class Progress:
    modes: tuple[ModeCount, ...]
    stops: tuple[PageStop, ...]
    flags: tuple[tuple[str, int], ...]
    quotas: tuple[tuple[str, int, int], ...]
    invited: int
    answered: int
    skipped: tuple[tuple[str, int], ...]

    @property
    def begun(self) -> int:
        return sum(each.begun for each in self.modes)

    @property
    def complete(self) -> int:
        return sum(each.complete for each in self.modes)


def counts_of(surveys: Sequence[Survey]) -> dict[int, dict[str, object]]:
    """Complete responses and the last answer of each survey, by its id."""
    rows = Response.objects.filter(survey__in=surveys).values("survey_id")
    counted = rows.annotate(
        begun=Count("pk"),
        complete=Count("pk", filter=Q(ending=Response.Ending.COMPLETE)),
        last=Max("submitted_at"),
    )
    return {row["survey_id"]: {**row} for row in counted.order_by()}


def progress_of(survey: Survey, questionnaire: Questionnaire, language: str) -> Progress:
    """What the page of a survey tells about how it goes."""
    rows = Response.objects.filter(survey=survey)
    complete = Q(ending=Response.Ending.COMPLETE)
    modes = rows.values("mode").annotate(begun=Count("pk"), complete=Count("pk", filter=complete))
    counts = dict(survey.quota_counts.values_list("name", "count"))
    invitations = Invitation.objects.filter(survey=survey).values("skipped")
    sent = invitations.annotate(n=Count("pk"), answered=Count("answered_at")).order_by("-n")
    labels = dict(Invitation.Skip.choices)
    by_reason = list(sent.values_list("skipped", "n", "answered"))
    return Progress(
        modes=tuple(
            ModeCount(str(Response.Mode(each["mode"]).label), each["begun"], each["complete"])
            for each in modes.order_by("-begun")
        ),
        stops=_stops(survey, questionnaire, language),
        flags=_flags(survey),
        quotas=tuple(
            (each.name, counts.get(each.name, 0), each.limit) for each in questionnaire.quotas
        ),
        invited=sum(n for reason, n, _answered in by_reason if not reason),
        answered=sum(answered for reason, _n, answered in by_reason if not reason),
        skipped=tuple((str(labels[reason]), n) for reason, n, _answered in by_reason if reason),
    )


def numbers_of(survey: Survey) -> dict[str, object]:
    """How a survey goes in plain numbers, as programs read them."""
    complete = Q(ending=Response.Ending.COMPLETE)
    modes = Response.objects.filter(survey=survey).values("mode")
    by_mode = list(
        modes.annotate(begun=Count("pk"), complete=Count("pk", filter=complete)).order_by("mode")
    )
    invitations = Invitation.objects.filter(survey=survey).values("skipped")
    counted = invitations.annotate(n=Count("pk"), answered=Count("answered_at")).order_by()
    by_reason = {row["skipped"]: row for row in counted}
    sent = by_reason.pop("", {"n": 0, "answered": 0})
    return {
        "begun": sum(each["begun"] for each in by_mode),
        "complete": sum(each["complete"] for each in by_mode),
        "by_mode": by_mode,
        "invited": sent["n"],
        "answered": sent["answered"],
        "skipped": {reason: row["n"] for reason, row in by_reason.items()},
    }


def _stops(survey: Survey, questionnaire: Questionnaire, language: str) -> tuple[PageStop, ...]:
    left = Response.objects.filter(survey=survey, submitted_at=None).values("page")
    counts = dict(left.annotate(n=Count("pk")).order_by().values_list("page", "n"))
    pages = list(questionnaire.pages)
    first = pages[0].name if pages else ""
    counts[first] = counts.get(first, 0) + counts.pop("", 0)
    return tuple(
        PageStop(page.name, page.title.in_language(language), counts.get(page.name, 0))
        for page in pages
    )


def _flags(survey: Survey) -> tuple[tuple[str, int], ...]:
    flagged = Response.objects.filter(survey=survey).exclude(flags=[])
    found = Counter(flag for flags in flagged.values_list("flags", flat=True) for flag in flags)
    return tuple(found.most_common())
