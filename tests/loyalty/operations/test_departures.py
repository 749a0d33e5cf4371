from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from heed.config.subscriptions import SUBSCRIPTIONS
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.operations import erase_customer
from heed.loyalty import tasks
from heed.loyalty.models import Departure
from heed.loyalty.operations.departures import (
    Account,
    CauseMissing,
    ConfidenceOutOfRange,
    DepartureEndedAlready,
    DepartureKnownAlready,
    EvidenceMissing,
    LeftInFuture,
    correct_departure,
    record_departure,
    withdraw_departure,
)
from heed.loyalty.operations.erasing import erase_words_of
from heed.loyalty.queries.departures import departures_in_force, departures_of
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import DAY, HOUR, NOON

TOLD = Account(left_on=(NOON - DAY).date(), reason="cheaper", evidence="“Half the price next door”")


@pytest.fixture
def customer(organisation):
    return make_customer(tier="high")


def test_a_leaving_is_recorded_with_the_tier_of_that_day_and_published(agent, customer):
    departure = record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    assert (departure.reason, departure.source, departure.tier) == ("cheaper", "agent", "high")
    assert departure.confidence is None
    happened = Event.objects.get(type="loyalty.DepartureRecorded")
    assert happened.customer_id == customer.pk
    assert happened.payload["reason"] == "cheaper"


def test_an_inferred_reason_keeps_how_sure_we_are(agent, customer):
    guessed = replace(TOLD, source="inferred", confidence=0.6)

    departure = record_departure(customer=customer, account=guessed, actor=agent, now=NOON)

    assert departure.confidence == 0.6


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        pytest.param({"left_on": (NOON + DAY).date()}, LeftInFuture, "March 3", id="in the future"),
        pytest.param(
            {"source": "inferred", "confidence": 0.6, "evidence": " "},
            EvidenceMissing,
            "what it was inferred from",
            id="inferred from nothing",
        ),
        pytest.param(
            {"source": "inferred"}, ConfidenceOutOfRange, "how sure you are", id="not said how sure"
        ),
        pytest.param(
            {"source": "inferred", "confidence": 1.2},
            ConfidenceOutOfRange,
            "1 to 100",
            id="more than sure",
        ),
    ],
)
def test_what_cannot_be_is_refused(agent, customer, changes, refusal, words):
    with pytest.raises(refusal, match=words):
        record_departure(customer=customer, account=replace(TOLD, **changes), actor=agent, now=NOON)

    assert not Departure.objects.exists()


def test_the_same_leaving_is_recorded_once(agent, customer):
    record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    with pytest.raises(DepartureKnownAlready, match="March 1, 2026"):
        record_departure(customer=customer, account=TOLD, actor=agent, now=NOON + HOUR)

    assert Departure.objects.count() == 1


def test_who_may_only_read_records_nothing(analyst, customer):
    with pytest.raises(NotPermitted):
        record_departure(customer=customer, account=TOLD, actor=analyst, now=NOON)

    assert not Departure.objects.exists()


def test_a_correction_is_a_new_entry_and_the_former_stays(agent, manager, customer):
    former = record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    entry = correct_departure(
        departure_id=former.pk,
        account=replace(TOLD, reason="product"),
        actor=manager,
        now=NOON + HOUR,
    )

    former.refresh_from_db()
    assert entry.replaces == former
    assert (former.reason, former.ended_by, former.ended_at) == ("cheaper", manager, NOON + HOUR)
    assert list(departures_in_force(manager)) == [entry]
    assert [each.pk for each in departures_of(customer)] == [entry.pk, former.pk]
    assert Event.objects.get(type="loyalty.DepartureCorrected").payload["former_id"] == former.pk


def test_a_correction_that_changes_nothing_writes_nothing(agent, customer):
    former = record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    entry = correct_departure(departure_id=former.pk, account=TOLD, actor=agent, now=NOON + HOUR)

    assert entry == former
    assert Departure.objects.count() == 1
    assert not Event.objects.filter(type="loyalty.DepartureCorrected").exists()


def test_what_is_taken_back_stays_with_its_cause_and_counts_no_more(agent, customer):
    departure = record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    withdraw_departure(departure_id=departure.pk, because="Bought again", actor=agent, now=NOON)

    assert departures_of(customer).get().ended_because == "Bought again"
    assert not departures_in_force(agent).exists()
    record_departure(customer=customer, account=TOLD, actor=agent, now=NOON + HOUR)
    assert departures_in_force(agent).count() == 1


def test_taking_back_needs_a_cause_and_happens_once(agent, customer):
    departure = record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)

    with pytest.raises(CauseMissing):
        withdraw_departure(departure_id=departure.pk, because=" ", actor=agent, now=NOON)
    withdraw_departure(departure_id=departure.pk, because="Bought again", actor=agent, now=NOON)
    with pytest.raises(DepartureEndedAlready):
        withdraw_departure(departure_id=departure.pk, because="Again", actor=agent, now=NOON)

    assert departures_of(customer).get().ended_because == "Bought again"


def test_the_tables_themselves_hold_an_inferred_reason_to_its_evidence(agent, customer):
    with pytest.raises(IntegrityError, match="departure_inferred"), transaction.atomic():
        make_departure(customer=customer, recorded_by=agent, source="inferred", confidence=0.5)


def test_of_an_erased_customer_the_reason_stays_without_words(admin, agent, customer, system):
    guessed = replace(TOLD, source="inferred", confidence=0.6)
    departure = record_departure(customer=customer, account=guessed, actor=agent, now=NOON)
    withdraw_departure(departure_id=departure.pk, because="Anna said so", actor=agent, now=NOON)

    erase_customer(customer=customer, actor=admin, now=NOON + HOUR)
    erase_words_of(customer_id=customer.pk)
    erase_words_of(customer_id=customer.pk)

    departure.refresh_from_db()
    assert (departure.reason, departure.evidence, departure.ended_because) == ("cheaper", "—", "—")
    subscribed = [each.run for each in SUBSCRIPTIONS["customers.CustomerErased"]]
    assert tasks.erase_words in subscribed


def test_agents_of_other_teams_see_nothing_of_it(agent, customer):
    record_departure(customer=customer, account=TOLD, actor=agent, now=NOON)
    outsider = make_user(role="agent", name="Jo Field", email="jo@harbour.example")
    north = make_team(name="North")
    agent.teams.add(north)
    customer.team = north
    customer.save()

    assert departures_in_force(agent).count() == 1
    assert not departures_in_force(outsider).exists()
