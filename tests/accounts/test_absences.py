from datetime import UTC, datetime

import pytest

from heed.accounts import operations
from heed.accounts.models import Absence
from heed.core.access import NotPermitted
from heed.core.instants import InstantOutOfRange
from heed.core.models import Event
from tests.accounts.factories import make_user
from tests.moments import DAY, HOUR, NOON


def note(actor, **fields):
    fields = {
        "user": actor,
        "since": NOON + DAY,
        "until": NOON + 4 * DAY,
        "now": NOON,
    } | fields
    return operations.note_absence(actor=actor, **fields)


def test_an_absence_is_noted_with_who_stands_in(agent):
    bo = make_user(name="Bo Lind")

    absence = note(agent, stand_in=bo)

    assert (absence.user, absence.stand_in, absence.noted_by) == (agent, bo, agent)
    assert Event.objects.get().type == "accounts.AbsenceNoted"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"until": NOON + DAY}, operations.AbsenceReversed, id="no time"),
        pytest.param({"until": NOON}, operations.AbsenceReversed, id="reversed"),
        pytest.param(
            {"since": NOON - 2 * DAY, "until": NOON}, operations.AbsencePast, id="in the past"
        ),
    ],
)
def test_an_absence_without_sense_is_refused(agent, fields, refusal):
    with pytest.raises(refusal):
        note(agent, **fields)

    assert not Absence.objects.exists()
    assert not Event.objects.exists()


def test_nobody_is_away_twice_at_once(agent):
    note(agent)

    with pytest.raises(operations.AbsenceOverlaps, match="Mei Chen is noted as away"):
        note(agent, since=NOON + 3 * DAY, until=NOON + 6 * DAY)
    note(agent, since=NOON + 4 * DAY, until=NOON + 5 * DAY)

    assert Absence.objects.count() == 2


def test_who_stands_in_is_there_and_serves(agent, analyst):
    away = make_user(name="Bo Lind")
    operations.note_absence(user=away, since=NOON, until=NOON + 2 * DAY, actor=away, now=NOON)

    for stand_in in (agent, analyst, away):
        with pytest.raises(operations.StandInUnable, match=stand_in.name):
            note(agent, stand_in=stand_in)

    assert not Absence.objects.filter(user=agent).exists()


def test_an_agent_notes_only_her_own_absence(agent, manager):
    other = make_user(name="Bo Lind")

    with pytest.raises(NotPermitted, match=r"absences\.change_any"):
        note(agent, user=other)
    note(manager, user=other)

    assert Absence.objects.get().user == other


def test_back_early_she_is_there_again(agent):
    absence = note(agent, since=NOON - DAY)

    operations.cancel_absence(absence=absence, actor=agent, now=NOON + HOUR)
    operations.cancel_absence(absence=absence, actor=agent, now=NOON + 2 * HOUR)

    absence.refresh_from_db()
    assert absence.cancelled_at == NOON + HOUR
    assert Event.objects.filter(type="accounts.AbsenceCancelled").count() == 1


def test_an_absence_is_noted_and_cancelled_on_its_page(client, agent):
    client.force_login(agent)
    form = {"user": agent.pk, "since": "2126-03-02", "back_on": "2126-03-09", "stand_in": ""}

    refused = client.post("/settings/absences/", form | {"back_on": "2126-03-01"})
    noted = client.post("/settings/absences/", form)
    absence = Absence.objects.get()
    page = client.get("/settings/absences/").content.decode()
    client.post(f"/settings/absences/{absence.pk}/cancel/")

    assert (refused.status_code, noted.status_code) == (422, 302)
    assert "Mei Chen" in page
    absence.refresh_from_db()
    assert absence.cancelled_at is not None


def test_an_absence_without_end_is_refused(agent):
    with pytest.raises(InstantOutOfRange):
        note(agent, until=datetime(9999, 12, 31, tzinfo=UTC))
