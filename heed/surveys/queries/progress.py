"""How a survey goes: who began, who ended it, by which way, where people gave up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import Invitation, Response, Survey

COMPLETE = Q(ending=Response.Ending.COMPLETE)


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
    counted = rows.annotate(begun=Count("*"), complete=Count("ending", filter=COMPLETE)).order_by()
    handed_in = Response.objects.filter(survey=OuterRef("pk")).exclude(submitted_at=None)
    newest = handed_in.order_by("-submitted_at").values("submitted_at")[:1]
    last = dict(
        Survey.objects.filter(pk__in=[each.pk for each in surveys])
        .order_by()
        .values_list("pk", Subquery(newest))
    )
    return {row["survey_id"]: {**row, "last": last[row["survey_id"]]} for row in counted}


def progress_of(survey: Survey, questionnaire: Questionnaire, language: str) -> Progress:
    """What the page of a survey tells about how it goes."""
    begun, complete, flags = _counted(survey)
    counts = dict(survey.quota_counts.values_list("name", "count"))
    invitations = Invitation.objects.filter(survey=survey).values("skipped")
    sent = invitations.annotate(n=Count("*"), answered=Count("answered_at")).order_by("-n")
    labels = dict(Invitation.Skip.choices)
    by_reason = list(sent.values_list("skipped", "n", "answered"))
    return Progress(
        modes=tuple(
            ModeCount(str(Response.Mode(mode).label), n, complete[mode])
            for mode, n in begun.most_common()
        ),
        stops=_stops(survey, questionnaire, language),
        flags=tuple(flags.most_common()),
        quotas=tuple(
            (each.name, counts.get(each.name, 0), each.limit) for each in questionnaire.quotas
        ),
        invited=sum(n for reason, n, _answered in by_reason if not reason),
        answered=sum(answered for reason, _n, answered in by_reason if not reason),
        skipped=tuple((str(labels[reason]), n) for reason, n, _answered in by_reason if reason),
    )


def numbers_of(survey: Survey) -> dict[str, object]:
    """How a survey goes in plain numbers, as programs read them."""
    begun, complete, _flags = _counted(survey)
    by_mode = [
        {"mode": mode, "begun": begun[mode], "complete": complete[mode]} for mode in sorted(begun)
    ]
    invitations = Invitation.objects.filter(survey=survey).values("skipped")
    counted = invitations.annotate(n=Count("*"), answered=Count("answered_at")).order_by()
    by_reason = {row["skipped"]: row for row in counted}
    sent = by_reason.pop("", {"n": 0, "answered": 0})
    return {
        "begun": begun.total(),
        "complete": complete.total(),
        "by_mode": by_mode,
        "invited": sent["n"],
        "answered": sent["answered"],
        "skipped": {reason: row["n"] for reason, row in by_reason.items()},
    }


def _counted(survey: Survey) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How many began and ended by each way, and how often each doubt; read from an index alone."""
    begun, complete, flagged = Counter[str](), Counter[str](), Counter[str]()
    rows = Response.objects.filter(survey=survey).order_by()
    counted = rows.values_list("ending", "mode", "flags").annotate(n=Count("*"))
    for ending, mode, flags, n in counted:
        begun[mode] += n
        complete[mode] += n if ending == Response.Ending.COMPLETE else 0
        flagged.update(dict.fromkeys(flags, n))
    return begun, complete, flagged


def _stops(survey: Survey, questionnaire: Questionnaire, language: str) -> tuple[PageStop, ...]:
    left = Response.objects.filter(survey=survey, submitted_at=None).values("page")
    counts = dict(left.annotate(n=Count("*")).order_by().values_list("page", "n"))
    pages = list(questionnaire.pages)
    first = pages[0].name if pages else ""
    counts[first] = counts.get(first, 0) + counts.pop("", 0)
    return tuple(
        PageStop(page.name, page.title.in_language(language), counts.get(page.name, 0))
        for page in pages
    )
