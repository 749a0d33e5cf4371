import pytest
from django.db import IntegrityError, transaction

from heed.conversations.models import Message
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Concession
from heed.expectations.operations import concessions as operations
from heed.expectations.operations.offers import OptionAboveBudget
from heed.expectations.queries.negotiations import budget_left
from tests.accounts.factories import make_user
from tests.expectations.negotiating import draft, make_negotiation, offer_to
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def negotiation(agent):
    return make_negotiation(actor=agent)  # £20.00 may be spent


def plan(negotiation, *, actor, kind="stock", **fields):
    wanted = {"wording": "Free delivery", "now": NOON} | fields
    return operations.plan_concession(
        negotiation_id=negotiation.pk, kind=kind, actor=actor, **wanted
    )


def ask(step, *, actor, now=NOON):
    return operations.ask_concession(concession_id=step.pk, actor=actor, now=now)


def answer(step, *, actor, is_granted=True, says="Anna in the warehouse has two left", now=NOON):
    return operations.answer_concession(
        concession_id=step.pk, is_granted=is_granted, answer=says, actor=actor, now=now
    )


def tell(step, *, actor, now=NOON + HOUR):
    return operations.tell_concession(concession_id=step.pk, actor=actor, now=now)


def test_each_step_is_stamped_with_time_and_person(negotiation, agent):
    colleague = make_user(name="Tom Hill")
    step = plan(negotiation, actor=agent, kind="colleague", asked_of=colleague)

    ask(step, actor=agent)
    answer(step, actor=colleague, says="", now=NOON + HOUR)
    told = tell(step, actor=agent, now=NOON + 2 * HOUR)

    assert (told.asked_at, told.asked_by, told.asked_of) == (NOON, agent, colleague)
    assert (told.state, told.answered_at, told.answered_by) == ("granted", NOON + HOUR, colleague)
    assert (told.told_at, told.told_by) == (NOON + 2 * HOUR, agent)
    names = Event.objects.filter(type__contains="Concession").values_list("type", flat=True)
    assert [name.partition("Concession")[2] for name in names.order_by("pk")] == [
        "Planned",
        "Asked",
        "Answered",
        "Told",
    ]


def test_a_step_that_was_not_taken_cannot_be_told(negotiation, agent):
    step = plan(negotiation, actor=agent)

    with pytest.raises(operations.StepNotTaken, match="not taken cannot be told"):
        tell(step, actor=agent)
    ask(step, actor=agent)
    with pytest.raises(operations.StepUnanswered, match="not taken cannot be told"):
        tell(step, actor=agent)

    step.refresh_from_db()
    assert step.told_at is None
    assert not Event.objects.filter(type="expectations.ConcessionTold").exists()


def test_the_database_too_lets_nothing_be_told_before_its_answer(negotiation, agent):
    step = plan(negotiation, actor=agent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Concession.objects.filter(pk=step.pk).update(told_at=NOON)


def test_a_refused_step_was_real_too_and_can_be_told_once(negotiation, agent):
    step = ask(plan(negotiation, actor=agent), actor=agent)
    answer(step, actor=agent, is_granted=False, says="The warehouse has none left")

    tell(step, actor=agent)
    with pytest.raises(operations.StepAlreadyTold):
        tell(step, actor=agent)

    assert Concession.objects.get().state == "refused"


def test_steps_are_taken_in_their_order(negotiation, agent):
    first, second = plan(negotiation, actor=agent), plan(negotiation, actor=agent, wording="More")

    with pytest.raises(operations.EarlierStepOpen, match="Step 1, “Free delivery”"):
        ask(second, actor=agent)
    ask(first, actor=agent)
    with pytest.raises(operations.EarlierStepOpen):
        ask(second, actor=agent)
    answer(first, actor=agent)

    assert ask(second, actor=agent).state == "asked"


def test_a_step_is_asked_and_answered_once(negotiation, agent):
    step = plan(negotiation, actor=agent)

    with pytest.raises(operations.StepNotAsked):
        answer(step, actor=agent)
    ask(step, actor=agent)
    with pytest.raises(operations.StepAlreadyAsked):
        ask(step, actor=agent)
    with pytest.raises(operations.StepAnswerMissing, match="makes the step real"):
        answer(step, actor=agent, says=" ")
    answer(step, actor=agent)
    with pytest.raises(operations.StepAlreadyAnswered):
        answer(step, actor=agent)

    assert Concession.objects.get().answer == "Anna in the warehouse has two left"


def test_what_lies_in_ones_own_authority_is_granted_at_once(negotiation, agent):
    step = ask(plan(negotiation, actor=agent, kind="own", cost_minor=2000), actor=agent)

    assert (step.state, step.answered_by, step.asked_of) == ("granted", agent, None)


def test_a_supervisor_approves_in_heed(negotiation, agent, manager):
    step = plan(negotiation, actor=agent, kind="supervisor", asked_of=manager, cost_minor=90000)
    ask(step, actor=agent)

    with pytest.raises(NotPermitted):
        answer(step, actor=agent)
    with pytest.raises(NotPermitted):
        answer(step, actor=make_user(name="Tom Hill"))
    answer(step, actor=manager, says="")

    assert Concession.objects.get().answered_by == manager
    assert budget_left(negotiation).left_minor == 92000


def test_a_supervisor_says_why_not(negotiation, agent, manager):
    step = plan(negotiation, actor=agent, kind="supervisor", asked_of=manager)
    ask(step, actor=agent)

    with pytest.raises(operations.StepAnswerMissing):
        answer(step, actor=manager, is_granted=False, says="")


def test_nobody_approves_what_is_her_own(manager, admin):
    negotiation = make_negotiation(actor=manager)

    with pytest.raises(operations.OwnApproval):
        plan(negotiation, actor=manager, kind="supervisor", asked_of=manager)
    step = plan(negotiation, actor=manager, kind="supervisor", asked_of=admin)
    ask(step, actor=manager)
    with pytest.raises(operations.OwnApproval):
        answer(step, actor=manager)
    answer(step, actor=admin)

    assert Concession.objects.get().answered_by == admin


@pytest.mark.parametrize(
    ("asked_of", "refusal"),
    [
        pytest.param(None, operations.SupervisorMissing, id="nobody"),
        pytest.param("agent", operations.CannotApprove, id="another agent"),
    ],
)
def test_only_a_supervisor_is_asked_to_approve(negotiation, agent, asked_of, refusal):
    person = make_user(name="Tom Hill", role=asked_of) if asked_of else None

    with pytest.raises(refusal):
        plan(negotiation, actor=agent, kind="supervisor", asked_of=person)

    assert not Concession.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"wording": " "}, operations.StepWordingMissing, id="no wording"),
        pytest.param({"cost_minor": -1}, operations.StepCostNegative, id="negative cost"),
    ],
)
def test_a_step_that_makes_no_sense_is_not_planned(negotiation, agent, fields, refusal):
    with pytest.raises(refusal):
        plan(negotiation, actor=agent, **fields)

    assert not Concession.objects.exists()


def test_the_budget_is_never_exceeded_by_steps(negotiation, agent, manager):
    first = plan(negotiation, actor=agent, cost_minor=1500)
    second = plan(negotiation, actor=agent, cost_minor=501)
    answer(ask(first, actor=agent), actor=agent)

    with pytest.raises(operations.BudgetExceeded, match=r"£5\.01 and £5\.00"):
        ask(second, actor=agent)

    assert Concession.objects.get(pk=second.pk).state == "planned"


def test_the_budget_is_never_exceeded_by_an_option_on_top_of_steps(negotiation, agent, manager):
    answer(ask(plan(negotiation, actor=agent, cost_minor=1500), actor=agent), actor=agent)
    options = [draft(cost_minor=501), draft("Another")]

    with pytest.raises(OptionAboveBudget, match=r"£5\.00"):
        offer_to(negotiation, actor=agent, options=options)
    step = plan(negotiation, actor=agent, kind="supervisor", asked_of=manager, cost_minor=100)
    answer(ask(step, actor=agent), actor=manager)

    offer_to(negotiation, actor=agent, options=options)
    assert budget_left(negotiation).left_minor == 99


def test_an_offer_that_waits_holds_its_part_of_the_budget(negotiation, agent):
    offer_to(negotiation, actor=agent, options=[draft(cost_minor=2000), draft("Another")])
    step = plan(negotiation, actor=agent, cost_minor=1)

    with pytest.raises(operations.BudgetExceeded):
        ask(step, actor=agent)


def test_a_refused_step_gives_its_part_of_the_budget_back(negotiation, agent):
    step = ask(plan(negotiation, actor=agent, cost_minor=2000), actor=agent)

    assert budget_left(negotiation).left_minor == 0
    answer(step, actor=agent, is_granted=False)

    assert budget_left(negotiation).left_minor == 2000


def test_steps_are_told_by_a_letter_both_or_neither(negotiation, agent):
    step = answer(ask(plan(negotiation, actor=agent), actor=agent), actor=agent)
    open_step = plan(negotiation, actor=agent, wording="Next")
    letter = {
        "negotiation_id": negotiation.pk,
        "text": "I asked our warehouse for you.",
        "subject": "Your lamp",
        "token": "t1",
        "actor": agent,
        "now": NOON + HOUR,
    }

    with pytest.raises(operations.NothingToTell):
        operations.tell_by_letter(concession_ids=[], **letter)
    with pytest.raises(operations.StepNotTaken):
        operations.tell_by_letter(concession_ids=[step.pk, open_step.pk], **letter)
    assert not Message.objects.exists()
    operations.tell_by_letter(concession_ids=[step.pk], **letter)

    step.refresh_from_db()
    assert step.told_at == NOON + HOUR
    assert Message.objects.get().text == "I asked our warehouse for you.\n"


def test_who_only_reads_takes_no_step(negotiation, analyst):
    with pytest.raises(NotPermitted):
        plan(negotiation, actor=analyst)

    assert not Concession.objects.exists()
