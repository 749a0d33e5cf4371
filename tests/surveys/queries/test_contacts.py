import pytest

from heed.core.models import OutgoingMail
from heed.customers.models import ContactPoint
from heed.customers.operations import add_contact_point, erase_customer
from heed.surveys.models import Invitation, Survey
from heed.surveys.operations.erasing import erase_responses_of
from heed.surveys.operations.invitation_rounds import advance_round, order_round, stop_round
from heed.surveys.operations.invitations import invite_after_promise
from heed.surveys.operations.survey_invitations import invite_customers
from heed.surveys.operations.surveys import change_priority
from heed.surveys.queries.inviting import plan_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_survey


def invite(survey, customer, actor, *, now=NOON + HOUR):
    invited = invite_customers(
        survey_id=survey.pk, customer_ids=[customer.pk], actor=actor, now=now
    )
    return invited[0]


def order(survey, actor, **given):
    return order_round(survey_id=survey.pk, actor=actor, now=NOON + HOUR, **given)


def urgent(actor, **given):
    survey = make_survey(actor=actor, **given)
    return change_priority(
        survey_id=survey.pk, priority=Survey.Priority.HIGH, actor=actor, now=NOON
    )


def test_two_customers_who_share_a_mailbox_count_together(manager):
    anna = make_customer(name="Anna", email="berg@home.example")
    bert = make_customer(name="Bert", email="berg+bert@home.example")
    survey = make_survey(actor=manager)

    first, second = invite(survey, anna, manager), invite(survey, bert, manager)

    assert (first.skipped, second.skipped) == ("", "asked_today")
    assert OutgoingMail.objects.count() == 1


def test_a_person_with_two_addresses_counts_once(manager):
    anna = make_customer(name="Anna", email="anna@work.example")
    invite(make_survey(actor=manager), anna, manager)
    ContactPoint.objects.filter(customer=anna).delete()
    add_contact_point(
        customer=anna, kind="email", value="anna@home.example", actor=manager, now=NOON
    )

    again = invite(make_survey(actor=manager), anna, manager, now=NOON + 2 * DAY)

    assert again.skipped == "asked_recently"


def test_a_line_asked_by_telephone_is_not_asked_by_mail(manager):
    anna = make_customer(name="Anna")
    bert = make_customer(name="Bert", email="bert@home.example")
    add_contact_point(customer=bert, kind="phone", value="0171 2345678", actor=manager, now=NOON)
    Invitation.objects.create(
        customer=anna,
        survey=make_survey(actor=manager),
        channel=Invitation.Channel.TELEPHONE,
        reached="line:712345678",
        created_at=NOON,
    )

    assert invite(make_survey(actor=manager), bert, manager, now=NOON + DAY).skipped == (
        "asked_recently"
    )


def test_the_plan_counts_who_shares_a_mailbox(manager):
    anna = make_customer(name="Anna", email="berg@home.example")
    make_customer(name="Bert", email="berg+bert@home.example")
    invite(make_survey(actor=manager), anna, manager)

    plan = plan_of(
        make_survey(actor=manager),
        actor=manager,
        tiers=[],
        stages=[],
        share=1,
        now=NOON + 2 * DAY,
    )

    assert (plan.asked, plan.skipped) == (0, {"asked_recently": 2})


def test_where_an_erased_customer_was_asked_is_forgotten(manager, admin):
    anna = make_customer(name="Anna", email="anna@home.example")
    asked = invite(make_survey(actor=manager), anna, manager)
    assert asked.reached == "mail:anna@home.example"

    erase_customer(customer=anna, actor=admin, now=NOON + DAY)
    erase_responses_of(customer_id=anna.pk)

    asked.refresh_from_db()
    assert asked.reached == ""


def test_people_are_kept_for_a_more_urgent_survey_until_it_has_decided(manager):
    anna = make_customer(name="Anna", email="anna@home.example", tier="high")
    first, usual = urgent(manager), make_survey(actor=manager)
    ordered = order(first, manager, tiers=["high"])

    kept = invite(usual, anna, manager, now=NOON + 2 * HOUR)
    advance_round(round_id=ordered.pk, now=NOON + 3 * HOUR)

    assert (kept.skipped, kept.skipped_until) == ("more_urgent", NOON + HOUR + 30 * DAY)
    assert Invitation.objects.get(survey=first).skipped == ""
    later = invite(usual, anna, manager, now=NOON + 33 * DAY)
    assert later.skipped == ""


@pytest.mark.parametrize(
    ("tier", "is_stopped", "expected"),
    [
        pytest.param("high", False, "more_urgent", id="in the round"),
        pytest.param("low", False, "", id="of another tier"),
        pytest.param("high", True, "", id="the round was stopped"),
    ],
)
def test_who_is_not_in_a_round_going_on_is_free(manager, tier, is_stopped, expected):
    anna = make_customer(name="Anna", email="anna@home.example", tier=tier)
    make_customer(name="Bert", email="bert@home.example", tier="high")
    ordered = order(urgent(manager), manager, tiers=["high"])
    if is_stopped:
        stop_round(round_id=ordered.pk, actor=manager, now=NOON + HOUR)

    usual = make_survey(actor=manager)

    plan = plan_of(usual, actor=manager, tiers=[tier], stages=[], share=1, now=NOON + 2 * HOUR)
    assert plan.skipped[expected] == (0 if expected == "" else plan.waiting)
    assert invite(usual, anna, manager, now=NOON + 2 * HOUR).skipped == expected


def test_the_two_questions_after_a_promise_are_of_usual_priority(manager, agent):
    anna = make_customer(name="Anna", email="anna@home.example")
    order(urgent(manager), manager)
    promise = make_promise(owner=agent, customer=anna, outcome="kept", closed_at=NOON + HOUR)

    asked = invite_after_promise(promise_id=promise.pk, actor=manager, now=NOON + 2 * HOUR)

    assert asked.skipped == "more_urgent"


def test_a_survey_does_not_wait_for_one_as_urgent_as_itself(manager):
    anna = make_customer(name="Anna", email="anna@home.example")
    order(urgent(manager), manager)

    assert invite(urgent(manager), anna, manager, now=NOON + 2 * HOUR).skipped == ""
