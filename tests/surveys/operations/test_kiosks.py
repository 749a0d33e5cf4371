import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.events import KioskOpened
from heed.surveys.models import Kiosk
from heed.surveys.operations import kiosks
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from heed.surveys.queries.kiosks import begins_until, kiosk_token_of, kiosk_with
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_survey

NEEDS_FILE = {
    "pages": [
        {"name": "one", "elements": [{"type": "file", "name": "photo", "isRequired": True}]},
    ]
}


@pytest.fixture
def survey(manager, system):
    return make_survey(actor=manager)


def put_up(survey, actor, name="Shop window, Bristol"):
    return kiosks.open_kiosk(survey_id=survey.pk, name=name, actor=actor, now=NOON + HOUR)


def test_a_kiosk_is_opened_and_found_by_its_link(survey, manager):
    kiosk = put_up(survey, manager, name="  Shop window, Bristol ")

    assert (kiosk.name, kiosk.opened_at, kiosk.seen_at) == (
        "Shop window, Bristol",
        NOON + HOUR,
        None,
    )
    assert kiosk_with(kiosk_token_of(kiosk)) == kiosk
    assert Event.objects.get(type=KioskOpened.type_name()).payload == {
        "kiosk_id": kiosk.pk,
        "survey_id": survey.pk,
    }


@pytest.mark.parametrize("token", ["", "1.1", "1.1:forged", "x"])
def test_no_kiosk_is_found_by_a_link_that_was_not_made_here(survey, manager, token):
    put_up(survey, manager)

    assert kiosk_with(token) is None


def test_an_agent_opens_no_kiosk(survey, agent):
    with pytest.raises(NotPermitted):
        put_up(survey, agent)

    assert not Kiosk.objects.exists()


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        pytest.param("   ", kiosks.KioskNameMissing, id="no name"),
        pytest.param("Shop window, Bristol", kiosks.KioskNameTaken, id="taken"),
    ],
)
def test_a_name_is_needed_once_a_survey(survey, manager, name, refusal):
    put_up(survey, manager)

    with pytest.raises(refusal):
        put_up(survey, manager, name=name)

    assert Kiosk.objects.count() == 1


def test_a_survey_that_needs_a_file_is_put_to_nobody_on_a_tablet(manager, system):
    questionnaire = make_questionnaire(actor=manager, definition=NEEDS_FILE)
    survey = make_survey(actor=manager, questionnaire=questionnaire)

    with pytest.raises(kiosks.KioskNeedsFiles, match="“photo”"):
        put_up(survey, manager)

    assert not Kiosk.objects.exists()


def test_a_survey_that_has_ended_gets_no_kiosk(survey, manager):
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + HOUR / 2)

    with pytest.raises(SurveyClosedAlready):
        put_up(survey, manager)

    assert not Kiosk.objects.exists()


def test_with_a_new_link_the_one_before_leads_nowhere(survey, manager):
    kiosk = put_up(survey, manager)
    before = kiosk_token_of(kiosk)

    renewed = kiosks.renew_link(kiosk_id=kiosk.pk, actor=manager, now=NOON + DAY)

    assert kiosk_with(before) is None
    assert kiosk_with(kiosk_token_of(renewed)) == kiosk


def test_at_a_retired_kiosk_nobody_begins_and_it_is_retired_once(survey, manager):
    kiosk = put_up(survey, manager)

    retired = kiosks.retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=NOON + DAY)

    assert begins_until(retired) == NOON + DAY
    assert kiosk_with(kiosk_token_of(kiosk)) == kiosk
    with pytest.raises(kiosks.KioskRetiredAlready, match="Shop window, Bristol"):
        kiosks.retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=NOON + 2 * DAY)
    with pytest.raises(kiosks.KioskRetiredAlready):
        kiosks.renew_link(kiosk_id=kiosk.pk, actor=manager, now=NOON + 2 * DAY)


def test_people_begin_until_the_kiosk_or_the_survey_ends(manager, system):
    survey = make_survey(actor=manager, closes_at=NOON + 3 * DAY)
    kiosk = put_up(survey, manager)

    assert begins_until(kiosk) == NOON + 3 * DAY
