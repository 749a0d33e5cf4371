"""Tablets that ask on site: put up, given another link, taken down."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.surveys.events import KioskLinkRenewed, KioskOpened, KioskRetired
from heed.surveys.models import Kiosk, Survey
from heed.surveys.operations.surveys import require_open
from heed.surveys.queries.kiosks import files_needed, kiosks_of
from heed.surveys.queries.versions import asked_in


class KioskNameMissing(DomainError):
    code = "kiosk.name_missing"
    message = _("Say where the tablet stands, such as “Shop window, Bristol”.")


class KioskNameTaken(DomainError):
    code = "kiosk.name_taken"
    message = _("“%(name)s” asks in this survey already. Choose another name.")


class KioskNeedsFiles(DomainError):
    code = "kiosk.needs_files"
    message = _(
        "The question “%(question)s” needs a file, which a tablet in a shop cannot take. "
        "Make it one that may be left out, and open the survey anew."
    )


class KioskRetiredAlready(DomainError):
    code = "kiosk.retired"
    message = _("“%(name)s” was retired on %(retired_at)s.")


@transaction.atomic
def open_kiosk(*, survey_id: int, name: str, actor: User, now: datetime) -> Kiosk:
    """Let a tablet ask in a survey that is open. Publishes KioskOpened.

    Raises KioskNameMissing, KioskNameTaken, KioskNeedsFiles, SurveyClosedAlready.
    """
    access.require(actor, "surveys.open")
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    require_open(survey, now=now)
    name = name.strip()
    if not name:
        raise KioskNameMissing
    if kiosks_of(survey).filter(name=name).exists():
        raise KioskNameTaken(name=name)
    if needed := files_needed(asked_in(survey.version)):
        raise KioskNeedsFiles(question=needed[0])
    kiosk = Kiosk.objects.create(survey=survey, name=name, opened_by=actor, opened_at=now)
    events.publish(KioskOpened(kiosk_id=kiosk.pk, survey_id=survey.pk), actor=actor, at=now)
    return kiosk


@transaction.atomic
def renew_link(*, kiosk_id: int, actor: User, now: datetime) -> Kiosk:
    """Give a kiosk another link: the one before leads nowhere, and nothing is taken from it.

    What a tablet has kept is handed in once it opens the new one. Publishes KioskLinkRenewed.
    Raises KioskRetiredAlready.
    """
    kiosk = _locked(kiosk_id, actor)
    kiosk.link_number += 1
    kiosk.save(update_fields=["link_number"])
    happened = KioskLinkRenewed(kiosk_id=kiosk.pk, survey_id=kiosk.survey_id)
    events.publish(happened, actor=actor, at=now)
    return kiosk


@transaction.atomic
def retire_kiosk(*, kiosk_id: int, actor: User, now: datetime) -> Kiosk:
    """Let nobody begin at a kiosk any more; what it has kept can still be handed in.

    Publishes KioskRetired. Raises KioskRetiredAlready.
    """
    kiosk = _locked(kiosk_id, actor)
    kiosk.retired_at = now
    kiosk.save(update_fields=["retired_at"])
    happened = KioskRetired(kiosk_id=kiosk.pk, survey_id=kiosk.survey_id)
    events.publish(happened, actor=actor, at=now)
    return kiosk


def _locked(kiosk_id: int, actor: User) -> Kiosk:
    access.require(actor, "surveys.open")
    kiosk = Kiosk.objects.select_for_update().get(pk=kiosk_id)
    if kiosk.retired_at:
        raise KioskRetiredAlready(name=kiosk.name, retired_at=date_format(kiosk.retired_at))
    return kiosk
