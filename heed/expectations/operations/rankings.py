import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.conversations.models import Conversation
from heed.conversations.operations.answering import answer, open_conversation
from heed.conversations.queries import correspondent_of
from heed.core import access, events, outbox
from heed.core.errors import DomainError
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from heed.customers.operations import note_activity, require_present
from heed.customers.queries import mail_address_of
from heed.expectations import ranking_rules as rules
from heed.expectations.events import RankingAnswered, RankingAsked
from heed.expectations.models import Expectation, Ranking, RankingItem
from heed.expectations.operations.expectations import require_own_conversation, said
from heed.expectations.queries import rankings as queries
from heed.expectations.queries.rankings import Sheet
from heed.expectations.ranking_rules import Answer


class RankingTooSmall(DomainError):
    code = "ranking.too_small"
    message = _(
        "A ranking compares at least %(fewest)s expectations, %(count)s was chosen. Choose more."
    )


class RankingTooLarge(DomainError):
    code = "ranking.too_large"
    message = _(
        "Nobody can compare %(count)s expectations at once: choose at most %(most)s of them."
    )


class RankedTwice(DomainError):
    code = "ranking.item_twice"
    message = _("“%(item)s” was chosen twice. Choose each expectation once.")


class RankedOfAnother(DomainError):
    code = "ranking.expectation_of_another"
    message = _("“%(item)s” is not expected by %(customer)s. Choose among her or his expectations.")


class RankedNoLonger(DomainError):
    code = "ranking.expectation_superseded"
    message = _("“%(item)s” was replaced on %(at)s. Choose what is expected now.")


class LinkNeedsAddress(DomainError):
    code = "ranking.needs_address"
    message = _(
        "No mail address of %(customer)s is known to which a link could go. "
        "Ask on the phone instead, or enter an address first."
    )


class LinkWaits(DomainError):
    code = "ranking.link_waits"
    message = _(
        "%(customer)s was sent a link on %(asked_at)s that is good until %(expires_at)s. "
        "Wait for the answer, or ask on the phone."
    )


class RankingAlreadyAnswered(DomainError):
    code = "ranking.already_answered"
    message = _("These questions were answered on %(answered_at)s. Thank you.")
    status = 410


class RankingExpired(DomainError):
    code = "ranking.expired"
    message = _("This link was good until %(expires_at)s.")
    status = 410


class RankingEmpty(DomainError):
    code = "ranking.empty"
    message = _("None of the %(count)s questions has an answer yet. Answer at least one.")


class TaskUnknown(DomainError):
    code = "ranking.task_unknown"
    message = _("There is no question %(number)s: this ranking has %(count)s.")


class AnswerImpossible(DomainError):
    code = "ranking.answer_impossible"
    message = _(
        "The answer to question %(number)s does not fit it (%(fault)s). "
        "Name only what the question shows, each once, and in an order all of it."
    )


class GivenUpUnknown(DomainError):
    code = "ranking.given_up_unknown"
    message = _("Expectation %(number)s is not part of this ranking, so it cannot be given up.")


FAULTS = {
    "empty": _("nothing was chosen"),
    "unknown": _("it names something else"),
    "twice": _("something stands twice"),
    "missing": _("something is missing"),
    "same": _("the same is most and least important"),
}


@transaction.atomic
def ask_ranking(
    *,
    customer: Customer,
    expectations: Sequence[Expectation],
    method: str,
    mode: str,
    actor: User,
    now: datetime,
    conversation: Conversation | None = None,
) -> Ranking:
    """Ask a customer what matters most to her, by a personal link or on the phone.

    By link a letter goes out in the customer's language, into the conversation if there is one.
    Two expectations are compared as a pair, as best and worst of two say no more. Publishes
    RankingAsked. Raises RankingTooSmall, RankingTooLarge, RankedTwice, RankedOfAnother,
    RankedNoLonger, ConversationOfAnother, CustomerGone, LinkNeedsAddress, LinkWaits.
    """
    access.require(actor, "expectations.record")
    customer = require_present(customer)
    require_own_conversation(customer, conversation)
    _require_rankable(customer, expectations)
    if method == Ranking.Method.BEST_WORST and len(expectations) < rules.FEWEST_FOR_BEST_WORST:
        method = Ranking.Method.PAIRS
    is_link = mode == Ranking.Mode.LINK
    if is_link:
        _require_link_possible(customer, conversation, now)
    ranking = Ranking.objects.create(
        customer=customer,
        conversation=conversation,
        method=method,
        mode=mode,
        seed=secrets.randbelow(2**31),
        asked_by=actor,
        asked_at=now,
        expires_at=now + rules.ANSWERABLE if is_link else None,
    )
    _place(ranking, expectations)
    if is_link:
        ranking.mail = _send_link(ranking, actor, now)
        ranking.save(update_fields=["mail", "conversation"])
    happened = RankingAsked(customer_id=customer.pk, ranking_id=ranking.pk, mode=mode)
    events.publish(happened, actor=actor, at=now)
    return ranking


def _require_rankable(customer: Customer, expectations: Sequence[Expectation]) -> None:
    count = len(expectations)
    if count < rules.FEWEST:
        raise RankingTooSmall(fewest=rules.FEWEST, count=count)
    if count > rules.MOST:
        raise RankingTooLarge(count=count, most=rules.MOST)
    seen: set[int] = set()
    for each in expectations:
        if each.pk in seen:
            raise RankedTwice(item=each.topic)
        if each.customer_id != customer.pk:
            raise RankedOfAnother(item=each.topic, customer=customer.name)
        if each.superseded_at:
            raise RankedNoLonger(item=each.topic, at=said(each.superseded_at))
        seen.add(each.pk)


def _require_link_possible(
    customer: Customer, conversation: Conversation | None, now: datetime
) -> None:
    address = correspondent_of(conversation)[1] if conversation else mail_address_of(customer)
    if not outbox.is_usable(address):
        raise LinkNeedsAddress(customer=customer.name)
    waiting = queries.link_waiting(customer, now=now)
    if waiting and waiting.expires_at:
        raise LinkWaits(
            customer=customer.name,
            asked_at=said(waiting.asked_at),
            expires_at=said(waiting.expires_at),
        )


def _place(ranking: Ranking, expectations: Sequence[Expectation]) -> None:
    ids = rules.shuffled([each.pk for each in expectations], ranking.seed)
    RankingItem.objects.bulk_create(
        RankingItem(ranking=ranking, expectation_id=pk, position=position)
        for position, pk in enumerate(ids, start=1)
    )


def _send_link(ranking: Ranking, actor: User, now: datetime) -> OutgoingMail | None:
    """Write the letter with the link; it opens a conversation where there is none."""
    customer = ranking.customer
    with translation.override(customer.language):
        contents = {
            "ranking": ranking,
            "sheet": Sheet(ranking),
            "customer": customer,
            "agent": actor,
            "company": organisation(),
            "link": link_to("portal:ranking", queries.token_of(ranking)),
        }
        text = render_to_string("expectations/ranking_letter.txt", contents)
        subject = gettext("What matters most to you?")
    token = f"ranking {ranking.pk}"
    if ranking.conversation:
        message = answer(
            conversation=ranking.conversation, text=text, token=token, actor=actor, now=now
        )
        return message.outgoing
    message = open_conversation(
        customer=customer, subject=subject, text=text, token=token, actor=actor, now=now
    )
    ranking.conversation = message.conversation
    return message.outgoing


@transaction.atomic
def keep_answers(
    *, ranking_id: int, answers: Collection[Answer], actor: User, now: datetime
) -> Ranking:
    """Keep answers to some of the questions; an earlier answer to the same question gives way.

    Raises RankingAlreadyAnswered, RankingExpired, TaskUnknown, AnswerImpossible.
    """
    access.require(actor, "expectations.record")
    ranking = _open(ranking_id, now)
    _keep(Sheet(ranking), answers)
    return ranking


@transaction.atomic
def answer_ranking(
    *,
    ranking_id: int,
    actor: User,
    now: datetime,
    answers: Collection[Answer] = (),
    may_be_given_up: Collection[int] | None = None,
) -> Ranking:
    """Close a ranking with the answers kept so far and these, and reckon what matters how much.

    Questions left out count for nothing. `may_be_given_up` are ids of expectations; None where it
    was not asked. Publishes RankingAnswered. Raises what keep_answers raises, RankingEmpty,
    GivenUpUnknown.
    """
    access.require(actor, "expectations.record")
    ranking = _open(ranking_id, now)
    sheet = Sheet(ranking)
    _keep(sheet, answers)
    if not ranking.answers:
        raise RankingEmpty(count=len(sheet.tasks))
    for number in set(may_be_given_up or ()) - set(sheet.items):
        raise GivenUpUnknown(number=number)
    found = rules.importance_from(list(sheet.items), ranking.answers)
    for pk, item in sheet.items.items():
        worth = found.of(pk)
        item.rank, item.worth = worth.place, worth.worth
        item.worth_lower, item.worth_upper = worth.lower, worth.upper
        if may_be_given_up is not None:
            item.may_be_given_up = pk in may_be_given_up
    RankingItem.objects.bulk_update(
        sheet.items.values(), ["rank", "worth", "worth_lower", "worth_upper", "may_be_given_up"]
    )
    ranking.answered_at = now
    ranking.save(update_fields=["answered_at"])
    happened = RankingAnswered(customer_id=ranking.customer_id, ranking_id=ranking.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=ranking.customer_id, at=now)
    return ranking


def _open(ranking_id: int, now: datetime) -> Ranking:
    rows = Ranking.objects.select_related("customer")
    ranking = rows.select_for_update(of=("self",)).get(pk=ranking_id)
    if ranking.answered_at:
        raise RankingAlreadyAnswered(answered_at=said(ranking.answered_at))
    if ranking.expires_at and ranking.expires_at <= now:
        raise RankingExpired(expires_at=said(ranking.expires_at))
    require_present(ranking.customer)
    return ranking


def _keep(sheet: Sheet, answers: Collection[Answer]) -> None:
    tasks = {task.number: task for task in sheet.tasks}
    kept: dict[int, Answer] = dict(sheet.answers)
    for given in answers:
        task = tasks.get(given["task"])
        if task is None:
            raise TaskUnknown(number=given["task"], count=len(tasks))
        fault = rules.fault_of(task, given)
        if fault:
            raise AnswerImpossible(number=task.number, fault=FAULTS[fault])
        kept[task.number] = {**given, "offered": list(task.offered)}
    sheet.ranking.answers = [kept[number] for number in sorted(kept)]
    sheet.ranking.save(update_fields=["answers"])
