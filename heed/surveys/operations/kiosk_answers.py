"""What a tablet kept is taken in once, whatever became of the network meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from heed.accounts.models import User
from heed.surveys.answering.completion import cleaned, states_of
from heed.surveys.answering.limits import is_too_large
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.values import tidied
from heed.surveys.models import Kiosk, QuestionnaireVersion, Response
from heed.surveys.operations.responses import (
    AnswersTooLarge,
    KeyInUse,
    complete,
    problems_in,
    publish_submitted,
)
from heed.surveys.queries.responses import sitting_of
from heed.surveys.queries.versions import asked_in
from heed.surveys.rules.kiosks import Doubt, instant_here, is_after_end
from heed.surveys.rules.seeds import seed_of

LONGEST_LANGUAGE = 10


@dataclass(frozen=True)
class Kept:
    """One response as the tablet kept it; its instants are those of the tablet's clock.

    `version` is the number of the questionnaire's version; `finished_at` is None where somebody
    went away before the end.
    """

    key: UUID
    version: int
    language: str
    page: str
    answers: Mapping[str, object]
    started_at: datetime
    changed_at: datetime
    finished_at: datetime | None


@transaction.atomic
def take_from_kiosk(
    *, kiosk_id: int, kept: Kept, said_now: datetime, actor: User, now: datetime
) -> bool:
    """Take in what a tablet kept under a key; False where it was taken in before.

    Nothing that can be stored is refused: answers that are not possible, or that were given after
    the end, are kept as they came, with what counts of them and the doubt, and are not counted as
    complete. `said_now` is what the tablet's clock said when it sent them. Publishes
    ResponseSubmitted for complete ones. Raises AnswersTooLarge, and KeyInUse where the key belongs
    to somebody else.
    """
    if is_too_large(kept.answers):
        raise AnswersTooLarge
    kiosk = Kiosk.objects.select_related("survey__version").get(pk=kiosk_id)
    response, is_new = Response.objects.get_or_create(
        key=kept.key, defaults=_begun(kiosk, kept, said_now=said_now, now=now)
    )
    if response.kiosk_id != kiosk.pk:
        raise KeyInUse
    if is_new and kept.finished_at:
        finished_at = _here(kept.finished_at, said_now, now, response.started_at)
        _take_in(response, kiosk, kept, finished_at=finished_at, actor=actor, now=now)
    return is_new


@transaction.atomic
def hear_of_kiosk(*, kiosk_id: int, now: datetime) -> None:
    """Note that a tablet was heard of."""
    Kiosk.objects.filter(pk=kiosk_id).update(seen_at=now)


def _begun(kiosk: Kiosk, kept: Kept, *, said_now: datetime, now: datetime) -> dict[str, object]:
    started_at = _here(kept.started_at, said_now, now, kiosk.opened_at)
    version = _version(kiosk, kept) or kiosk.survey.version
    pages = [page.name for page in asked_in(version).pages]
    return {
        "survey": kiosk.survey,
        "version": version,
        "kiosk": kiosk,
        "mode": Response.Mode.ON_SITE,
        "language": kept.language[:LONGEST_LANGUAGE],
        "seed": seed_of(kept.key),
        "page": kept.page if kept.page in pages else "",
        "answers": {name: tidied(each) for name, each in kept.answers.items()},
        "started_at": started_at,
        "changed_at": _here(kept.changed_at, said_now, now, started_at),
        "received_at": now,
    }


def _version(kiosk: Kiosk, kept: Kept) -> QuestionnaireVersion | None:
    """The version that was answered, None where this questionnaire never had it."""
    if kept.version == kiosk.survey.version.number:
        return kiosk.survey.version
    rows = QuestionnaireVersion.objects.filter(questionnaire_id=kiosk.survey.questionnaire_id)
    return rows.filter(number=kept.version).first()


def _take_in(
    response: Response,
    kiosk: Kiosk,
    kept: Kept,
    *,
    finished_at: datetime,
    actor: User,
    now: datetime,
) -> None:
    sitting = sitting_of(response)
    doubts = []
    if is_after_end(
        started_at=response.started_at,
        finished_at=finished_at,
        retired_at=kiosk.retired_at,
        ended_at=kiosk.survey.closed_at or kiosk.survey.closes_at,
    ):
        doubts.append(Doubt.AFTER_END)
    is_known_version = response.version.number == kept.version
    is_answered = bool(pages_of(sitting, response.answers))
    if not (is_known_version and is_answered) or problems_in(sitting, response.answers):
        doubts.append(Doubt.IMPOSSIBLE)
    if not doubts:
        complete(response, sitting, at=finished_at)
        publish_submitted(response, actor=actor, now=now)
        return
    response.cleaned = cleaned(sitting, response.answers)
    response.states = states_of(sitting, response.answers)
    response.flags = [str(doubt) for doubt in doubts]
    response.submitted_at = response.changed_at = finished_at
    response.save()


def _here(told: datetime, said_now: datetime, now: datetime, earliest: datetime) -> datetime:
    return instant_here(told, said_now=said_now, now=now, earliest=earliest)
