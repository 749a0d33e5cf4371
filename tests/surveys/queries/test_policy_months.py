from collections import Counter
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import mail_address_of
from heed.customers.rules import contact_key
from heed.surveys.models import Invitation
from heed.surveys.queries.contacts import person_of
from heed.surveys.queries.policy_months import month_of, skips_visible_to
from heed.surveys.rules.contact_policy import ContactPolicy, Person, Send, decide
from heed.surveys.rules.skips import Reason
from tests.accounts.factories import make_team
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_survey

SHANGHAI = ZoneInfo("Asia/Shanghai")


def asked(actor, customer, *ago, reached=""):
    for each in ago:
        Invitation.objects.create(
            customer=customer,
            survey=make_survey(actor=actor),
            reached=reached,
            created_at=NOON - each,
        )


def month(actor, **policy):
    return month_of(ContactPolicy(**policy), actor=actor, now=NOON, zone=SHANGHAI)


def reachable(number):
    return make_customer(name=f"Anna {number}", email=f"anna{number}@berg.example")


def test_each_customer_stands_in_one_count(manager):
    _free, resting, often, declined = (reachable(number) for number in range(4))
    make_customer(name="No address")
    asked(manager, resting, 20 * DAY)
    asked(manager, often, 40 * DAY, 80 * DAY, 120 * DAY, 360 * DAY)
    declined.surveys_declined_at = NOON
    declined.save()

    found = month(manager)

    assert (found.customers, found.free, found.resting, found.full) == (5, 1, 1, 1)
    assert (found.opted_out, found.unreachable, found.later) == (1, 1, 0)
    assert [(number, each.free) for number, each in enumerate(found.days) if each.free] == [
        (5, 1),
        (10, 1),
    ]
    assert (found.days[0].may_be_asked, found.free_at_end) == (1, 3)


def test_a_day_begins_where_the_company_is(manager):
    asked(manager, reachable(1), 30 * DAY - 3 * HOUR)  # free again at 15:00 UTC, 23:00 there
    asked(manager, reachable(2), 30 * DAY - 5 * HOUR)  # free again at 17:00 UTC, 01:00 there

    found = month(manager)

    assert [each.on for each in found.days[:2]] == [date(2026, 3, 2), date(2026, 3, 3)]
    assert [each.free for each in found.days[:2]] == [1, 1]


def test_who_shares_a_mailbox_rests_as_well(manager):
    asked(manager, reachable(1), 20 * DAY, reached="mail:anna1@berg.example")
    make_customer(name="Bert", email="anna1+bert@berg.example")

    found = month(manager)

    assert (found.free, found.resting, found.days[10].free) == (0, 2, 2)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param({"gap": 10 * DAY}, (1, 0, 0), id="a shorter gap frees her"),
        pytest.param({"gap": 60 * DAY}, (0, 1, 0), id="a longer one lets her rest"),
        pytest.param({"most_a_year": 1}, (0, 0, 1), id="once a year is used up"),
    ],
)
def test_another_policy_can_be_tried(manager, policy, expected):
    asked(manager, reachable(1), 20 * DAY)

    found = month(manager, **policy)

    assert (found.free, found.resting, found.full) == expected
    assert Invitation.objects.count() == 1


def test_the_month_says_what_the_policy_decides(manager):
    for number in range(40):
        gaps = [(number * 7 + turn * 41) % 400 + 0.5 for turn in range(number % 6)]
        asked(manager, reachable(number), *(timedelta(days=each) for each in gaps))
    policy = ContactPolicy(most_a_year=3)

    found = month_of(policy, actor=manager, now=NOON, zone=SHANGHAI)

    rows = [
        Person(asked=list(customer.invitations.values_list("created_at", flat=True)))
        for customer in {each.customer for each in Invitation.objects.all()}
    ]
    never = 40 - len(rows)
    for number, day in enumerate(found.days[:-1]):
        end = found_start(number + 1)
        may = [isinstance(decide(policy, each, now=end), Send) for each in rows]
        assert day.may_be_asked == never + sum(may), number


def found_start(number):
    return NOON.replace(hour=16) + (number - 1) * DAY


def test_the_database_says_of_all_what_the_rule_says_of_each(manager):
    random = Random(7)  # noqa: S311 - made up, not secret
    surveys = [make_survey(actor=manager) for _ in range(6)]
    people = [made_up_customer(number, random) for number in range(60)]
    for customer in people:
        for survey in random.sample(surveys, random.randint(0, 5)):
            Invitation.objects.create(
                customer=customer,
                survey=survey,
                reached=random.choice(REACHES),
                skipped=random.choice(["", "", "opted_out"]),
                created_at=NOON - timedelta(hours=random.randint(1, 400 * 24)),
            )
    policy = ContactPolicy(most_a_year=2)

    found = month_of(policy, actor=manager, now=NOON, zone=SHANGHAI)

    persons = [person_of(each, mail_address_of(each), now=NOON) for each in Customer.objects.all()]
    decided = [decide(policy, each, now=NOON) for each in persons]
    said = Counter(getattr(each, "reason", "free") for each in decided)
    resting = said[Reason.ASKED_TODAY] + said[Reason.ASKED_RECENTLY]
    assert (found.free, found.resting, found.full) == (
        *(said["free"], resting),
        said[Reason.ASKED_OFTEN],
    )
    assert (found.opted_out, found.unreachable) == (
        said[Reason.OPTED_OUT],
        said[Reason.NO_ADDRESS],
    )
    assert min(found.free, found.resting, found.full, found.unreachable) > 0


REACHES = [
    *("", "mail:p1@berg.example", "mail:p2@berg.example", "mail:p3@berg.example"),
    *("line:712345671", "line:712345672", "mail:gone@berg.example"),
]


def made_up_customer(number, random):
    """Some share a mailbox by what stands behind a plus, some a line, some have no address."""
    email = random.choice(["", f"p{number}@berg.example", f"p{number % 5}+{number}@berg.example"])
    customer = make_customer(name=f"Anna {number}", email=email)
    if random.random() < 0.3:
        value = random.choice([f"0049 712345{number:03}", f"(0)7123456{number:02}"])
        kind = ContactPoint.Kind.PHONE
        key = contact_key(kind, value)
        ContactPoint.objects.create(customer=customer, kind=kind, value=value, key=key)
    if random.random() < 0.1:
        customer.surveys_declined_at = NOON
        customer.save()
    return customer


def test_promises_due_are_counted_once_for_each_customer(manager, agent):
    anna = reachable(1)
    for days in (2, 9):
        make_promise(owner=agent, customer=anna, made_at=NOON - DAY, due_at=NOON + days * DAY)
    make_promise(owner=agent, customer=reachable(2), made_at=NOON, due_at=NOON + 40 * DAY)

    found = month(manager)

    assert (found.due, found.days[2].due) == (1, 1)


def test_customers_of_other_teams_are_not_counted(manager, agent):
    other = make_customer(name="Bert", email="bert@berg.example")
    other.team = make_team(name="Elsewhere")
    other.save()
    reachable(1)

    assert month(agent).customers == 1


def test_skips_are_listed_with_their_reason(manager):
    survey = make_survey(actor=manager)
    for number, reason in enumerate(["opted_out", "asked_recently", ""]):
        Invitation.objects.create(
            customer=reachable(number), survey=survey, created_at=NOON, skipped=reason
        )

    assert [each.skipped for each in skips_visible_to(manager).order_by("pk")] == [
        "opted_out",
        "asked_recently",
    ]
    assert [each.skipped for each in skips_visible_to(manager, reason="opted_out")] == ["opted_out"]
