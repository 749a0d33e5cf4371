import pytest

from heed.accounts.models import Notice, User
from heed.accounts.operations import cancel_absence, note_absence
from heed.core import jobs
from heed.expectations.models import Promise
from heed.expectations.operations import promises as operations
from heed.expectations.operations.closing import renegotiate_promise
from heed.expectations.operations.repeating import promise_repeatedly
from heed.expectations.rhythm import Rhythm
from heed.expectations.tasks import keep_promises_in_time
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def bo(organisation):
    return make_user(name="Bo Lind")


def away(user, *, stand_in=None, since=NOON + HOUR, until=NOON + 4 * DAY):
    """From Monday on; back on Friday, March 6."""
    return note_absence(
        user=user, since=since, until=until, stand_in=stand_in, actor=user, now=NOON
    )


def go_on(now):
    keep_promises_in_time(now=now)
    jobs.run_due(now=now)


def test_what_is_due_meanwhile_goes_to_who_stands_in_once(agent, bo, system):
    meanwhile = make_promise(owner=agent, due_at=NOON + 2 * DAY)
    first_day_back = make_promise(owner=agent, due_at=NOON + 4 * DAY + 4 * HOUR)
    after = make_promise(owner=agent, due_at=NOON + 8 * DAY)
    away(agent, stand_in=bo)

    go_on(NOON)
    before = list(Promise.objects.order_by("pk").values_list("owner", flat=True))
    go_on(NOON + HOUR)
    Promise.objects.filter(pk=meanwhile.pk).update(owner=agent)
    go_on(NOON + 2 * HOUR)

    assert before == [agent.pk] * 3
    owners = {promise.pk: promise.owner for promise in Promise.objects.select_related("owner")}
    assert owners == {meanwhile.pk: agent, first_day_back.pk: bo, after.pk: agent}


def test_both_are_told(agent, bo, system):
    promise = make_promise(owner=agent, due_at=NOON + 2 * DAY)
    away(agent, stand_in=bo)

    go_on(NOON + HOUR)

    told = set(Notice.objects.values_list("recipient", "kind", "subject_id"))
    assert told == {
        (bo.pk, "expectations.PromiseHandedOver", promise.pk),
        (agent.pk, "expectations.PromiseGivenAway", promise.pk),
    }


def test_without_a_stand_in_it_is_proposed_to_the_named_agent(agent, bo, system):
    promise = make_promise(owner=agent, customer=make_customer(named_agent=bo))
    away(agent)

    go_on(NOON + HOUR)

    promise.refresh_from_db()
    notice = Notice.objects.get()
    assert promise.owner == agent
    assert (notice.recipient, notice.kind) == (bo, "expectations.HandOverProposed")


def test_or_to_a_manager_of_the_team(agent, system):
    team = make_team()
    lead = make_user(role="manager", name="Lea Lead", teams=[team])
    make_promise(owner=agent, team=team)
    away(agent)

    go_on(NOON + HOUR)

    assert Notice.objects.get().recipient == lead


def test_a_cancelled_absence_hands_nothing_over(agent, bo, system):
    promise = make_promise(owner=agent)
    cancel_absence(absence=away(agent, stand_in=bo), actor=agent, now=NOON)

    go_on(NOON + HOUR)

    promise.refresh_from_db()
    assert promise.owner == agent


def test_what_is_due_meanwhile_is_not_promised_for_who_is_away(agent, bo, manager):
    away(bo, stand_in=agent)
    customer = make_customer()

    with pytest.raises(operations.OwnerAway, match=r"Bo Lind is away until March 6, 2026, noon\. "
                       "Give the promise to Mei Chen"):  # fmt: skip
        operations.record_promise(
            customer=customer,
            wording="Call back",
            due_at=NOON + 2 * DAY,
            owner=bo,
            actor=agent,
            now=NOON + HOUR,
        )
    later = operations.record_promise(
        customer=customer,
        wording="Call back",
        due_at=NOON + 8 * DAY,
        owner=bo,
        actor=agent,
        now=NOON + HOUR,
    )

    assert list(Promise.objects.all()) == [later]


def test_nothing_is_handed_to_who_is_away(agent, bo):
    away(bo)
    promise = make_promise(owner=agent)

    with pytest.raises(operations.OwnerAway, match="nobody stands in"):
        operations.hand_over_promise(promise_id=promise.pk, owner=bo, actor=agent, now=NOON + HOUR)

    promise.refresh_from_db()
    assert promise.owner == agent


def test_what_repeats_or_is_renegotiated_meanwhile_goes_to_who_stands_in(agent, bo, system):
    promise = make_promise(owner=agent)
    promise_repeatedly(
        customer=make_customer(), wording="report", rhythm=Rhythm("day"), actor=agent, now=NOON
    )
    away(agent, stand_in=bo)
    go_on(NOON + HOUR)
    Promise.objects.update(owner=User.objects.get(pk=agent.pk))

    renewed = renegotiate_promise(
        promise_id=promise.pk,
        due_at=NOON + 2 * DAY,
        evidence="on the phone",
        actor=bo,
        now=NOON + 2 * HOUR,
    )
    go_on(NOON + DAY)

    assert renewed.owner == bo
    assert Promise.objects.get(occurrence="2026-03-03").owner == bo
