"""Tablets ask in the shops; one has had no network since yesterday, one is no longer used."""

from datetime import timedelta

from heed.cli.demo.stage import Stage
from heed.surveys.models import Kiosk, Response, Survey
from heed.surveys.operations.kiosk_answers import hear_of_kiosk
from heed.surveys.operations.kiosks import open_kiosk, retire_kiosk

PLACES = (
    "Shop window, Bristol / 布里斯托尔店橱窗",
    "Till, Bath / 巴斯店收银台",
    "Trade fair, hall 4 / 展会四号馆",
)
HEARD_HOURS = (0, 27, 24 * 20)
RETIRED_DAYS = 20
WAITED = (timedelta(seconds=2), timedelta(minutes=40), timedelta(hours=9))


def put_up_tablets(stage: Stage) -> None:
    """Let what was answered on site in the open survey come from three tablets."""
    running = Survey.objects.filter(closed_at=None, is_anonymous=False)
    survey = running.order_by("opened_at", "pk").first()
    if survey is None:
        return
    kiosks = [
        open_kiosk(survey_id=survey.pk, name=name, actor=stage.manager, now=survey.opened_at)
        for name in PLACES
    ]
    _hand_in(stage, survey, kiosks)
    for kiosk, hours in zip(kiosks, HEARD_HOURS, strict=True):
        hear_of_kiosk(kiosk_id=kiosk.pk, now=stage.now - timedelta(hours=hours))
    retire_kiosk(kiosk_id=kiosks[-1].pk, actor=stage.manager, now=stage.ago(RETIRED_DAYS))


def _hand_in(stage: Stage, survey: Survey, kiosks: list[Kiosk]) -> None:
    rows = list(Response.objects.filter(survey=survey, mode=Response.Mode.ON_SITE).order_by("pk"))
    retired_at = stage.ago(RETIRED_DAYS)
    for number, row in enumerate(rows):
        in_use = kiosks if row.changed_at < retired_at else kiosks[:-1]
        row.kiosk = in_use[number % len(in_use)]
        row.received_at = min(row.changed_at + WAITED[number % len(WAITED)], stage.now)
        row.customer = row.interviewer = None
        row.tier = row.stage = ""
    fields = ["kiosk", "received_at", "customer", "interviewer", "tier", "stage"]
    Response.objects.bulk_update(rows, fields)
