from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from heed.core.models import Event
from heed.surveys.events import ResponseSubmitted
from heed.surveys.models import QuotaCount, Response
from heed.surveys.operations.kiosk_answers import Kept, take_from_kiosk
from heed.surveys.operations.kiosks import open_kiosk, retire_kiosk
from heed.surveys.operations.responses import AnswersTooLarge, KeyInUse
from heed.surveys.operations.surveys import close_survey
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey

KEY = UUID("00000000-0000-4000-8000-0000000000ff")
ASKING = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "csat", "rateMin": 1, "rateMax": 5, "isRequired": True},
                {"type": "text", "name": "why", "visibleIf": "{csat} <= 2"},
            ],
        }
    ],
    "heed_quotas": [{"name": "content", "expression": "{csat} >= 4", "limit": 1}],
}


@pytest.fixture
def survey(manager, system):
    questionnaire = make_questionnaire(actor=manager, definition=ASKING)
    return make_survey(actor=manager, questionnaire=questionnaire)


@pytest.fixture
def kiosk(survey, manager):
    return open_kiosk(survey_id=survey.pk, name="Till", actor=manager, now=NOON)


def kept(answers, *, key=KEY, started_at=NOON + HOUR, finished=True, version=1, page="one"):
    done_at = started_at + 2 * MINUTE
    return Kept(
        key=key,
        version=version,
        language="zh-hans",
        page=page,
        answers=answers,
        started_at=started_at,
        changed_at=done_at,
        finished_at=done_at if finished else None,
    )


def take(kiosk, given, system, *, said_now=NOON + DAY, now=NOON + DAY):
    return take_from_kiosk(kiosk_id=kiosk.pk, kept=given, said_now=said_now, actor=system, now=now)


def test_what_a_tablet_kept_is_taken_in_as_it_was_given(kiosk, system):
    assert take(kiosk, kept({"csat": 3, "why": " hidden "}), system)

    response = Response.objects.get()
    assert (response.kiosk, response.mode, response.customer) == (kiosk, "on_site", None)
    assert (response.language, response.seed) == ("zh-hans", KEY.int % 2**53)
    assert (response.cleaned, response.answers["why"]) == ({"csat": 3}, "hidden")
    assert (response.started_at, response.submitted_at) == (
        NOON + HOUR,
        NOON + HOUR + 2 * MINUTE,
    )
    assert (response.received_at, response.ending, response.flags) == (NOON + DAY, "complete", [])
    assert Event.objects.filter(type=ResponseSubmitted.type_name()).count() == 1


def test_handed_in_again_nothing_happens(kiosk, system):
    take(kiosk, kept({"csat": 3}), system)

    assert not take(kiosk, kept({"csat": 5}), system, now=NOON + 2 * DAY)

    response = Response.objects.get()
    assert (response.cleaned, response.received_at) == ({"csat": 3}, NOON + DAY)
    assert Event.objects.filter(type=ResponseSubmitted.type_name()).count() == 1


@pytest.mark.parametrize(
    ("off_by", "started_at"),
    [
        pytest.param(timedelta(days=400), NOON + HOUR, id="a year ahead"),
        pytest.param(timedelta(hours=-3), NOON + HOUR, id="behind"),
    ],
)
def test_a_tablet_with_a_wrong_clock_is_set_right(kiosk, system, off_by, started_at):
    given = kept({"csat": 3}, started_at=NOON + HOUR + off_by)

    take(kiosk, given, system, said_now=NOON + DAY + off_by)

    response = Response.objects.get()
    assert (response.started_at, response.submitted_at) == (started_at, started_at + 2 * MINUTE)


def test_no_instant_lies_before_the_kiosk_or_in_the_future(kiosk, system):
    take(kiosk, kept({"csat": 3}, started_at=NOON - 9 * DAY), system)
    take(kiosk, kept({"csat": 3}, key=uuid4(), started_at=NOON + 9 * DAY), system)

    early, late = Response.objects.order_by("started_at")
    assert (early.started_at, early.submitted_at) == (NOON, NOON)
    assert (late.started_at, late.submitted_at) == (NOON + DAY, NOON + DAY)


def test_who_went_away_is_kept_as_begun(kiosk, system):
    take(kiosk, kept({"csat": 2}, finished=False), system)

    response = Response.objects.get()
    assert (response.answers, response.page, response.submitted_at) == ({"csat": 2}, "one", None)
    assert (response.cleaned, response.ending) == (None, "")
    assert not Event.objects.filter(type=ResponseSubmitted.type_name()).exists()


@pytest.mark.parametrize(
    ("answers", "version", "cleaned"),
    [
        pytest.param({"csat": 9, "why": "x"}, 1, {}, id="impossible"),
        pytest.param({}, 1, {}, id="required left out"),
        pytest.param({"csat": 3}, 7, {"csat": 3}, id="unknown version"),
    ],
)
def test_what_does_not_fit_is_kept_as_it_came_and_not_counted(
    kiosk, system, answers, version, cleaned
):
    assert take(kiosk, kept(answers, version=version), system)

    response = Response.objects.get()
    assert (response.answers, response.cleaned) == (answers, cleaned)
    assert (response.flags, response.ending) == (["impossible"], "")
    assert response.submitted_at == NOON + HOUR + 2 * MINUTE
    assert not Event.objects.filter(type=ResponseSubmitted.type_name()).exists()


def test_answers_given_before_the_end_count_whenever_they_come(kiosk, survey, manager, system):
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + 2 * HOUR)
    retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=NOON + 3 * HOUR)

    take(kiosk, kept({"csat": 3}), system)

    assert Response.objects.get().ending == "complete"


def test_answers_given_after_the_end_are_kept_and_not_counted(kiosk, survey, manager, system):
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + 2 * HOUR)

    take(kiosk, kept({"csat": 3}, started_at=NOON + 3 * HOUR), system)

    response = Response.objects.get()
    assert (response.flags, response.ending, response.cleaned) == (["after_end"], "", {"csat": 3})


def test_who_began_at_a_retired_kiosk_is_not_counted(kiosk, manager, system):
    retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=NOON + HOUR)

    take(kiosk, kept({"csat": 3}, started_at=NOON + HOUR - MINUTE), system)
    take(kiosk, kept({"csat": 3}, key=uuid4(), started_at=NOON + HOUR + MINUTE), system)

    assert list(Response.objects.order_by("started_at").values_list("ending", "flags")) == [
        ("complete", []),
        ("", ["after_end"]),
    ]


def test_quotas_are_counted_when_answers_come_in(kiosk, system):
    take(kiosk, kept({"csat": 4}), system)
    take(kiosk, kept({"csat": 5}, key=uuid4()), system)

    assert list(Response.objects.order_by("pk").values_list("ending", flat=True)) == [
        "complete",
        "quota_full",
    ]
    assert QuotaCount.objects.get().count == 1


def test_too_much_is_refused_and_so_is_the_key_of_somebody_else(kiosk, survey, system):
    make_response(survey=survey, key=KEY)

    with pytest.raises(KeyInUse):
        take(kiosk, kept({"csat": 3}), system)
    with pytest.raises(AnswersTooLarge):
        take(kiosk, kept({"why": "x" * 1_000_001}, key=uuid4()), system)

    assert Response.objects.get().answers == {}


@pytest.mark.django_db(transaction=True)
def test_the_same_answers_at_the_same_moment_become_one_response(kiosk, system):
    if connection.vendor != "postgresql":
        pytest.skip("an embedded database lets one write at a time; races are tried on a server")
    both, outcomes = Barrier(2), []

    def hand_in():
        both.wait()
        outcomes.append(take(kiosk, kept({"csat": 4}), system))
        connections.close_all()

    threads = [Thread(target=hand_in) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False, True]
    assert (Response.objects.count(), QuotaCount.objects.get().count) == (1, 1)
