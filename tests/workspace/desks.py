"""The rest of what a page can show: what was negotiated, ranked, steered, found and given."""

from heed.conversations.models import Conversation, Message
from heed.expectations.models import Promise, Proposal, Topic
from heed.expectations.operations.concessions import ask_concession, plan_concession
from heed.expectations.operations.exceeding import record_exceeding
from heed.expectations.operations.exclusions import mark_exclusion
from heed.expectations.operations.rankings import answer_ranking, ask_ranking
from heed.expectations.operations.standards import record_tier_offer
from heed.expectations.operations.standing import guarantee, promise_on_condition
from heed.expectations.operations.steering import decide_steering
from heed.expectations.operations.times import propose_time
from tests.expectations.laying_down import make_standard
from tests.expectations.negotiating import make_negotiation, offer_to
from tests.improvement.factories import make_improvement
from tests.moments import DAY


def negotiate(customer, *, agent, manager, now):
    """One negotiation with an offer that waits, and one with a step asked of the manager."""
    conversation = Conversation.objects.get(customer=customer)
    wishes = list(customer.expectations.filter(superseded_at=None))
    offered = make_negotiation(
        actor=agent, customer=customer, now=now, expectation=wishes[0], conversation=conversation
    )
    offer_to(offered, actor=agent, now=now)
    asked = make_negotiation(actor=agent, customer=customer, now=now, request="A better price")
    step = plan_concession(
        negotiation_id=asked.pk, kind="supervisor", wording="Half price", cost_minor=900,
        asked_of=manager, actor=agent, now=now,
    )  # fmt: skip
    ask_concession(concession_id=step.pk, actor=agent, now=now)


def rank(customer, *, agent, now):
    """One ranking answered, and a link that waits; both wishes are a must."""
    customer.expectations.update(is_must_have=True)
    wishes = list(customer.expectations.filter(superseded_at=None))
    asked = {"customer": customer, "expectations": wishes, "method": "order", "actor": agent}
    answered = ask_ranking(mode="agent", now=now - DAY, **asked)
    order = [{"task": 1, "order": [each.pk for each in wishes]}]
    answer_ranking(ranking_id=answered.pk, answers=order, actor=agent, now=now - DAY)
    ask_ranking(mode="link", now=now, **asked)


def steer(*, manager, now):
    first, second = Topic.objects.order_by("pk")[:2]
    today = now.date()
    make_standard(second, by=manager, valid_from=today)
    record_tier_offer(topic=second, value=4, valid_from=today, actor=manager, now=now)
    mark_exclusion(first=first, second=second, actor=manager, now=now)
    decide_steering(
        topic=second, direction="lower", wording="It takes a week", wording_zh="需要一周",
        actor=manager, now=now,
    )  # fmt: skip
    make_improvement(owner=manager, topic=second)


def promise_more(customer, *, agent, manager, now):
    """What stands promised, was given on top, is to be moved, and was found in letters."""
    standing = {"within": 2, "within_unit": "business_days", "now": now}
    promise_on_condition(
        customer=customer, condition="The part arrives", wording="We bring it", actor=agent,
        **standing,
    )  # fmt: skip
    guarantee(wording="Repaired", condition="It came broken", actor=manager, **standing)
    record_exceeding(
        customer=customer, kind="gift", description="A vase", actor=agent, now=now,
        topic=Topic.objects.order_by("pk")[0],
    )  # fmt: skip
    movable = Promise.objects.filter(closed_at=None, due_at__gt=now + DAY)[0]
    propose_time(
        promise_id=movable.pk, due_at=movable.due_at + DAY, reason="Wood", actor=agent, now=now
    )
    for number, message in enumerate(Message.objects.exclude(direction="inbound")):
        Proposal.objects.create(
            message=message, start=0, end=5, wording=f"Delivery in {number} days", found_at=now,
            due_at=now + DAY if number else None, is_vague=not number,
        )  # fmt: skip
