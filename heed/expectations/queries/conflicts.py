"""What a customer cannot do without and cannot have together, with what to ask her."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from django.db.models import Exists, Subquery
from django.utils import translation
from django.utils.translation import gettext

from heed.customers.models import Customer
from heed.expectations import conflict_rules as rules
from heed.expectations.models import Exclusion, Expectation, Option, Topic
from heed.expectations.queries.rankings import Importance


@dataclass(frozen=True)
class Conflict:
    """Two must-haves that clash, on which ground, and which could be given up."""

    first: Expectation
    second: Expectation
    ground: str
    reason: str
    lesser: Expectation | None
    given_up: tuple[Expectation, ...]
    question: str

    @property
    def is_exclusive(self) -> bool:
        return self.ground == rules.EXCLUSIVE

    @property
    def topic_ids(self) -> tuple[int, int]:
        return self.first.topic_id, self.second.topic_id


def conflicts_of(
    customer: Customer, expectations: Sequence[Expectation], importance: Importance | None
) -> list[Conflict]:
    """Conflicts between the customer's current must-haves; one query, or none."""
    must_haves = {each.topic_id: each for each in expectations if each.is_must_have}
    if len(must_haves) < 2:
        return []
    together, reasons = _known_of(sorted(must_haves))
    ranked = importance.ranked if importance else []
    given_up = {each.item.expectation.topic_id for each in ranked if each.item.may_be_given_up}
    found = rules.clashes(
        must_haves,
        exclusive=reasons.keys(),
        fulfilled={first for first, second in together if first == second},
        fulfilled_together=together,
        ranks={each.item.expectation.topic_id: each.item.rank or 0 for each in ranked},
    )
    return [_conflict(clash, must_haves, reasons, given_up, customer.language) for clash in found]


def _known_of(topic_ids: list[int]) -> tuple[set[rules.Pair], dict[rules.Pair, str]]:
    """Pairs of topics that one option fulfilled, and pairs marked as exclusive with the reason.

    Options on offer to anybody count, and a topic is paired with itself too. Each pair is looked
    for until its first option is found, all in one statement.
    """
    pairs = list(combinations_with_replacement(topic_ids, 2))
    links = Option.fulfils.through.objects
    found = [
        Exists(links.filter(expectation__topic_id=first, option__fulfils__topic_id=second))
        for first, second in pairs
    ]
    marked = [
        Subquery(Exclusion.objects.filter(first=first, second=second).values("reason")[:1])
        for first, second in pairs
    ]
    answers = Topic.objects.filter(pk=topic_ids[0]).order_by().values_list(*found, *marked).get()
    together = {pair for pair, is_found in zip(pairs, answers, strict=False) if is_found}
    reasons = zip(pairs, answers[len(pairs) :], strict=True)
    return together, {pair: reason for pair, reason in reasons if reason is not None}


def _conflict(
    clash: rules.Clash,
    must_haves: dict[int, Expectation],
    reasons: dict[rules.Pair, str],
    given_up: set[int],
    language: str,
) -> Conflict:
    first, second = must_haves[clash.first], must_haves[clash.second]
    lesser = must_haves[clash.lesser] if clash.lesser else None
    return Conflict(
        first,
        second,
        clash.ground,
        reasons.get((clash.first, clash.second), ""),
        lesser,
        tuple(each for each in (first, second) if each.topic_id in given_up),
        question_about(first, second, lesser, language),
    )


def question_about(
    first: Expectation, second: Expectation, lesser: Expectation | None, language: str
) -> str:
    """What to ask the customer, in her or his language, so that she can decide."""
    with translation.override(language):
        names = {"first": first.topic, "second": second.topic}
        if lesser is None:
            undecided = gettext(
                "You have told us that both “%(first)s” and “%(second)s” are a must for you. So "
                "far we have found no way to give you both at once. If only one of them were "
                "possible, which would you choose?"
            )
            return undecided % names
        kept = second if lesser is first else first
        return gettext(
            "You have told us that both “%(first)s” and “%(second)s” are a must for you. So far "
            "we have found no way to give you both at once. “%(kept)s” seems to matter more to "
            "you: could you do with less on “%(lesser)s”?"
        ) % (names | {"kept": kept.topic, "lesser": lesser.topic})
