import pytest

from heed.core import jobs
from heed.core.access import NotPermitted
from heed.core.models import Event, OutgoingMail
from heed.surveys.events import (
    InvitationRoundAdvanced,
    InvitationRoundFinished,
    InvitationRoundOrdered,
    InvitationRoundStopped,
)
from heed.surveys.models import Invitation, InvitationRound
from heed.surveys.operations import invitation_rounds
from heed.surveys.operations.invitation_rounds import advance_round, order_round, stop_round
from heed.surveys.operations.survey_invitations import ShareImpossible
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_survey


@pytest.fixture
def survey(manager):
    return make_survey(actor=manager)


@pytest.fixture
def customers(monkeypatch):
    monkeypatch.setattr(invitation_rounds, "BATCH", 3)
    return [
        make_customer(
            name=f"Anna {number}",
            email=f"anna{number}@berg.example",
            tier="high" if number % 2 else "low",
        )
        for number in range(7)
    ]


def order(survey, actor, **given):
    return order_round(survey_id=survey.pk, actor=actor, now=NOON + HOUR, **given)


def events_of(kind):
    return Event.objects.filter(type=kind.type_name()).count()


def test_a_round_is_worked_off_batch_by_batch_by_the_worker(manager, survey, customers):
    ordered = order(survey, manager)

    assert (ordered.total, OutgoingMail.objects.count()) == (7, 0)
    jobs.run_due(now=NOON + HOUR)

    ordered.refresh_from_db()
    assert (ordered.decided, ordered.asked) == (7, 7)
    assert ordered.last_customer_id == customers[-1].pk
    assert ordered.finished_at == NOON + HOUR
    assert OutgoingMail.objects.filter(purpose="survey").count() == 7
    kinds = (InvitationRoundOrdered, InvitationRoundAdvanced, InvitationRoundFinished)
    assert [events_of(kind) for kind in kinds] == [1, 2, 1]


def test_a_batch_goes_on_where_the_one_before_ended(manager, survey, customers):
    ordered = order(survey, manager)

    advance_round(round_id=ordered.pk, now=NOON + HOUR)
    first = set(Invitation.objects.values_list("customer", flat=True))
    advance_round(round_id=ordered.pk, now=NOON + HOUR)

    assert first == {each.pk for each in customers[:3]}
    ordered.refresh_from_db()
    assert (ordered.decided, ordered.last_customer_id) == (6, customers[5].pk)


def test_only_those_chosen_are_asked_and_who_was_spared_is_counted(manager, survey, customers):
    make_customer(name="Unreachable", tier="high")
    ordered = order(survey, manager, tiers=["high"])

    jobs.run_due(now=NOON + HOUR)

    ordered.refresh_from_db()
    assert (ordered.total, ordered.decided, ordered.asked) == (4, 4, 3)
    assert Invitation.objects.filter(skipped="no_address").count() == 1


def test_a_stopped_round_asks_nobody_more(manager, survey, customers):
    ordered = order(survey, manager)
    advance_round(round_id=ordered.pk, now=NOON + HOUR)

    stop_round(round_id=ordered.pk, actor=manager, now=NOON + 2 * HOUR)
    jobs.run_due(now=NOON + 2 * HOUR)

    ordered.refresh_from_db()
    assert (ordered.decided, ordered.stopped_at) == (3, NOON + 2 * HOUR)
    assert Invitation.objects.count() == 3
    assert events_of(InvitationRoundStopped) == 1
    with pytest.raises(invitation_rounds.RoundEnded):
        stop_round(round_id=ordered.pk, actor=manager, now=NOON + 2 * HOUR)


def test_a_round_stops_with_its_survey(manager, survey, customers):
    ordered = order(survey, manager)
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + 2 * HOUR)

    advance_round(round_id=ordered.pk, now=NOON + 3 * HOUR)

    ordered.refresh_from_db()
    assert ordered.stopped_at == NOON + 3 * HOUR
    assert Invitation.objects.count() == 0


def test_one_round_at_a_time_and_after_it_another(manager, survey, customers):
    first = order(survey, manager, tiers=["high"])

    with pytest.raises(invitation_rounds.RoundGoingOn):
        order(survey, manager)
    jobs.run_due(now=NOON + HOUR)
    second = order(survey, manager)

    assert (first.total, second.total) == (3, 4)


def test_where_all_are_decided_upon_nothing_is_ordered(manager, survey, customers):
    order(survey, manager)
    jobs.run_due(now=NOON + HOUR)

    with pytest.raises(invitation_rounds.NobodyToInvite):
        order(survey, manager)

    assert InvitationRound.objects.count() == 1


def test_what_cannot_be_ordered_writes_nothing(manager, agent, survey, customers):
    with pytest.raises(NotPermitted):
        order(survey, agent)
    with pytest.raises(ShareImpossible):
        order(survey, manager, share=1.5)
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + HOUR)
    with pytest.raises(SurveyClosedAlready):
        order_round(survey_id=survey.pk, actor=manager, now=NOON + DAY)

    assert InvitationRound.objects.count() == 0
